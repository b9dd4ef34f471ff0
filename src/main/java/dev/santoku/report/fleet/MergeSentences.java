package dev.santoku.report.fleet;

import dev.santoku.plan.SamplingProfile;
import dev.santoku.report.Units;
import dev.santoku.result.Contender;
import dev.santoku.statistics.Repeatability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a merge says, for a terminal and for a browser alike. */
record MergeSentences(Merge merge) {
    String title() {
        return "%s of %s, %s of hardware"
                .formatted(
                        Units.counted(merge.runs(), "run"),
                        Units.counted(merge.machines(), "machine"),
                        Units.counted(merge.hardware().size(), "kind"));
    }

    /** Where runs settled their cells at several widths. */
    Optional<String> severalWithins() {
        return merge.within().size() < 2
                ? Optional.empty()
                : Optional.of("Cells were settled at %s, which differs by run."
                        .formatted(merge.within().stream()
                                .map(SamplingProfile::inWords)
                                .collect(Collectors.joining(" or "))));
    }

    static String heading(Merge.Hardware hardware) {
        return "%s (%s)".formatted(hardware.inWords(), Units.counted(hardware.machines(), "machine"));
    }

    /** Of each precision the fastest at the largest size. */
    static List<String> sentences(Merge.Hardware hardware) {
        Map<String, Merge.Row> fastest = new LinkedHashMap<>();
        hardware.rows().forEach(row -> fastest.merge(row.precision().label(), row, MergeSentences::larger));
        return fastest.values().stream()
                .map(row -> "%s: %s reaches %s GFLOP/s%s end to end at %s%s."
                        .formatted(
                                row.precision(),
                                name(row),
                                Units.significant(row.gflops().median()),
                                range(row.gflops()),
                                row.shape(),
                                Optional.ofNullable(row.overSingle())
                                        .map(speedup -> ", %s%s as fast as one thread of its machine"
                                                .formatted(Units.times(speedup.median()), range(speedup)))
                                        .orElse("")))
                .toList();
    }

    private static Merge.Row larger(Merge.Row one, Merge.Row other) {
        int bySize = Double.compare(one.shape().flops(), other.shape().flops());
        if (bySize != 0) {
            return bySize > 0 ? one : other;
        }
        return one.gflops().median() >= other.gflops().median() ? one : other;
    }

    static String range(Merge.Spread spread) {
        return spread.machines() == 1
                ? ""
                : " (%s–%s)".formatted(Units.significant(spread.low()), Units.significant(spread.high()));
    }

    /** The standard deviations within machines and between them, in percent; a dash where no machine ran twice. */
    static String repeatability(Merge.Row row) {
        Repeatability known = row.repeatability();
        if (known == null) {
            return "–";
        }
        String between = known.between() == null ? "" : ", between " + Units.percent(known.between());
        return "within " + Units.percent(known.within()) + between;
    }

    static String inWords(Merge.Outlier outlier) {
        return "%s is an outlier: %s of its class's median over %d cells, %.1f MAD off"
                .formatted(
                        outlier.machine(),
                        Units.times(outlier.speed()),
                        outlier.cells(),
                        Math.abs(outlier.deviations()));
    }

    List<String> files() {
        List<String> lines = new ArrayList<>();
        merge.duplicates()
                .forEach(file -> lines.add("counted once: %s has a run that another file has".formatted(file)));
        merge.refused().forEach(refused -> lines.add("left out: %s: %s".formatted(refused.file(), refused.reason())));
        return lines;
    }

    static String name(Merge.Row row) {
        return Contender.inWords(row.contender(), row.threads());
    }

    static Map<String, List<Merge.Row>> byGroup(Merge.Hardware hardware) {
        return hardware.rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.precision() + " " + Units.shape(row.shape()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    static String facets(Merge.Row row) {
        return row.byFacet().stream()
                .map(facet ->
                        "%s: %s (%d)".formatted(facet.facet(), Units.significant(facet.median()), facet.machines()))
                .collect(Collectors.joining(", "));
    }
}
