package dev.santoku.run;

import dev.santoku.backend.Device;
import dev.santoku.host.probe.LinuxHost;
import dev.santoku.matrix.Precision;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.cell.Throttling;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.WorkerFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the devices of a group can do at most, before and after its samples. Workers of its own, beside the contenders', tell
 * it of devices of which no contender can.
 */
final class GroupCeilings implements AutoCloseable {
    /** A share of the ceiling above which no doubt about the ceiling explains a rate. */
    private static final double MOST_BELIEVED = 1.15;

    /** A ceiling that was disturbed may be measured anew so many times before it convicts anybody. */
    private static final int SECOND_LOOKS = 5;

    private final CeilingMeter ceilings;
    private final RunListener listener;
    private final LinuxHost clock = new LinuxHost(Path.of("/"));
    private final List<ContenderWorker> meters;

    private interface Reading {
        void keep(Throttling throttling, OptionalDouble gflops, OptionalInt megahertz);
    }

    /** @param meters of devices whose ceilings no contender can tell; they are closed with this */
    GroupCeilings(CeilingMeter ceilings, RunListener listener, List<ContenderWorker> meters) {
        this.ceilings = ceilings;
        this.listener = listener;
        this.meters = new ArrayList<>(meters);
    }

    /** Before the samples of these, which are warm. */
    void measureBefore(RunningCells cells) {
        measure(cells, Throttling::before);
    }

    /** After them. A fall may be a burst that was disturbed: nothing is said of it before it was seen twice. */
    void measureAfter(RunningCells cells) {
        measure(cells, Throttling::after);
        cells.forEach(run -> {
            if (run.throttling().fell()) {
                measure(cells, run, Throttling::after);
            }
        });
    }

    /**
     * No product is computed faster than its device can: such a rate is no figure, and the cell is wrong. Not on the CPU: there
     * no driver stands between the product and its clock, and what the ceiling is depends on how Java compiled its loop. Nor where
     * a library may have instructions that the ceiling was not measured with.
     */
    void removeImpossible(RunningCells cells) {
        for (int look = 0; look < SECOND_LOOKS && cells.all().stream().anyMatch(this::isImpossible); look++) {
            measure(cells, (throttling, gflops, megahertz) -> {});
        }
        cells.forEach(run -> {
            if (isImpossible(run)) {
                throw new WorkerFailure(WorkerFailure.Kind.WRONG, accusation(run));
            }
        });
    }

    private boolean isImpossible(CellRun run) {
        OptionalDouble most = ceilings.best(run);
        return !isCpu(run)
                && !run.mayExceedCeiling()
                && most.isPresent()
                && run.gflops() > MOST_BELIEVED * most.getAsDouble();
    }

    private String accusation(CellRun run) {
        double most = ceilings.best(run).orElseThrow();
        return ("it seemed to compute %.4g GFLOP/s, %.0f %% of the %.4g that were measured as the most this device can do: "
                        + "a driver that computed all that was timed cannot be so fast")
                .formatted(run.gflops(), 100 * run.gflops() / most, most);
    }

    private void measure(RunningCells cells, Reading reading) {
        cells.forEach(run -> measure(cells, run, reading));
        cells.forEach(run -> measureForOthers(cells, run));
        meters.removeIf(meter ->
                !cells.frozen() && isLost(meter, cells.group().precision().storage()));
    }

    private void measure(RunningCells cells, CellRun run, Reading reading) throws WorkerFailure {
        if (!cells.frozen()) {
            listener.progress(run.cell(), "what the device can do at most");
            OptionalDouble gflops = ceilings.measure(run.worker(), run.arithmetic());
            reading.keep(run.throttling(), gflops, isCpu(run) ? clock.currentMHz() : OptionalInt.empty());
        }
    }

    /** In the arithmetic of other contenders on its device, which may not be able to tell themselves. */
    private void measureForOthers(RunningCells cells, CellRun run) throws WorkerFailure {
        String device = run.cell().contender().device();
        for (CellRun other : cells.all()) {
            if (other.cell().contender().device().equals(device) && !cells.frozen()) {
                ceilings.measureOnce(run.worker(), other.arithmetic());
            }
        }
    }

    private static boolean isCpu(CellRun run) {
        return run.cell().contender().device().equals(Device.cpu().id());
    }

    /** A meter that is lost costs no cell: shares stay unknown. */
    private boolean isLost(ContenderWorker meter, Precision precision) {
        try {
            ceilings.measure(meter, precision);
            return false;
        } catch (WorkerFailure e) {
            meter.close();
            return true;
        }
    }

    @Override
    public void close() {
        meters.forEach(ContenderWorker::close);
    }
}
