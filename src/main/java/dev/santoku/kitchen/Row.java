package dev.santoku.kitchen;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.untrusted.UntrustedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way to do a scene's work, measured; or the reason why this machine cannot show it. In the lesson file the figures stand
 * beside the other keys.
 *
 * @param id such as {@code turns-fine}
 * @param skipped the reason; null where it was measured
 * @param figures by {@link Figure#key()}
 * @param device what computed it, as its driver names it; null for our own cores
 * @param points times by size, from the smallest on; empty outside of products
 * @param timeline who did what when, in the median round; may be empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Row(
        String id,
        String skipped,
        @JsonAnyGetter @JsonAnySetter Map<String, Number> figures,
        String device,
        List<Point> points,
        List<TimelineRow> timeline) {

    public Row {
        skipped = UntrustedText.reason(skipped);
        device = UntrustedText.name(device);
        figures = figures == null ? Map.of() : new LinkedHashMap<>(figures);
        points = points == null ? List.of() : List.copyOf(points);
        timeline = timeline == null ? List.of() : List.copyOf(timeline);
    }

    /** A measured row, to which figures are added by {@link #with}. */
    public static Row measured(String id, List<TimelineRow> timeline) {
        return new Row(id, null, Map.of(), null, List.of(), timeline);
    }

    /** A row that this machine cannot show. */
    public static Row skipped(String id, String reason) {
        return new Row(id, reason, Map.of(), null, List.of(), List.of());
    }

    /** This row with one figure more. */
    public Row with(Figure figure, Number value) {
        Map<String, Number> more = new LinkedHashMap<>(figures);
        more.put(figure.key(), value);
        return new Row(id, skipped, more, device, points, timeline);
    }

    /** Whether it was measured. */
    public boolean shown() {
        return skipped == null;
    }

    /** Whether it tells this figure. */
    public boolean has(Figure figure) {
        return figures.containsKey(figure.key());
    }

    /**
     * A figure.
     *
     * @throws IllegalArgumentException when it does not tell it
     */
    public double figure(Figure figure) {
        Number value = figures.get(figure.key());
        if (value == null) {
            throw new IllegalArgumentException("the row %s tells no %s".formatted(id, figure.key()));
        }
        return value.doubleValue();
    }

    /** A figure that counts something. */
    public long count(Figure figure) {
        return Math.round(figure(figure));
    }
}
