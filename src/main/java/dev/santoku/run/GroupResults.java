package dev.santoku.run;

import dev.santoku.journal.JournalEntry;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Ladder;
import dev.santoku.result.Scaling;
import dev.santoku.result.Speedup;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.cell.Rounds;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.run.speedup.Ladders;
import dev.santoku.run.speedup.Scalings;
import dev.santoku.run.speedup.Speedups;
import dev.santoku.run.speedup.Translations;
import dev.santoku.run.speedup.Twins;
import dev.santoku.statistics.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a group came to: its cells, and what compares them, the speedups, the ladder, how they scale.
 *
 * @param selfCheck whether contenders stand in pairs, each held to itself alone
 * @param workers all of the run
 */
record GroupResults(
        boolean selfCheck,
        List<ContenderWorker> workers,
        Scalings scalings,
        Budget budget,
        Recorder recorder,
        ProgressEstimate estimate) {
    /** The group has come to its end. */
    void keep(RunningCells cells, Rounds rounds) {
        if (cells.frozen()) {
            return;
        }
        List<CellRun> runs = cells.all();
        List<Samples> samples = runs.stream().map(CellRun::endToEnd).toList();
        List<CellResult> measured =
                runs.stream().map(run -> run.result(rounds, samples)).toList();
        List<CellSamples> raw = runs.stream().map(CellRun::raw).toList();
        if (recorder.keep(group(cells, measured, raw))) {
            measured.forEach(estimate::finished); // not before it is on the disk
        }
    }

    private JournalEntry.Group group(RunningCells cells, List<CellResult> measured, List<CellSamples> raw) {
        CellGroup group = cells.group();
        List<CellRun> runs = cells.all();
        List<CellRun> steps = selfCheck ? List.of() : new Ladders(workers).steps(runs);
        List<Ladder> ladders = new Ladders(workers)
                .of(group.precision(), group.shape(), steps).stream().toList();
        return new JournalEntry.Group(
                group.precision(),
                group.shape(),
                Stream.concat(cells.ended().stream(), measured.stream()).toList(),
                speedups(runs, steps),
                ladders,
                selfCheck ? List.<Scaling>of() : scalings.of(runs),
                recorder.ceilings(),
                workers.stream()
                        .flatMap(worker -> worker.losses().of(worker.contender()).stream())
                        .toList(),
                budget.remainingSeconds(),
                raw);
    }

    private List<Speedup> speedups(List<CellRun> runs, List<CellRun> steps) {
        if (selfCheck) {
            return Twins.speedups(runs);
        }
        List<Speedup> speedups = new ArrayList<>(Speedups.of(runs));
        speedups.addAll(Ladders.speedups(steps, speedups));
        speedups.addAll(new Translations(workers).speedups(runs));
        return speedups;
    }
}
