package dev.santoku.run;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Precision;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Has the workers measure what their devices can do at most, in the process and at the time of the samples: short bursts
 * before and after, since clocks move. The memory and the way to the device, which take longer, once for each worker.
 */
final class CeilingMeter {
    /** Seconds that an answer should take, the first time included, when nothing is compiled. */
    private static final double EXPECTED = 1;

    private final Recorder recorder;
    private final Set<Unknown> without = new HashSet<>();
    private final Set<ContenderWorker> memoryKnown = new HashSet<>();

    /** What a worker cannot tell. */
    private record Unknown(ContenderWorker worker, Precision precision) {}

    CeilingMeter(Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Measures once more.
     *
     * @param precision of the arithmetic
     * @return 10⁹ operations a second that the device did now; empty where its worker cannot tell
     * @throws WorkerFailure when the worker is lost; that it cannot tell is no failure
     */
    OptionalDouble measure(ContenderWorker worker, Precision precision) throws WorkerFailure {
        if (without.contains(new Unknown(worker, precision))) {
            return OptionalDouble.empty();
        }
        try {
            Double gflops = worker.ask(new Request.FmaCeiling(precision), Answer.Rate.class, EXPECTED)
                    .giga();
            if (gflops == null) {
                without.add(new Unknown(worker, precision));
                return OptionalDouble.empty();
            }
            recorder.fmaCeiling(worker.contender(), precision, gflops);
            if (memoryKnown.add(worker)) {
                Double bandwidth = worker.ask(new Request.BandwidthCeiling(), Answer.Rate.class, EXPECTED)
                        .giga();
                if (bandwidth != null) {
                    recorder.bandwidthCeiling(worker.contender(), bandwidth);
                }
                LinkCeiling link = worker.ask(new Request.LinkCeiling(), Answer.Link.class, EXPECTED)
                        .ceiling();
                if (link != null) {
                    recorder.linkCeiling(worker.contender(), link);
                }
            }
            return OptionalDouble.of(gflops);
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST) {
                throw e;
            }
            without.add(new Unknown(worker, precision)); // the reason is in its log; the cell itself is sound
            return OptionalDouble.empty();
        }
    }

    /** Sees to it that a rate of a worker's device is known, if the worker can tell. */
    void measureOnce(ContenderWorker worker, Precision precision) throws WorkerFailure {
        if (recorder.fmaCeiling(worker.contender(), precision).isEmpty()) {
            measure(worker, precision);
        }
    }

    /** The best that was measured until now of a cell's device, threads and arithmetic, in 10⁹ operations a second. */
    OptionalDouble best(CellRun run) {
        return recorder.fmaCeiling(run.cell().contender(), run.arithmetic());
    }
}
