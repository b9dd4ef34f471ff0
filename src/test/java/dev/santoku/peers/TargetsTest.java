package dev.santoku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static ShapeFigures single(int side, double overOpenBlas) {
        return new ShapeFigures(
                Precision.F32, Shape.square(side), 100, ratio(overOpenBlas), Optional.empty(), 0.001, Optional.empty());
    }

    private static ShapeFigures withPool(int side, double overOpenBlas, double overSingle) {
        return new ShapeFigures(
                Precision.F64,
                Shape.square(side),
                100,
                ratio(2),
                Optional.empty(),
                0.001,
                Optional.of(new ShapeFigures.Pool(
                        190, Optional.empty(), 0.001, ratio(overOpenBlas), ratio(overSingle), List.of(80.0, 340.0))));
    }

    private static Ratio ratio(double value) {
        return new Ratio(value, 0.9 * value, 1.1 * value, Verdict.INCONCLUSIVE);
    }

    private static List<String> rows(ShapeFigures... figures) {
        return Targets.besideOpenBlas(List.of(figures), 2).stream()
                .map(Row::toMarkdown)
                .toList();
    }

    @Test
    void theMeanOfRatiosIsGeometric() {
        assertThat(rows(single(16, 1.0), single(32, 4.0)))
                .containsExactly("| `single` over OpenBLAS, 1 thread, f32, shapes: 2 "
                        + "| geometric mean ≥ 1.10, none below 1.0 | 2.00, least 1.00 (16) | pass |");
    }

    @Test
    void oneShapeBelowIsEnoughToFallShort() {
        assertThat(rows(single(16, 0.99), single(32, 4.0)))
                .singleElement()
                .asString()
                .endsWith("| 1.99, least 0.99 (16) | falls short |");
        assertThat(rows(single(16, 1.05), single(32, 1.05)))
                .singleElement()
                .asString()
                .endsWith("falls short |");
    }

    @Test
    void thePoolHasATargetForEachSize() {
        assertThat(rows(
                        withPool(256, 1.2, 1.7),
                        withPool(512, 1.2, 1.85),
                        withPool(1024, 1.2, 2),
                        withPool(2048, 1.2, 1.96)))
                .contains(
                        "| `pool` over `single`, f64, n ≥ 1024 | ≥ 1.95 | least 1.96 (2048) | pass |",
                        "| `pool` over `single`, f64, n = 512 | ≥ 1.90 | least 1.85 (512) | falls short |",
                        "| `pool` over `single`, f64, n = 256 | ≥ 1.70 | least 1.70 (256) | pass |");
    }

    @Test
    void whatWasNotMeasuredHasNoRow() {
        assertThat(rows()).isEmpty();
        assertThat(rows(single(1024, 2))).noneMatch(row -> row.contains("ceiling") || row.contains("pool"));
    }

    private static ShapeFigures below(int side, double share) {
        return new ShapeFigures(
                Precision.F32,
                Shape.square(side),
                100,
                ratio(2),
                Optional.of(new Estimate(share, share - 0.01, share + 0.01)),
                0.001,
                Optional.empty());
    }

    @Test
    void everySideMustReachItsCeiling() {
        assertThat(rows(below(1024, 0.95), below(2048, 0.93)))
                .contains("| `single` over its own FMA ceiling, f32, n = 1024, 2048 | ≥ 0.93 | 0.950, 0.930 | pass |");
        assertThat(rows(below(1024, 0.95), below(2048, 0.929)))
                .contains("| `single` over its own FMA ceiling, f32, n = 1024, 2048 | ≥ 0.93 | 0.950, 0.929 "
                        + "| falls short |");
    }

    @Test
    void theCeilingIsAskedAtThreeSizes() {
        assertThat(List.of(512, 1024, 2048, 4096))
                .filteredOn(side -> Targets.belowCeiling(Shape.square(side)))
                .containsExactly(1024, 2048, 4096);
        assertThat(Targets.belowCeiling(Shape.parse("1024x1024x17"))).isFalse();
    }

    @Test
    void thePoolIsAskedFrom128Up() {
        assertThat(Targets.forPool(Shape.square(100))).isFalse();
        assertThat(Targets.forPool(Shape.square(128))).isTrue();
        assertThat(Targets.forPool(Shape.parse("64x4096x64"))).isTrue();
    }

    @Test
    void aByteNowAndThenIsTheMeasurings() {
        assertThat(Targets.allocation("pool", Precision.F32, 0.2).met()).isTrue();
        assertThat(Targets.allocation("pool", Precision.F32, 24).met()).isFalse();
    }
}
