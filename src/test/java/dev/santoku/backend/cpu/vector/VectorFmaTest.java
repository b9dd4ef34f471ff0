package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.peak.FmaLoop;
import dev.santoku.backend.cpu.peak.FmaLoops;
import dev.santoku.backend.cpu.peak.FmaLoopsContract;
import dev.santoku.matrix.Precision;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VectorFmaTest extends FmaLoopsContract {
    /** All widths, those that this processor emulates included: slow, and right. */
    @Override
    protected FmaLoops loops() {
        return precision -> precision == Precision.F32
                ? List.of(new FloatFma128(), new FloatFma256(), new FloatFma512())
                : List.of(new DoubleFma128(), new DoubleFma256(), new DoubleFma512());
    }

    @Test
    void candidatesAreOfTwoWidthsAtMostTheWidestFirst() {
        for (Precision precision : Precision.full()) {
            List<FmaLoop> candidates = new VectorFma().of(precision);
            assertThat(candidates).hasSizeBetween(1, 2);
            assertThat(Stream.of("128", "256", "512"))
                    .anyMatch(candidates.get(0).getClass().getSimpleName()::endsWith);
            if (candidates.size() == 2) {
                assertThat(candidates.get(0).multiplyAddsPerRound())
                        .isGreaterThan(candidates.get(1).multiplyAddsPerRound());
            }
        }
    }
}
