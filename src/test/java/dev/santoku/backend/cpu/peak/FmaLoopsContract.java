package dev.santoku.backend.cpu.peak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops of multiply-adds do the work that they count. */
public abstract class FmaLoopsContract {
    /** The loops under test. */
    protected abstract FmaLoops loops();

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void eachMultiplyAddIsDone(Precision precision) {
        assertThat(loops().of(precision)).isNotEmpty().allSatisfy(loop -> {
            double start = loop.run(0, 1, 1);
            for (int rounds : new int[] {1, 2, 17, 100}) {
                assertThat(loop.run(rounds, 1, 1)).isEqualTo(start + (double) rounds * loop.multiplyAddsPerRound());
            }
            assertThat(loop.run(3, 1, -2)).isEqualTo(start - 6.0 * loop.multiplyAddsPerRound());
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void eachMultipliesToo(Precision precision) {
        assertThat(loops().of(precision)).isNotEmpty().allSatisfy(loop -> {
            double once = loop.run(1, 2, 0) / loop.run(0, 2, 0);
            assertThat(once).isIn(2.0, 256.0); // after one step or eight
            assertThat(loop.run(2, 2, 0) / loop.run(0, 2, 0)).isEqualTo(once * once);
            assertThat(loop.run(1, 0, 0)).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void accumulatorsDiffer(Precision precision) {
        assertThat(loops().of(precision)).isNotEmpty().allSatisfy(loop -> assertThat(loop.run(0, 1, 1))
                .as("equal chains could be made one by a compiler")
                .isPositive());
    }
}
