package dev.santoku.run;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.util.List;

/**
 * The first look at each contender's rate: squares of growing size until one takes long enough to tell, none larger than
 * what was asked for. Sizes, deadlines and shares of the budget are predicted from it; no figure is reported.
 */
record Calibration(Plan plan, MemoryModel memory, RunListener listener) {
    private static final int FIRST_SIDE = 128;
    private static final int LAST_SIDE = 8192;
    private static final double TELLING_SECONDS = 0.02;
    private static final double LEAST_SECONDS = 0.05;
    private static final double MOST_SECONDS = 0.2;
    private static final double SHARE_OF_BUDGET = 0.1;

    void run(List<ContenderWorker> workers) {
        double secondsEach = SHARE_OF_BUDGET * plan.sampling().budget().toSeconds() / Math.max(1, workers.size());
        for (ContenderWorker worker : workers) {
            listener.progress(worker.contender() + ": a first rate");
            for (Precision precision : plan.precisions()) {
                if (!measure(worker, precision, secondsEach)) {
                    break;
                }
            }
        }
    }

    /** Whether the worker still lives. What is refused here the cells will be refused, too, and tell. */
    private boolean measure(ContenderWorker worker, Precision precision, double mostSeconds) {
        long start = System.nanoTime();
        double seconds = 0;
        try {
            for (int side = first(worker, precision); isWorthIt(side, seconds, precision); side *= 2) {
                Shape shape = Shape.square(side);
                worker.ask(new Request.Load(precision, shape, plan.sampling().seed()), Answer.Done.class, 1);
                double first = warm(worker, 0, 0); // kernels may be built in it
                // What takes long to tell takes long to warm up.
                double more = side > FIRST_SIDE && worker.tellingSide() > FIRST_SIDE ? first : 0;
                seconds = warm(worker, LEAST_SECONDS + more, MOST_SECONDS + more);
                worker.rates().firstProduct(precision, first - seconds);
                worker.rates().measured(precision, shape, seconds);
                if (System.nanoTime() - start > mostSeconds * 1e9) {
                    break;
                }
            }
            return true;
        } catch (WorkerFailure e) {
            worker.lostBetweenCells(e);
            return e.kind() == WorkerFailure.Kind.UNSUPPORTED;
        }
    }

    private static double warm(ContenderWorker worker, double least, double most) throws WorkerFailure {
        return worker.ask(new Request.Warm(least, most), Answer.Warmed.class, Math.max(most, MOST_SECONDS))
                .seconds();
    }

    /** No larger than what was asked for, if the smallest one that tells is. */
    private int first(ContenderWorker worker, Precision precision) {
        int side = worker.tellingSide();
        while (side > FIRST_SIDE && !isWorthIt(side, 0, precision)) {
            side /= 2;
        }
        return side;
    }

    private boolean isWorthIt(int side, double secondsBefore, Precision precision) {
        Shape shape = Shape.square(side);
        boolean wanted = plan.shapes()
                .map(shapes -> shapes.stream().anyMatch(asked -> asked.flops() >= shape.flops()))
                .orElse(true);
        return side == FIRST_SIDE
                || (side <= LAST_SIDE && secondsBefore < TELLING_SECONDS && wanted && memory.holds(shape, precision));
    }
}
