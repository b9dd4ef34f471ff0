package dev.santoku.report.text;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A table without lines for a terminal: a header, then a row for each of some things. */
public final class TextTable<T> {
    private static final int WIDEST_COLUMN = 34;
    private static final int WHOLE = 10_000;

    private final List<ColumnData<T>> columns = new ArrayList<>();

    /** Words. */
    public TextTable<T> left(String header, Function<T, String> text) {
        return column(header, HorizontalAlign.LEFT, WIDEST_COLUMN, text);
    }

    /** Figures. */
    public TextTable<T> right(String header, Function<T, String> text) {
        return column(header, HorizontalAlign.RIGHT, WIDEST_COLUMN, text);
    }

    /** Words that are not shortened, in the last column. */
    public TextTable<T> whole(String header, Function<T, String> text) {
        return column(header, HorizontalAlign.LEFT, WHOLE, text);
    }

    private TextTable<T> column(String header, HorizontalAlign align, int widest, Function<T, String> text) {
        columns.add(new Column()
                .header(header)
                .headerAlign(align)
                .dataAlign(align)
                .maxWidth(widest, OverflowBehaviour.ELLIPSIS_RIGHT)
                .with(thing -> UntrustedText.line(text.apply(thing))));
        return this;
    }

    /** The table, without a line feed at its end. */
    public String of(List<T> things) {
        return AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .lineSeparator("\n")
                .data(things, columns)
                .asString()
                .stripIndent();
    }
}
