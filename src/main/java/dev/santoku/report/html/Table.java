package dev.santoku.report.html;

import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table of a page.
 *
 * @param caption what it holds
 */
public record Table(String caption, List<Header> headers, List<Row> rows) {
    public Table {
        headers = List.copyOf(headers);
        rows = List.copyOf(rows);
    }

    /** A table of cells, which begins with what each is. */
    static Builder<CellResult> ofCells() {
        return new Builder<CellResult>()
                .head("contender", CellResult::inWords)
                .words("precision", Units::precision)
                .words("size", cell -> Units.shape(cell.shape()));
    }

    /**
     * The head of a column.
     *
     * @param figure whether figures stand below
     */
    public record Header(String text, boolean figure) {}

    /** A row, a cell for each header. */
    public record Row(List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A cell.
     *
     * @param value the figure as the result has it, unrounded; null where it is none
     * @param head whether it names its row
     */
    public record Cell(String text, String value, boolean head, boolean figure) {}

    /** A table with a row for each of some things, put together column by column. */
    public static final class Builder<T> {
        private final List<Header> headers = new ArrayList<>();
        private final List<Function<T, Cell>> columns = new ArrayList<>();

        /** What names a row. */
        public Builder<T> head(String header, Function<T, String> text) {
            return column(new Header(header, false), thing -> new Cell(text.apply(thing), null, true, false));
        }

        /** Words. */
        public Builder<T> words(String header, Function<T, String> text) {
            return column(new Header(header, false), thing -> new Cell(text.apply(thing), null, false, false));
        }

        /** A figure, which is empty where it is unknown, null. */
        public Builder<T> figure(String header, Function<T, Double> value, Function<Double, String> text) {
            return column(new Header(header, true), thing -> {
                Double figure = value.apply(thing);
                return figure == null
                        ? new Cell("", null, false, true)
                        : new Cell(text.apply(figure), figure.toString(), false, true);
            });
        }

        private Builder<T> column(Header header, Function<T, Cell> cell) {
            headers.add(header);
            columns.add(cell);
            return this;
        }

        public Table of(String caption, List<T> things) {
            return new Table(
                    caption,
                    headers,
                    things.stream()
                            .map(thing -> new Row(columns.stream()
                                    .map(column -> column.apply(thing))
                                    .toList()))
                            .toList());
        }
    }
}
