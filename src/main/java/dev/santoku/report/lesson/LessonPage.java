package dev.santoku.report.lesson;

import dev.santoku.kitchen.Lesson;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import dev.santoku.report.html.ECharts;
import dev.santoku.report.html.Templates;
import java.util.List;

/** The lesson as one page of HTML that fetches nothing: its charts, their library and its style are part of it. */
public final class LessonPage {
    private LessonPage() {}

    /** The whole page. */
    public static String toHtml(Lesson lesson) {
        Page page = new Page(
                lesson.java(),
                lesson.scenes().stream().map(LessonPage::section).toList(),
                new LessonTable(lesson).lines(),
                data(lesson),
                ECharts.library());
        return Templates.fill("lesson.mustache", page);
    }

    private static Section section(Scene scene) {
        SceneText words = SceneText.of(scene);
        return new Section(
                scene.id().id(),
                words.title(),
                words.explanation(),
                String.join("\n", words.picture()),
                scene.notes(),
                scene.failure() == null ? List.of() : List.of(scene.failure()),
                scene.rows().stream()
                        .map(row -> new Line(
                                words.title(row), row.shown() ? words.figures(row) : "skipped: " + row.skipped()))
                        .toList(),
                words.conclusions(),
                scene.rows().stream().anyMatch(row -> !row.timeline().isEmpty()),
                scene.rows().stream().anyMatch(row -> !row.points().isEmpty()));
    }

    /** What the page's script draws, with the titles of rows; nothing in it can end the element that holds it. */
    private static String data(Lesson lesson) {
        List<Chart> charts = lesson.scenes().stream()
                .map(scene -> new Chart(
                        scene.id().id(),
                        scene.rows().stream()
                                .filter(Row::shown)
                                .map(row -> new ChartRow(SceneText.of(scene).title(row), row))
                                .toList()))
                .toList();
        return ECharts.withinScript(charts);
    }

    /** What the template shows. */
    private record Page(String java, List<Section> scenes, List<LessonTable.Line> table, String data, String echarts) {}

    private record Section(
            String id,
            String title,
            String explanation,
            String picture,
            List<String> notes,
            List<String> failures,
            List<Line> rows,
            List<String> conclusions,
            boolean timeline,
            boolean points) {}

    private record Line(String title, String figures) {}

    private record Chart(String id, List<ChartRow> rows) {}

    private record ChartRow(String title, Row row) {}
}
