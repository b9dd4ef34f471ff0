package dev.santoku.run;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.CostModel;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.run.contender.ContenderWorker;
import java.util.Optional;

/** Decides, from predictions, which cells are begun: what cannot end in time or fit into memory is skipped with its reason. */
record Admission(Plan plan, MemoryModel memory, CostModel costs, Clock clock) {
    private static final double GIB = 1L << 30;

    /** Tells how much of the budget is left. */
    interface Clock {
        double remainingSeconds();
    }

    /** Why this cell should not be begun, if so. */
    Optional<String> refusal(ContenderWorker worker, Precision precision, Shape shape) {
        if (!memory.holds(shape, precision)) {
            return Optional.of("all contenders together would need %.1f GiB of memory, and %.1f GiB may be used; "
                            .formatted(memory.neededBytes(shape, precision) / GIB, memory.usableBytes() / GIB)
                    + "name fewer with --backends or a smaller size");
        }
        double remaining = clock.remainingSeconds();
        if (remaining <= 0) {
            return Optional.of("the budget of %d s ended before its turn; give it more with --budget"
                    .formatted(plan.sampling().budget().toSeconds()));
        }
        double product = worker.rates().expectedSeconds(precision, shape);
        if (plan.shapes().isEmpty() && product > plan.sampling().profile().longestProduct()) {
            return Optional.of(
                    "one product would take about %s at its measured rate, too long for sizes of our choice; "
                                    .formatted(inWords(product))
                            + "to measure it: --sizes %s --budget 10m".formatted(shape));
        }
        double least = costs.leastCell(shape, product);
        if (least > remaining) {
            return Optional.of("checking and timing it once would take about %s, and %s are left of the budget; "
                            .formatted(inWords(least), inWords(remaining))
                    + "give it more with --budget");
        }
        return Optional.empty();
    }

    /** Seconds that a cell may cost; 0 where it would not be begun. */
    double cost(ContenderWorker worker, Precision precision, Shape shape) {
        return refusal(worker, precision, shape).isPresent()
                ? 0
                : costs.cell(shape, worker.rates().expectedSeconds(precision, shape));
    }

    private static String inWords(double seconds) {
        return seconds < 10 ? "%.1f s".formatted(seconds) : "%.0f s".formatted(seconds);
    }
}
