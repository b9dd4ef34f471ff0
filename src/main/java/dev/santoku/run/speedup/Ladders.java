package dev.santoku.run.speedup;

import dev.santoku.backend.Variant;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Baselines;
import dev.santoku.result.Ladder;
import dev.santoku.result.Speedup;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.contender.ContenderWorker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the ladder of a precision and shape, and the speedups that it needs. */
public final class Ladders {
    private final List<ContenderWorker> planned;

    /** Whether variants were asked for at all: one thread beside a pool is a speedup, no ladder. */
    private final boolean climbing;

    /** @param workers all of the run */
    public Ladders(List<ContenderWorker> workers) {
        List<ContenderWorker> single = inOrder(workers, Baselines.SINGLE);
        List<ContenderWorker> pool = inOrder(workers, Baselines.POOL);
        List<String> climbed = single.stream()
                .map(worker -> worker.contender().variant())
                .distinct()
                .toList();
        // From the last step of one thread on: the pool's simpler variants would lead down again.
        List<String> below = climbed.isEmpty() ? climbed : climbed.subList(0, climbed.size() - 1);
        planned = Stream.concat(
                        single.stream(),
                        pool.stream()
                                .filter(worker ->
                                        !below.contains(worker.contender().variant())))
                .toList();
        climbing = climbed.size() > 1;
    }

    private static List<ContenderWorker> inOrder(List<ContenderWorker> workers, String backend) {
        List<ContenderWorker> ordered = new ArrayList<>();
        workers.stream()
                .filter(worker -> worker.contender().backend().equals(backend))
                .findFirst()
                .ifPresent(any -> {
                    for (Variant variant : any.variants()) {
                        workers.stream()
                                .filter(worker -> worker.contender().backend().equals(backend)
                                        && worker.contender().variant().equals(variant.id()))
                                .forEach(ordered::add);
                    }
                });
        return ordered;
    }

    /** The measured steps, from the simplest to the most refined; on several numbers of threads the fastest. */
    public List<CellRun> steps(List<CellRun> measured) {
        if (!climbing) {
            return List.of();
        }
        Map<String, CellRun> steps = new LinkedHashMap<>();
        for (ContenderWorker worker : planned) {
            measured.stream()
                    .filter(run -> run.worker() == worker)
                    .forEach(run -> steps.merge(worker.contender().toString(), run, CellRun::faster));
        }
        return List.copyOf(steps.values());
    }

    /** The ladder of these steps; empty where fewer than two were measured. */
    public Optional<Ladder> of(Precision precision, Shape shape, List<CellRun> steps) {
        if (steps.size() < 2) {
            return Optional.empty();
        }
        List<Ladder.Step> named = steps.stream()
                .map(run -> new Ladder.Step(
                        run.cell().contender().toString(),
                        run.cell().contender().threads()))
                .toList();
        List<String> missing = planned.stream()
                .map(worker -> worker.contender().toString())
                .distinct()
                .filter(contender ->
                        named.stream().noneMatch(step -> step.contender().equals(contender)))
                .toList();
        return Optional.of(new Ladder(precision, shape, named, missing));
    }

    /** Each step over the one before, and the last over the first, as far as they are not known already. */
    public static List<Speedup> speedups(List<CellRun> steps, List<Speedup> known) {
        List<Speedup> speedups = new ArrayList<>();
        for (int i = 1; i < steps.size(); i++) {
            speedups.add(Speedups.endToEnd(steps.get(i), steps.get(i - 1)));
        }
        if (steps.size() > 2) {
            speedups.add(Speedups.endToEnd(steps.get(steps.size() - 1), steps.get(0)));
        }
        speedups.removeAll(known);
        return speedups;
    }
}
