package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class SizeLadderTest {
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;
    private static final MemoryModel PLENTY = new MemoryModel(1L << 40, 4);

    /** Machines by the rates of their contenders, in operations a second. */
    static final List<Arguments> MACHINES = machines();

    private static List<Arguments> machines() {
        List<Double> slow = List.of(20 * MEGA, 35 * MEGA);
        List<Double> usual = List.of(6 * GIGA, 90 * GIGA, 180 * GIGA, 30 * GIGA);
        List<Double> manyCores = List.of(100 * GIGA, 9 * TERA);
        List<Double> withGpu = List.of(2 * GIGA, 20 * TERA);
        List<Double> nothing = List.of();
        List<Arguments> machines = new ArrayList<>();
        for (List<Double> rates : List.of(slow, usual, manyCores, withGpu, nothing)) {
            for (SamplingProfile pace : List.of(SamplingProfile.QUICK, SamplingProfile.THOROUGH)) {
                Stream.of(0.0, 5.0, 40.0, 250.0, 3600.0)
                        .map(seconds -> Arguments.of(rates, pace, seconds))
                        .forEach(machines::add);
            }
        }
        return List.copyOf(machines);
    }

    @ParameterizedTest
    @FieldSource("MACHINES")
    void sizesGrowAndTheirPredictedCostFits(List<Double> rates, SamplingProfile pace, double seconds) {
        List<Shape> ladder = new SizeLadder(new CostModel(pace), 2, PLENTY).choose(rates, seconds);
        assertThat(ladder).isNotEmpty().allMatch(Shape::isSquare);
        assertThat(ladder.stream().map(Shape::m)).isSorted().doesNotHaveDuplicates();
        assertThat(ladder.get(0).m()).isEqualTo(pace.firstSide());
        if (ladder.size() > 1) {
            assertThat(predictedSeconds(ladder, rates, pace)).isLessThanOrEqualTo(seconds);
        }
        for (Shape shape : ladder.subList(1, ladder.size())) {
            assertThat(rates).as("somebody multiplies %s in time", shape).anyMatch(rate -> inTime(shape, rate, pace));
        }
    }

    /** In two precisions; who would be too slow is left out. */
    private static double predictedSeconds(List<Shape> ladder, List<Double> rates, SamplingProfile pace) {
        CostModel costs = new CostModel(pace);
        return 2
                * ladder.stream()
                        .mapToDouble(shape -> rates.stream()
                                .filter(rate -> inTime(shape, rate, pace))
                                .mapToDouble(rate -> costs.cell(shape, shape.flops() / rate))
                                .sum())
                        .sum();
    }

    private static boolean inTime(Shape shape, double rate, SamplingProfile pace) {
        return shape.flops() / rate <= pace.longestProduct();
    }

    @Test
    void aFastDeviceIsNotHeldBackByASlowOne() {
        SizeLadder ladder = new SizeLadder(new CostModel(SamplingProfile.THOROUGH), 1, PLENTY);
        int alone = largest(ladder.choose(List.of(2 * GIGA), 600));
        int together = largest(ladder.choose(List.of(2 * GIGA, 20 * TERA), 600));
        assertThat(alone).isBetween(512, 1024);
        assertThat(together).isGreaterThanOrEqualTo(8192);
    }

    @Test
    void moreTimeNeverMeansLess() {
        SizeLadder ladder = new SizeLadder(new CostModel(SamplingProfile.QUICK), 1, PLENTY);
        List<Integer> largest = Stream.of(1.0, 5.0, 10.0, 20.0, 40.0, 80.0)
                .map(seconds -> largest(ladder.choose(List.of(50 * GIGA, 90 * GIGA), seconds)))
                .toList();
        assertThat(largest).isSorted();
        assertThat(largest.get(5)).isGreaterThan(largest.get(0));
    }

    @Test
    void memoryBoundsTheSizes() {
        List<Double> rates = List.of(TERA, TERA, TERA);
        for (long bytes : new long[] {4L << 30, 8L << 30, 64L << 30}) {
            MemoryModel memory = new MemoryModel(bytes, rates.size());
            List<Shape> ladder = new SizeLadder(new CostModel(SamplingProfile.THOROUGH), 1, memory).choose(rates, 3600);
            assertThat(memory.neededBytes(ladder.get(ladder.size() - 1), Precision.F64))
                    .isLessThanOrEqualTo(bytes);
            assertThat(ladder).hasSizeGreaterThan(2);
        }
        assertThat(new SizeLadder(new CostModel(SamplingProfile.THOROUGH), 1, new MemoryModel(0, 3))
                        .choose(rates, 3600))
                .containsExactly(Shape.square(64));
    }

    @Test
    void noRateAtAllStillGivesTheSmallest() {
        assertThat(new SizeLadder(new CostModel(SamplingProfile.QUICK), 2, PLENTY).choose(List.of(), 40))
                .containsExactly(Shape.square(64));
    }

    private static int largest(List<Shape> ladder) {
        return ladder.stream().mapToInt(Shape::m).max().orElseThrow();
    }
}
