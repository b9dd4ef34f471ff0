package dev.santoku.report.html;

import java.util.List;
import java.util.Map;

/** What charts of lines and points have in common. */
final class LineChart {
    static final int HEIGHT = 400;

    private static final int LINE_WIDTH = 25;
    private static final int POINT_WIDTH = 14;

    /** What stands for a dashed line in a legend. */
    private static final String DASHES = "path://M0 0H8V2H0Z M14 0H22V2H14Z";

    private LineChart() {}

    /** An axis; the least and the largest value are its ends where it is not told otherwise. */
    static Map<String, Object> axis(String type, String name) {
        return ECharts.option("type", type)
                .with("name", name)
                .with("nameLocation", "middle")
                .with("nameGap", name.contains("/s") || name.startsWith("times") ? 46 : 30)
                .with("minorSplitLine", ECharts.option("show", false));
    }

    /** The next number of one digit, or of one and a half. */
    static double roundedUp(double value) {
        double half = Math.pow(10, Math.floor(Math.log10(value))) / 2;
        return Math.ceil(value / half) * half;
    }

    static Map<String, Object> grid() {
        return ECharts.option("left", 28).with("right", 24).with("bottom", 36).with("containLabel", true);
    }

    private static Map<String, Object> legend(List<Map<String, Object>> series) {
        Map<String, Object> legend = legend();
        legend.put(
                "data",
                series.stream()
                        .filter(each -> each.containsKey("name"))
                        .map(each -> ECharts.option("name", each.get("name"))
                                .with("icon", "none".equals(each.get("symbol")) ? DASHES : null))
                        .toList());
        return legend;
    }

    static Map<String, Object> legend() {
        return ECharts.option("top", 4).with("itemGap", 14);
    }

    /** A point of which a tooltip tells the text. */
    static Map<String, Object> point(double x, double y, String text) {
        return ECharts.option("name", text).with("value", List.of(x, y));
    }

    /** A line through points, with marks. */
    static Map<String, Object> series(String name, String colour, String mark, List<?> points) {
        return ECharts.option("type", "line")
                .with("name", name)
                .with("data", points)
                .with("symbol", mark)
                .with("symbolSize", 9)
                .with("symbolKeepAspect", true)
                .with("showAllSymbol", true)
                .with("lineStyle", ECharts.option("width", 2).with("color", colour))
                .with("itemStyle", ECharts.option("color", colour));
    }

    /** A dashed line without marks: what is possible rather than what was measured. */
    static Map<String, Object> limit(String name, String colour, List<?> points) {
        return ECharts.option("type", "line")
                .with("name", name)
                .with("data", points)
                .with("symbol", "none")
                .with(
                        "lineStyle",
                        ECharts.option("width", 1.5).with("type", "dashed").with("color", colour))
                .with("itemStyle", ECharts.option("color", colour));
    }

    /** Upright lines with words along them, which no entry of the legend hides. */
    static Map<String, Object> marks(Map<Double, String> wordsByX) {
        return ECharts.option("type", "line")
                .with("data", List.of())
                .with("silent", true)
                .with(
                        "markLine",
                        ECharts.option("silent", true)
                                .with("symbol", "none")
                                .with(
                                        "lineStyle",
                                        ECharts.option("type", "dotted")
                                                .with("width", 1.5)
                                                .with("color", "--faint"))
                                .with(
                                        "data",
                                        wordsByX.entrySet().stream()
                                                .map(mark -> ECharts.option("xAxis", mark.getKey())
                                                        .with(
                                                                "label",
                                                                ECharts.option("formatter", mark.getValue())
                                                                        .with("position", "insideStartTop")
                                                                        .with("color", "--ink")))
                                                .toList()));
    }

    /** The chart of points without lines between them. */
    static Map<String, Object> points(Map<String, Object> x, Map<String, Object> y, List<Map<String, Object>> series) {
        return chart(x, y, series, POINT_WIDTH);
    }

    /** The chart of lines. */
    static Map<String, Object> chart(Map<String, Object> x, Map<String, Object> y, List<Map<String, Object>> series) {
        return chart(x, y, series, LINE_WIDTH);
    }

    private static Map<String, Object> chart(
            Map<String, Object> x, Map<String, Object> y, List<Map<String, Object>> series, int widthInLegend) {
        Map<String, Object> legend = legend(series);
        legend.put("itemWidth", widthInLegend);
        return ECharts.option("grid", grid())
                .with("legend", legend)
                .with("tooltip", BarChart.tooltip())
                .with("xAxis", x)
                .with("yAxis", y)
                .with("series", series);
    }
}
