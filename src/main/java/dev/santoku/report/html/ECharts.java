package dev.santoku.report.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.santoku.result.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The library that draws charts in a reader's browser, and what it is told. The whole bundle, since the smaller ones lack the
 * series that timelines are drawn with.
 */
public final class ECharts {
    private ECharts() {}

    /** The library as a script, to stand within a page. */
    public static String library() {
        return Templates.text("echarts.min.js");
    }

    /**
     * Options as the library reads them: a key, its value, the next key … Colours are names from the page's style, such as
     * {@code --ink}.
     */
    static Map<String, Object> option(Object... keysAndValues) {
        Map<String, Object> option = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            option.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return option;
    }

    /**
     * Intervals over a series' marks, each a line with ends across it.
     *
     * @param lines two ends each, or an option of a line of its own
     */
    static Map<String, Object> intervals(List<?> lines) {
        return option(
                "silent", true,
                "animation", false,
                "symbol", List.of("rect", "rect"),
                "symbolSize", List.of(12, 2),
                "label", option("show", false),
                "lineStyle", option("type", "solid", "width", 2, "color", "--ink"),
                "data", lines);
    }

    /**
     * JSON that may stand within a script element: nothing in it can end the element, begin another or a comment, whoever
     * wrote the words.
     */
    public static String withinScript(Object document) {
        try {
            return Json.mapper()
                    .writeValueAsString(document)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that JSON cannot hold", e);
        }
    }
}
