package dev.santoku.report.lesson;

import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.TimelineRow;
import dev.santoku.report.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A scene of the lesson for a terminal: what it is about, each row with its timeline, what to conclude. */
public final class LessonText {
    private static final String INDENT = "  ";
    private static final int NARROWEST = 20;

    /** A blank, but not one between a number and its unit. */
    private static final Pattern BREAK = Pattern.compile(" (?!(?<=[0-9] )(?:[nµm]?s|%)(?!\\w))");

    /** How many times closer a closer look is. */
    private static final int ZOOM = 8;

    private final Scene scene;
    private final SceneText words;
    private final Style style;
    private final int columns;

    /**
     * A scene.
     *
     * @param columns of the terminal
     */
    public LessonText(Scene scene, Style style, int columns) {
        this.scene = scene;
        this.words = SceneText.of(scene);
        this.style = style;
        this.columns = columns;
    }

    /** The text, ending in an empty line. */
    public String toText() {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(words.title()));
        lines.addAll(wrapped(words.explanation(), ""));
        words.picture().forEach(line -> lines.add(INDENT + line));
        scene.notes().forEach(note -> lines.addAll(wrapped("note: " + note, "      ")));
        lines.add("");
        appendRows(lines);
        if (scene.failure() != null) {
            lines.addAll(wrapped(style.bad("failed") + ": " + scene.failure(), ""));
        }
        words.conclusions().forEach(sentence -> lines.addAll(wrapped("→ " + sentence, INDENT)));
        lines.add("");
        return String.join("\n", lines) + "\n";
    }

    private void appendRows(List<String> lines) {
        int label = scene.rows().stream()
                .flatMap(row -> row.timeline().stream())
                .mapToInt(lane -> lane.worker().length())
                .max()
                .orElse(0);
        TimelineText timeline =
                new TimelineText(scene, style, Math.max(NARROWEST, columns - label - 2 * INDENT.length()));
        String margin = INDENT + " ".repeat(label) + INDENT;
        long common = TimelineText.end(scene.rows());
        boolean drawn = false;
        for (Row row : scene.rows()) {
            lines.addAll(wrapped(heading(row), INDENT));
            long end = words.oneScale() ? common : TimelineText.end(List.of(row));
            for (TimelineRow lane : row.timeline()) {
                lines.add(INDENT + padded(lane.worker(), label) + INDENT + timeline.lane(lane, 0, end));
                drawn = true;
            }
            if (!row.timeline().isEmpty() && !words.oneScale()) {
                lines.add(margin + timeline.axis(0, end));
            }
            if (row.shown() && words.isZoomed(row)) {
                appendZoom(lines, row, timeline, label);
            }
        }
        if (drawn) {
            if (words.oneScale()) {
                lines.add(margin + timeline.axis(0, common));
            }
            lines.addAll(wrapped(timeline.legend(), INDENT));
            lines.add("");
        }
    }

    /** A part of the middle, where the task that finished first is still at work. */
    private void appendZoom(List<String> lines, Row row, TimelineText timeline, int label) {
        long end = TimelineText.end(List.of(row));
        long from = end / 4;
        long to = from + end / ZOOM;
        lines.add(INDENT + style.faint("a closer look:"));
        for (TimelineRow lane : row.timeline()) {
            lines.add(INDENT + padded(lane.worker(), label) + INDENT + timeline.lane(lane, from, to));
        }
        lines.add(INDENT + " ".repeat(label) + INDENT + timeline.axis(from, to));
    }

    private String heading(Row row) {
        return row.shown()
                ? style.bold(words.title(row)) + ": " + words.figures(row)
                : "%s: %s, %s".formatted(words.title(row), style.faint("skipped"), row.skipped());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** Breaks a paragraph between words; escape sequences of colours count as if they were seen. */
    private List<String> wrapped(String text, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : BREAK.split(text, -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
