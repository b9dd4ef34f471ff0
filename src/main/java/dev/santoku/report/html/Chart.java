package dev.santoku.report.html;

import java.util.List;
import java.util.Map;

/**
 * A chart of a page, with one view or several that its reader chooses from.
 *
 * @param id of its element, unique in the page
 * @param title above it
 * @param description what it shows, for those who do not see it
 * @param height in pixels
 * @param views the first is shown first
 */
public record Chart(String id, String title, String description, int height, List<View> views) {
    public Chart {
        views = List.copyOf(views);
        if (views.isEmpty()) {
            throw new IllegalArgumentException("chart " + id + " has nothing to show");
        }
    }

    /**
     * One view.
     *
     * @param label names it among the others
     * @param option what ECharts draws, see {@link ECharts#option}
     */
    public record View(String label, Map<String, Object> option) {}
}
