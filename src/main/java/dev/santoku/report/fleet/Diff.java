package dev.santoku.report.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Units;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.MoverInterval;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became faster or slower from one run to another.
 *
 * @param schema of its JSON
 * @param base the run that is compared with
 * @param now the run that is judged, {@code new} in its JSON
 * @param ceilings measured in both: what the machine itself could do each time
 * @param cells measured in both
 * @param others measured in one of them only
 */
public record Diff(
        String schema,
        RunFacts base,
        @JsonProperty("new") RunFacts now,
        HardwareComparison hardware,
        List<CeilingChange> ceilings,
        List<Change> cells,
        List<OneSided> others) {

    /** The format that this version writes. */
    public static final String SCHEMA = "santoku/diff/1";

    public Diff {
        ceilings = List.copyOf(ceilings);
        cells = List.copyOf(cells);
        others = List.copyOf(others);
    }

    /**
     * A cell that both runs measured.
     *
     * @param base seconds end to end in the base
     * @param now seconds end to end in the new run
     * @param endToEnd the new run's speed over the base's: above 1 where it is faster
     * @param compute the same of computing alone
     * @param arithmetic what inputs of a reduced precision were computed in, {@code f32}, or {@code f32 → bf16}; null for its own
     */
    public record Change(
            String contender,
            Integer threads,
            Precision precision,
            Shape shape,
            Estimate base,
            @JsonProperty("new") Estimate now,
            Ratio endToEnd,
            Ratio compute,
            @JsonInclude(JsonInclude.Include.NON_NULL) String arithmetic) {}

    /**
     * A cell that only one run measured.
     *
     * @param measuredIn {@code base} or {@code new}
     * @param why what the other run says of it
     */
    public record OneSided(
            String contender, Integer threads, Precision precision, Shape shape, String measuredIn, String why) {}

    /**
     * A ceiling in both runs, in GFLOP/s.
     *
     * @param ratio the new one over the base's
     */
    public record CeilingChange(
            String device,
            Integer threads,
            Precision precision,
            double base,
            @JsonProperty("new") double now,
            double ratio) {}

    /** Compares two runs, whatever their hardware: whether that makes sense is {@link #hardware}'s to say. */
    public static Diff of(RunResult base, RunResult now) {
        Map<Key, CellResult> before = byKey(base);
        Map<Key, CellResult> after = byKey(now);
        List<Change> changes = new ArrayList<>();
        List<OneSided> others = new ArrayList<>();
        before.forEach((key, cell) -> {
            CellResult counterpart = after.get(key);
            if (isMeasured(cell) && isMeasured(counterpart)) {
                changes.add(change(key, cell, counterpart));
            } else if (isMeasured(cell)) {
                others.add(key.oneSided("base", counterpart));
            }
        });
        after.forEach((key, cell) -> {
            if (isMeasured(cell) && !isMeasured(before.get(key))) {
                others.add(key.oneSided("new", before.get(key)));
            }
        });
        Set<String> devices = changes.stream()
                .map(change -> before.get(Key.of(change)).device())
                .collect(Collectors.toSet());
        return new Diff(
                SCHEMA,
                base.run(),
                now.run(),
                HardwareComparison.of(base.host(), base.devices(), now.host(), now.devices(), devices),
                ceilings(base, now),
                changes,
                others);
    }

    /** How many cells have this verdict, end to end. */
    public long count(Verdict verdict) {
        return cells.stream()
                .filter(change -> change.endToEnd().verdict() == verdict)
                .count();
    }

    private static boolean isMeasured(CellResult cell) {
        return cell != null && cell.outcome() == Outcome.MEASURED;
    }

    private static Map<Key, CellResult> byKey(RunResult result) {
        return result.results().stream()
                .collect(Collectors.toMap(Key::of, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }

    private static Change change(Key key, CellResult base, CellResult now) {
        boolean enough =
                !base.flags().contains(CellFlags.FEW_SAMPLES) && !now.flags().contains(CellFlags.FEW_SAMPLES);
        return new Change(
                key.contender,
                key.threads,
                key.precision,
                key.shape,
                base.seconds().endToEnd(),
                now.seconds().endToEnd(),
                MoverInterval.speedup(now.seconds().endToEnd(), base.seconds().endToEnd(), enough),
                MoverInterval.speedup(now.seconds().compute(), base.seconds().compute(), enough),
                arithmetic(base, now));
    }

    private static String arithmetic(CellResult base, CellResult now) {
        if (base.computedIn() != now.computedIn()) {
            return base.computedIn() + " → " + now.computedIn();
        }
        return now.computedIn() == now.precision() ? null : now.computedIn().label();
    }

    private static List<CeilingChange> ceilings(RunResult base, RunResult now) {
        List<CeilingChange> changes = new ArrayList<>();
        for (Ceiling before : base.ceilings()) {
            now.ceilings().stream()
                    .filter(after -> after.device().equals(before.device())
                            && Objects.equals(after.threads(), before.threads())
                            && after.precision() == before.precision())
                    .findFirst()
                    .ifPresent(after -> changes.add(new CeilingChange(
                            before.device(),
                            before.threads(),
                            before.precision(),
                            before.gflops(),
                            after.gflops(),
                            after.gflops() / before.gflops())));
        }
        return changes;
    }

    private record Key(String contender, Integer threads, Precision precision, Shape shape) {
        static Key of(CellResult cell) {
            return new Key(cell.contender(), cell.threads(), cell.precision(), cell.shape());
        }

        static Key of(Change change) {
            return new Key(change.contender(), change.threads(), change.precision(), change.shape());
        }

        OneSided oneSided(String measuredIn, CellResult counterpart) {
            String why = Optional.ofNullable(counterpart)
                    .map(cell -> Units.word(cell.outcome()) + ": " + cell.reason())
                    .orElse("not part of the run");
            return new OneSided(contender, threads, precision, shape, measuredIn, why);
        }
    }
}
