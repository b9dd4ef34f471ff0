package dev.santoku.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatabilityTest {
    private static double[] exp(double... logarithms) {
        double[] values = logarithms.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(values[i]);
        }
        return values;
    }

    @Test
    void varianceIsSplitAsByHand() {
        // Means 2, 5; squares within 2 + 2 over 4 degrees: 1. Between 3 · (1.5² + 1.5²) = 13.5, so (13.5 − 1) / 3.
        Repeatability split =
                Repeatability.of(List.of(exp(1, 2, 3), exp(4, 5, 6))).orElseThrow();
        assertThat(split.runs()).isEqualTo(6);
        assertThat(split.within()).isEqualTo(1, within(1e-12));
        assertThat(split.between()).isEqualTo(Math.sqrt(12.5 / 3), within(1e-12));
    }

    @Test
    void groupsOfDifferentSizesHaveTheirWeights() {
        // Means 1, 4; grand mean 2; within 2 over 1 degree; between 2 · 1² + 1 · 2² = 6, with 3 − 5/3 values a group.
        Repeatability split = Repeatability.of(List.of(exp(0, 2), exp(4))).orElseThrow();
        assertThat(split.within()).isEqualTo(Math.sqrt(2), within(1e-12));
        assertThat(split.between()).isEqualTo(Math.sqrt((6 - 2) / (3 - 5 / 3.0)), within(1e-12));
    }

    @Test
    void runsThatExplainAllLeaveNothingBetween() {
        assertThat(Repeatability.of(List.of(exp(1, 3), exp(1.5, 2.5)))
                        .orElseThrow()
                        .between())
                .isZero();
    }

    @Test
    void withoutASecondRunThereIsNone() {
        assertThat(Repeatability.of(List.of(exp(1), exp(2), exp(7)))).isEmpty();
        assertThat(Repeatability.of(List.of())).isEmpty();
    }

    @Test
    void ofOneGroupNothingIsBetween() {
        Repeatability one = Repeatability.of(List.of(exp(1, 2))).orElseThrow();
        assertThat(one.within()).isEqualTo(Math.sqrt(0.5), within(1e-12));
        assertThat(one.between()).isNull();
    }
}
