package dev.santoku.report.text;

import dev.santoku.report.HostLine;
import dev.santoku.report.Style;
import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Outcome;
import dev.santoku.result.SelfCheckResult;
import dev.santoku.result.Speedup;
import dev.santoku.untrusted.UntrustedText;
import java.util.List;
import java.util.Locale;

/** A self-check for a terminal: a verdict for each contender and size, what was not measured, and what follows. */
public record SelfCheckReport(SelfCheckResult result, Style style) {
    /** The whole report, ending in a line feed. */
    public String toText() {
        StringBuilder text = new StringBuilder(HostLine.of(result.host())).append("\n\n");
        if (!result.verdicts().isEmpty()) {
            text.append(table()).append("\n\n");
        }
        result.results().stream()
                .filter(cell -> cell.outcome() != Outcome.MEASURED)
                .map(this::notMeasured)
                .distinct()
                .forEach(line -> text.append(line).append('\n'));
        return text.append(conclusion()).append('\n').toString();
    }

    private String table() {
        return new TextTable<Speedup>()
                .left("precision", verdict -> verdict.precision().label())
                .left("size", verdict -> Units.shape(verdict.shape()))
                .left("contender", verdict -> Contender.inWords(verdict.contender(), verdict.threads()))
                .right("over itself", verdict -> Units.times(verdict.ratio()))
                .right(
                        "interval",
                        verdict -> Units.significant(verdict.low()) + "–" + Units.significant(verdict.high()))
                .left("verdict", verdict -> inWords(verdict) + (SelfCheckResult.isFalse(verdict) ? ": false" : ""))
                .of(result.verdicts());
    }

    private static String inWords(Speedup verdict) {
        return verdict.verdict().name().toLowerCase(Locale.ROOT);
    }

    private String notMeasured(CellResult cell) {
        String outcome = cell.outcome().name().toLowerCase(Locale.ROOT);
        String words = "%s (%s %s): %s"
                .formatted(
                        Contender.inWords(cell.contender(), cell.threads()),
                        cell.precision(),
                        cell.shape(),
                        cell.reason());
        return (cell.outcome() == Outcome.SKIPPED ? style.faint(outcome) : style.bad(outcome)) + " "
                + UntrustedText.line(words);
    }

    private String conclusion() {
        int all = result.verdicts().size();
        List<Speedup> wrong = result.falseVerdicts();
        if (all == 0) {
            return "self-check: no contender was measured twice, so there is no verdict";
        } else if (wrong.isEmpty()) {
            return "self-check: %s, none of them false: no contender came out faster or slower than itself"
                    .formatted(Units.counted(all, "verdict"));
        }
        return style.bad("self-check: %d of %s false"
                        .formatted(wrong.size(), all == 1 ? "1 verdict is" : all + " verdicts are"))
                + ": a contender came out faster or slower than itself, so a difference of that size says nothing here. "
                + "Measure with --launches 6, or when the machine is quiet";
    }
}
