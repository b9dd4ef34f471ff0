package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingProfileTest {
    /** A hundred times 0.07 is not 7. */
    @ParameterizedTest
    @CsvSource({"0.02, ±2 %", "0.07, ±7 %", "0.29, ±29 %", "0.00125, ±0.125 %", "1, ±100 %"})
    void percentAreToldAsTheyWereAskedFor(double within, String words) {
        assertThat(SamplingProfile.inWords(within)).isEqualTo(words);
    }
}
