package dev.santoku.report.fleet;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.SamplingProfile;
import dev.santoku.report.Style;
import dev.santoku.report.Units;
import dev.santoku.report.text.TextTable;
import dev.santoku.result.Contender;
import dev.santoku.result.RunFacts;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Verdict;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A diff for a terminal, and as Markdown for a pull request. */
public record DiffReport(Diff diff) {
    /** For a terminal, ending in a line feed. */
    public String toText(Style style) {
        StringBuilder text = new StringBuilder();
        preface().forEach(line -> text.append(UntrustedText.line(line)).append('\n'));
        groups().forEach((group, changes) -> text.append('\n')
                .append(style.bold(group.title()))
                .append('\n')
                .append(table().of(changes))
                .append('\n'));
        if (!diff.others().isEmpty()) {
            text.append('\n');
            diff.others().forEach(other -> text.append(UntrustedText.line(inWords(other)))
                    .append('\n'));
        }
        return text.append('\n').append(coloured(style)).append('\n').toString();
    }

    /** As Markdown, ending in a line feed. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("**").append(conclusion()).append("**\n\n");
        preface().forEach(line -> text.append("- ").append(Markdown.code(line)).append('\n'));
        groups().forEach((group, changes) -> {
            text.append("\n### ").append(group.title()).append("\n\n");
            text.append("| contender | base | new | speed | interval | computing alone | verdict |\n");
            text.append("|---|---:|---:|---:|---:|---:|---|\n");
            changes.forEach(change -> text.append(row(change)));
        });
        if (!diff.others().isEmpty()) {
            text.append("\n### Measured in one of them only\n\n");
            diff.others().forEach(other -> text.append("- ")
                    .append(Markdown.code(inWords(other)))
                    .append('\n'));
        }
        return text.toString();
    }

    private List<String> preface() {
        List<String> lines = new ArrayList<>();
        lines.add("base " + inWords(diff.base()));
        lines.add("new  " + inWords(diff.now()));
        diff.hardware().differences().forEach(difference -> lines.add("other hardware: " + difference));
        diff.hardware().notes().forEach(note -> lines.add("note: " + note));
        otherWithin().ifPresent(lines::add);
        diff.ceilings().forEach(change -> lines.add(inWords(change)));
        return lines;
    }

    private Optional<String> otherWithin() {
        Double base = diff.base().within();
        Double now = diff.now().within();
        return base == null || now == null || base.equals(now)
                ? Optional.empty()
                : Optional.of(
                        "note: cells were settled at %s in base and at %s in new: intervals differ in width for that alone"
                                .formatted(SamplingProfile.inWords(base), SamplingProfile.inWords(now)));
    }

    private static String inWords(RunFacts run) {
        return run.id()
                + Optional.ofNullable(run.label())
                        .map(label -> " (" + label + ")")
                        .orElse("")
                + ", santoku "
                + Optional.ofNullable(run.version()).orElse("unknown")
                + Optional.ofNullable(run.commit()).map(commit -> " " + commit).orElse("")
                + (run.complete() ? "" : ", incomplete");
    }

    private static String inWords(Diff.CeilingChange change) {
        return "peak of %s, %s%s: %s → %s GFLOP/s (%+.1f %%)"
                .formatted(
                        change.device(),
                        change.threads() == null ? "" : Units.threads(change.threads()) + " ",
                        change.precision(),
                        Units.significant(change.base()),
                        Units.significant(change.now()),
                        100 * (change.ratio() - 1));
    }

    private static String inWords(Diff.OneSided other) {
        return "only in %s: %s %s %s (the other: %s)"
                .formatted(
                        other.measuredIn(),
                        Contender.inWords(other.contender(), other.threads()),
                        other.precision(),
                        other.shape(),
                        other.why());
    }

    private Map<Group, List<Diff.Change>> groups() {
        return diff.cells().stream()
                .collect(Collectors.groupingBy(change -> Group.of(change), LinkedHashMap::new, Collectors.toList()));
    }

    private static TextTable<Diff.Change> table() {
        return new TextTable<Diff.Change>()
                .left("contender", DiffReport::name)
                .right("base", change -> Units.seconds(change.base().median()))
                .right("new", change -> Units.seconds(change.now().median()))
                .right("speed", change -> inWords(change.endToEnd()))
                .right("computing alone", change -> inWords(change.compute()))
                .left("verdict", change -> verdict(change.endToEnd()));
    }

    private static String name(Diff.Change change) {
        return Contender.inWords(change.contender(), change.threads());
    }

    private static String row(Diff.Change change) {
        return "| %s | %s | %s | %s | %s–%s | %s | %s |%n"
                .formatted(
                        Markdown.cell(name(change)),
                        Units.seconds(change.base().median()),
                        Units.seconds(change.now().median()),
                        Units.times(change.endToEnd().ratio()),
                        Units.significant(change.endToEnd().low()),
                        Units.significant(change.endToEnd().high()),
                        Units.times(change.compute().ratio()),
                        change.endToEnd().verdict() == Verdict.SLOWER ? "**slower**" : verdict(change.endToEnd()));
    }

    private static String inWords(Ratio ratio) {
        return Units.times(ratio.ratio(), ratio.low(), ratio.high());
    }

    private static String verdict(Ratio ratio) {
        return Units.word(ratio.verdict());
    }

    private String coloured(Style style) {
        if (diff.count(Verdict.SLOWER) > 0) {
            return style.bad(conclusion());
        }
        return diff.count(Verdict.FASTER) > 0 ? style.good(conclusion()) : conclusion();
    }

    private String conclusion() {
        return diff.cells().isEmpty()
                ? "no cell was measured in both"
                : "%s in both, end to end: %d slower, %d faster, %d the same, %d inconclusive"
                        .formatted(
                                Units.counted(diff.cells().size(), "cell"),
                                diff.count(Verdict.SLOWER),
                                diff.count(Verdict.FASTER),
                                diff.count(Verdict.SAME),
                                diff.count(Verdict.INCONCLUSIVE));
    }

    private record Group(Precision precision, String arithmetic, Shape shape) {
        static Group of(Diff.Change change) {
            return new Group(change.precision(), change.arithmetic(), change.shape());
        }

        String title() {
            return precision + " " + Units.shape(shape)
                    + (arithmetic == null ? "" : ", %s arithmetic".formatted(arithmetic));
        }
    }
}
