package dev.santoku.run.cell;

import dev.santoku.backend.Audit;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Has the workers tell, after their samples, how matrices travelled and what the driver's clock says. */
public final class AuditMeter {
    /** Seconds. Of longer products one more would cost too much, and clocks that disagree do so at smaller sizes. */
    private static final double LONGEST_PRODUCT = 2;

    private final Set<ContenderWorker> without = new HashSet<>();

    /**
     * Audits one cell, whose inputs the worker has at hand.
     *
     * @param secondsPerProduct about
     * @return empty where matrices go nowhere, as on the CPU by Java, where a product takes too long, or where none can tell
     * @throws WorkerFailure when the worker is lost; that it cannot tell is no failure
     */
    Optional<Audit> measure(ContenderWorker worker, double secondsPerProduct) throws WorkerFailure {
        if (worker.threads() != null || secondsPerProduct > LONGEST_PRODUCT || without.contains(worker)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    worker.askBeside(new Request.Audit(), Answer.Audited.class, 1 + secondsPerProduct)
                            .audit());
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST) {
                without.add(worker); // an audit that once cost a worker must not cost another
                throw e;
            }
            return Optional.empty(); // the reason is in its log; the cell itself is sound
        }
    }
}
