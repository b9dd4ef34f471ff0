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

    /** Options as the library reads them. Colours are names from the page's style, such as {@code --ink}. */
    static final class Option extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        /** One option more; a value that is null is null in the page, too. */
        Option with(String key, Object value) {
            put(key, value);
            return this;
        }
    }

    /** A first option. */
    static Option option(String key, Object value) {
        return new Option().with(key, value);
    }

    /**
     * Intervals over a series' marks, each a line with ends across it.
     *
     * @param lines two ends each, or an option of a line of its own
     */
    static Map<String, Object> intervals(List<?> lines) {
        return option("silent", true)
                .with("animation", false)
                .with("symbol", List.of("rect", "rect"))
                .with("symbolSize", List.of(12, 2))
                .with("label", option("show", false))
                .with("lineStyle", option("type", "solid").with("width", 2).with("color", "--ink"))
                .with("data", lines);
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
