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
        Map<String, Object> series = ECharts.option("type", "bar")
                .with("barMaxWidth", 24)
                .with("data", bars.stream().map(BarChart::value).toList())
                .with("markLine", intervals(bars, atOne));
        double most = bars.stream().mapToDouble(Bar::reach).max().orElse(1);
        return chart(figuresUpTo(most, axis), bars.stream().map(Bar::name).toList(), List.of(series));
    }

    /** Bars of several series, a line of them for each name. */
    static ECharts.Option chart(Map<String, Object> figures, List<String> names, List<?> series) {
        return ECharts.option("grid", grid())
                .with("tooltip", tooltip())
                .with("xAxis", figures)
                .with("yAxis", names(names))
                .with("series", series);
    }

    private static Map<String, Object> value(Bar bar) {
        return ECharts.option("value", bar.value)
                .with("itemStyle", ECharts.option("color", bar.colour).with("opacity", 0.85));
    }

    /** Pixels that so many bars take. */
    public static int height(int bars) {
        return REST + ROW * bars;
    }

    /** The axis of names, the first on top. */
    private static Map<String, Object> names(List<String> names) {
        return ECharts.option("type", "category")
                .with("inverse", true)
                .with("data", names)
                .with("axisTick", ECharts.option("show", false))
                .with(
                        "axisLabel",
                        ECharts.option("width", NAME_WIDTH)
                                .with("overflow", "break")
                                .with("interval", 0)
                                .with("lineHeight", 16));
    }

    /** The axis of figures. */
    static Map<String, Object> figures(String type, String name) {
        return ECharts.option("type", type)
                .with("name", name)
                .with("nameLocation", "middle")
                .with("nameGap", 30);
    }

    /** The same from 0 on, far enough for the largest value. */
    private static Map<String, Object> figuresUpTo(double largest, String name) {
        Map<String, Object> axis = figures("value", name);
        axis.put("max", LineChart.roundedUp(largest));
        return axis;
    }

    private static Map<String, Object> grid() {
        return ECharts.option("left", 8)
                .with("right", 24)
                .with("top", 12)
                .with("bottom", 36)
                .with("containLabel", true);
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
            lines.add(ECharts.option("xAxis", 1)
                    .with("symbol", "none")
                    .with(
                            "lineStyle",
                            ECharts.option("type", "dashed").with("width", 1.5).with("color", "--faint")));
        }
        return ECharts.intervals(lines);
    }

    /** A tooltip that says what the name of the thing below the pointer says. */
    static Map<String, Object> tooltip() {
        return ECharts.option("trigger", "item")
                .with("renderMode", "richText")
                .with("confine", true)
                .with("formatter", "{b}");
    }
}
