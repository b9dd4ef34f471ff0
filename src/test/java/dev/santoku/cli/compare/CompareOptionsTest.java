package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.OpenOptions;
import org.apache.commons.cli.DefaultParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(options("--within", text).sampling().profile().within()).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--quick|45",
                "--quick --precision f64|45",
                "--quick --precision f32,bf16,f16,i8|180",
                "--quick --precision f32,bf16 --launches 3|270",
                "--quick --precision f32,bf16 --budget 7s|7",
                "--sizes 8|270",
                "--precision f32|270",
                "--precision f32,bf16,f16,i8|540"
            })
    void everyPrecisionHasTimeOfItsOwn(String arguments, long seconds) throws Exception {
        assertThat(options(arguments.split(" ")).sampling().budget()).hasSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({"512m, 536870912", "64M, 67108864", "2g, 2147483648", "1G, 1073741824"})
    void deviceMemoryIsTakenInMebibytesAndGibibytes(String text, long bytes) throws Exception {
        assertThat(options("--device-memory", text).sampling().deviceMemory()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0m", "512", "512k", "-1g", "1.5g", "m", "2gb", "9999999g"})
    void refusesOtherDeviceMemory(String text) {
        assertThatThrownBy(() -> options("--device-memory", text))
                .hasMessage("--device-memory %s: give a size such as 512m or 2g", text);
    }

    @Test
    void takesAllOfTheDeviceUnlessTold() throws Exception {
        assertThat(options().sampling().deviceMemory()).isEqualTo(OpenOptions.ALL);
    }

    private static CompareOptions options(String... arguments) throws Exception {
        return CompareOptions.from(new DefaultParser().parse(CompareSyntax.describe(), arguments));
    }
}
