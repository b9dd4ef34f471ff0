package dev.santoku.report;

import dev.santoku.result.Baselines;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;

/** What computed a cell, whatever the algorithm. */
final class Processors {
    private Processors() {}

    /** {@code one thread}, {@code the pool}, {@code cl0 (GPU)}, {@code hybrid on cpu+cl0}. */
    static String name(RunResult result, CellResult cell) {
        if (cell.backend().equals(Baselines.SINGLE)) {
            return "one thread";
        }
        if (cell.backend().equals(Baselines.POOL)) {
            return "the pool";
        }
        return OpenClDevices.behind(result.devices(), cell.device())
                .filter(device -> !cell.backend().equals("hybrid"))
                .map(device -> "%s (%s)".formatted(cell.device(), device.kind()))
                .orElseGet(() -> "%s on %s".formatted(cell.backend(), cell.device()));
    }
}
