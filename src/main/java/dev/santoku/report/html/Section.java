package dev.santoku.report.html;

import java.util.List;

/**
 * A section of a page.
 *
 * @param id of its heading, unique in the page
 * @param paragraphs text below the heading
 * @param lines a list below the text
 * @param code what is typed, or null
 * @param figures charts and tables
 */
public record Section(
        String id, String title, List<String> paragraphs, List<String> lines, String code, List<Figure> figures) {
    public Section {
        paragraphs = List.copyOf(paragraphs);
        lines = List.copyOf(lines);
        figures = List.copyOf(figures);
    }

    /** A section of charts and tables. */
    public Section(String id, String title, String paragraph, List<Figure> figures) {
        this(id, title, List.of(paragraph), List.of(), null, figures);
    }

    /** A section of text. */
    public Section(String id, String title, List<String> lines) {
        this(id, title, List.of(), lines, null, List.of());
    }

    /** For the template: a list of no lines is none. */
    List<Items> items() {
        return lines.isEmpty() ? List.of() : List.of(new Items(lines));
    }

    record Items(List<String> lines) {}

    /**
     * A chart with its table. Either may be null, not both.
     *
     * @param table holds every figure of the chart
     */
    public record Figure(Chart chart, Table table) {
        public Figure {
            if (chart == null && table == null) {
                throw new IllegalArgumentException("a figure of nothing");
            }
        }
    }
}
