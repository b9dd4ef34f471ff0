package dev.santoku.run.speedup;

import dev.santoku.result.Speedup;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.contender.ContenderWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a kernel loses by being translated: a translator's variants over the same ones written by hand, computing alone. */
public final class Translations {
    private final List<ContenderWorker> translated;

    /** @param workers all of the run; without several variants of a translator nobody asked */
    public Translations(List<ContenderWorker> workers) {
        List<ContenderWorker> translators =
                workers.stream().filter(worker -> worker.original().isPresent()).toList();
        boolean several = translators.stream()
                        .map(worker -> worker.contender().variant())
                        .distinct()
                        .count()
                > 1;
        translated = several ? translators : List.of();
    }

    /** Variant by variant, then the fastest over the fastest of each device, as far as they are not known already. */
    public List<Speedup> speedups(List<CellRun> measured) {
        List<Speedup> speedups = new ArrayList<>();
        List<CellRun> runs = measured.stream()
                .filter(run -> translated.contains(run.worker()))
                .toList();
        for (CellRun run : runs) {
            originals(run, measured)
                    .filter(original -> original.cell()
                            .contender()
                            .variant()
                            .equals(run.cell().contender().variant()))
                    .forEach(original -> speedups.add(Speedups.compute(run, original)));
        }
        for (String device : devices(runs)) {
            Optional<CellRun> fastest =
                    runs.stream().filter(run -> isOn(device, run)).reduce(CellRun::faster);
            fastest.flatMap(run -> originals(run, measured)
                            .reduce(CellRun::faster)
                            .map(original -> Speedups.compute(run, original)))
                    .filter(speedup -> !speedups.contains(speedup))
                    .ifPresent(speedups::add);
        }
        return speedups;
    }

    private static List<String> devices(List<CellRun> runs) {
        return runs.stream()
                .map(run -> run.cell().contender().device())
                .distinct()
                .toList();
    }

    /** Those of the back end written by hand, on the same device. */
    private static Stream<CellRun> originals(CellRun run, List<CellRun> measured) {
        return measured.stream()
                .filter(other -> run.worker()
                        .original()
                        .filter(other.cell().contender().backend()::equals)
                        .isPresent())
                .filter(other -> isOn(run.cell().contender().device(), other));
    }

    private static boolean isOn(String device, CellRun run) {
        return run.cell().contender().device().equals(device);
    }
}
