package dev.santoku.report.fleet;

import dev.santoku.report.Style;
import dev.santoku.report.Units;
import dev.santoku.report.text.TextTable;
import dev.santoku.untrusted.UntrustedText;
import java.util.List;

/** A merge for a terminal. */
public final class MergeText {
    private final Merge merge;
    private final MergeSentences sentences;

    public MergeText(Merge merge) {
        this.merge = merge;
        this.sentences = new MergeSentences(merge);
    }

    /** For a terminal, ending in a line feed. */
    public String toText(Style style) {
        StringBuilder text = new StringBuilder(sentences.title()).append('\n');
        sentences.severalWithins().ifPresent(line -> text.append(line).append('\n'));
        for (Merge.Hardware hardware : merge.hardware()) {
            text.append('\n')
                    .append(style.bold(UntrustedText.line(MergeSentences.heading(hardware))))
                    .append('\n');
            MergeSentences.sentences(hardware)
                    .forEach(line -> text.append(UntrustedText.line(line)).append('\n'));
            hardware.outliers()
                    .forEach(outlier -> text.append(style.bad(UntrustedText.line(MergeSentences.inWords(outlier))))
                            .append('\n'));
            MergeSentences.byGroup(hardware).forEach((group, rows) -> text.append('\n')
                    .append(group)
                    .append('\n')
                    .append(textTable(rows))
                    .append('\n'));
        }
        sentences.files().forEach(line -> text.append('\n').append(UntrustedText.line(line)));
        return sentences.files().isEmpty() ? text.toString() : text.append('\n').toString();
    }

    private static String textTable(List<Merge.Row> rows) {
        TextTable<Merge.Row> table = new TextTable<Merge.Row>()
                .left("contender", MergeSentences::name)
                .right("machines", row -> Integer.toString(row.gflops().machines()))
                .right("GFLOP/s", row -> Units.significant(row.gflops().median()) + MergeSentences.range(row.gflops()))
                .right("over single", row -> speedup(row.overSingle()))
                .right("over pool", row -> speedup(row.overPool()));
        if (rows.stream().anyMatch(row -> row.repeatability() != null)) {
            table.right("SD of runs", MergeSentences::repeatability);
        }
        return table.whole("median by JDK or driver", MergeSentences::facets).of(rows);
    }

    private static String speedup(Merge.Spread spread) {
        return spread == null ? "–" : Units.times(spread.median()) + MergeSentences.range(spread);
    }
}
