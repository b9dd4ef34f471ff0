package dev.santoku.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.run.RunProgress;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunProgressTextTest {
    @Test
    void saysHowFarItIsHowExactAndHowLongItTakes() {
        RunProgress standing = new RunProgress(7, 24, OptionalDouble.of(0.0312), 78);
        assertThat(RunProgressText.of(standing)).isEqualTo("7 of 24 cells · ±3.1 % · about 1 min 20 s left");
        assertThat(RunProgressText.withoutPrecision(standing)).isEqualTo("7 of 24 cells, about 1 min 20 s left");
        assertThat(RunProgressText.of(new RunProgress(0, 2, OptionalDouble.empty(), 3)))
                .isEqualTo("0 of 2 cells · about 3 s left");
        assertThat(RunProgressText.of(new RunProgress(2, 2, OptionalDouble.empty(), 0)))
                .isEqualTo("2 of 2 cells");
        assertThat(RunProgressText.withoutPrecision(new RunProgress(2, 2, OptionalDouble.empty(), 0)))
                .isEqualTo("2 of 2 cells");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1 s",
        "0.4, 1 s",
        "59.4, 59 s",
        "59.6, 1 min",
        "60, 1 min",
        "64, 1 min",
        "66, 1 min 10 s",
        "119, 2 min",
        "3594, 59 min 50 s",
        "3599, 1 h",
        "3600, 1 h",
        "7260, 2 h 1 min"
    })
    void timesAreNoMoreExactThanPredictions(double seconds, String words) {
        assertThat(RunProgressText.duration(seconds)).isEqualTo(words);
    }
}
