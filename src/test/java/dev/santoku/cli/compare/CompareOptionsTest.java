package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.cli.DefaultParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "7, 0.07",
        "0.1, 0.001",
        ".5, 0.005",
        "2.5000, 0.025",
        "0.1250, 0.00125",
        "12.345%, 0.12345",
        "5., 0.05",
        "100, 1",
        "100.000%, 1"
    })
    void aNumberOfPercentIsTakenHoweverItIsWritten(String text, double within) throws Exception {
        CompareOptions options = CompareOptions.from(
                new DefaultParser().parse(CompareSyntax.describe(), new String[] {"--within", text}));
        assertThat(options.sampling().profile().within()).isEqualTo(within);
    }
}
