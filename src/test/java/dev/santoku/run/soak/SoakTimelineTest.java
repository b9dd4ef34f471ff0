package dev.santoku.run.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.result.Soak;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTimelineTest {
    private static Soak.Point point(int second, Double gflops, Integer clock, Double temperature, String slowdown) {
        return new Soak.Point(second, gflops == null ? 0 : 10, gflops, 1, clock, temperature, 300.0, List.of(slowdown));
    }

    @Test
    void aFewPointsStayAsTheyAre() {
        SoakTimeline timeline = new SoakTimeline();
        timeline.add(point(2, 100.0, 1000, 40.0, "heat"));
        timeline.add(point(4, null, null, null, "heat"));
        assertThat(timeline.points())
                .containsExactly(point(2, 100.0, 1000, 40.0, "heat"), point(4, null, null, null, "heat"));
    }

    @Test
    void aLongBurnInKeepsAllProductsAndErrorsInFewPoints() {
        SoakTimeline timeline = new SoakTimeline();
        int turns = 10 * SoakTimeline.MOST_POINTS + 7;
        for (int i = 1; i <= turns; i++) {
            timeline.add(point(2 * i, 100.0, 1000, 40.0, "idle"));
        }
        List<Soak.Point> points = timeline.points();
        assertThat(points).hasSizeBetween(SoakTimeline.MOST_POINTS / 2, SoakTimeline.MOST_POINTS);
        assertThat(points.stream().mapToLong(Soak.Point::products).sum()).isEqualTo(10L * turns);
        assertThat(points.stream().mapToLong(Soak.Point::errors).sum()).isEqualTo(turns);
        assertThat(points.get(points.size() - 1).seconds()).isEqualTo(2 * turns);
        assertThat(points).extracting(Soak.Point::seconds).isSorted();
        assertThat(points).allSatisfy(each -> assertThat(each.gflops()).isCloseTo(100.0, within(1e-9)));
    }

    /** Rates are of all products over all time; of clock and temperature the worse one is kept. */
    @Test
    void neighboursThatBecomeOneKeepWhatAReaderLooksFor() {
        SoakTimeline timeline = new SoakTimeline();
        for (int i = 0; i < SoakTimeline.MOST_POINTS; i++) {
            timeline.add(i % 2 == 0 ? point(i, 100.0, 1000, 40.0, "heat") : point(i, 300.0, 800, 50.0, "power-cap"));
        }
        timeline.add(point(1000, 200.0, 900, 45.0, "heat"));
        Soak.Point first = timeline.points().get(0);
        assertThat(first.gflops()).isCloseTo(150, within(1e-9)); // a tenth of a second and a thirtieth
        assertThat(first.clockMHz()).isEqualTo(800);
        assertThat(first.temperatureC()).isEqualTo(50);
        assertThat(first.slowdowns()).containsExactly("heat", "power-cap");
    }
}
