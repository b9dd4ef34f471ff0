package dev.santoku.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Horizontal bars, one below the other, each with its name and figure beside it. */
public final class BarChart {
    private static final int ROW = 46;
    private static final int REST = 70;
    private static final int NAME_WIDTH = 260;

    private BarChart() {}

    /**
     * A bar with its interval.
     *
     * @param name told beside it, a second line of it the figure
     * @param colour as {@link ECharts} knows them
     */
    public record Bar(String name, double value, double low, double high, String colour) {
        private double reach() {
            return Math.max(1, Math.max(value, high));
        }
    }

    /**
     * The chart of bars with their intervals, the first on top.
     *
     * @param axis what the figures are
     * @param atOne whether there is a line at 1
     */
    public static Map<String, Object> chart(List<Bar> bars, String axis, boolean atOne) {
        return ECharts.option(
                "grid",
                grid(),
                "tooltip",
                tooltip(),
                "xAxis",
                figuresUpTo(bars.stream().mapToDouble(Bar::reach).max().orElse(1), axis),
                "yAxis",
                names(bars.stream().map(Bar::name).toList()),
                "series",
                List.of(ECharts.option(
                        "type",
                        "bar",
                        "barMaxWidth",
                        24,
                        "data",
                        bars.stream().map(BarChart::value).toList(),
                        "markLine",
                        intervals(bars, atOne))));
    }

    private static Map<String, Object> value(Bar bar) {
        return ECharts.option("value", bar.value, "itemStyle", ECharts.option("color", bar.colour, "opacity", 0.85));
    }

    /** Pixels that so many bars take. */
    public static int height(int bars) {
        return REST + ROW * bars;
    }

    /** The axis of names, the first on top. */
    static Map<String, Object> names(List<String> names) {
        return ECharts.option(
                "type",
                "category",
                "inverse",
                true,
                "data",
                names,
                "axisTick",
                ECharts.option("show", false),
                "axisLabel",
                ECharts.option("width", NAME_WIDTH, "overflow", "break", "interval", 0, "lineHeight", 16));
    }

    /** The axis of figures. */
    static Map<String, Object> figures(String type, String name) {
        return ECharts.option("type", type, "name", name, "nameLocation", "middle", "nameGap", 30);
    }

    /** The same from 0 on, far enough for the largest value. */
    private static Map<String, Object> figuresUpTo(double largest, String name) {
        Map<String, Object> axis = figures("value", name);
        axis.put("max", LineChart.roundedUp(largest));
        return axis;
    }

    static Map<String, Object> grid() {
        return ECharts.option("left", 8, "right", 24, "top", 12, "bottom", 36, "containLabel", true);
    }

    /** Intervals across the bars, and if wanted a line at 1, where nothing is gained. */
    private static Map<String, Object> intervals(List<Bar> bars, boolean atOne) {
        List<Object> lines = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            lines.add(List.of(
                    ECharts.option("coord", List.of(bars.get(i).low, i)),
                    ECharts.option("coord", List.of(bars.get(i).high, i))));
        }
        if (atOne) {
            lines.add(ECharts.option(
                    "xAxis",
                    1,
                    "symbol",
                    "none",
                    "lineStyle",
                    ECharts.option("type", "dashed", "width", 1.5, "color", "--faint")));
        }
        return ECharts.intervals(lines);
    }

    /** A tooltip that says what the name of the thing below the pointer says. */
    static Map<String, Object> tooltip() {
        return ECharts.option("trigger", "item", "renderMode", "richText", "confine", true, "formatter", "{b}");
    }
}
