package dev.santoku.run;

import dev.santoku.plan.CostModel;
import dev.santoku.plan.Plan;
import dev.santoku.result.Cell;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.contender.ContenderWorker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Begins the cells of a group: only those whose products are right go on, all others get their outcome here.
 *
 * @param workers all of the run
 */
record FirstChecks(
        Plan plan, List<ContenderWorker> workers, Admission admission, CostModel costs, RunListener listener) {
    /**
     * Checks each contender's product, and all products against each other.
     *
     * @param cells none of which has begun
     */
    void begin(RunningCells cells) {
        CellGroup group = cells.group();
        for (Plan.Absent absent : plan.absent()) {
            Cell cell = new Cell(absent.contender(), group.precision(), group.shape());
            cells.end(CellResult.notMeasured(cell, null, absent.yardstick(), absent.outcome(), absent.reason()));
        }
        workers.forEach(worker -> begin(worker, cells));
        endWrongDigests(cells);
    }

    private void begin(ContenderWorker worker, RunningCells cells) {
        Cell cell = cells.cell(worker);
        Optional<String> failure = worker.losses().failedAlready();
        if (failure.isPresent()) {
            cells.end(worker, Outcome.FAILED, failure.get());
            return;
        }
        Optional<String> refusal = admission.refusal(worker, cell.precision(), cell.shape());
        if (refusal.isPresent()) {
            cells.end(worker, Outcome.SKIPPED, refusal.get());
            return;
        }
        listener.progress(cell, "checking");
        CellRun run = new CellRun(worker, cell, plan, costs);
        cells.add(run);
        cells.forEach(List.of(run), CellRun::check);
    }

    /** Exact products are alike to the bit, or one of them is wrong. */
    private static void endWrongDigests(RunningCells cells) {
        for (Optional<CellRun> odd = oddOneOut(cells.all()); odd.isPresent(); odd = oddOneOut(cells.all())) {
            CellRun run = odd.get();
            cells.end(run.worker(), Outcome.WRONG, "its integer product differs from the others': " + run.digest());
        }
    }

    /** The first whose digest differs from that of most. */
    private static Optional<CellRun> oddOneOut(List<CellRun> runs) {
        String usual = runs.stream()
                .map(CellRun::digest)
                .collect(Collectors.groupingBy(digest -> digest, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
        return runs.stream().filter(run -> !run.digest().equals(usual)).findFirst();
    }
}
