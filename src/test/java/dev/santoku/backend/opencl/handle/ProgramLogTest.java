package dev.santoku.backend.opencl.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a compiler's words: no folders, for they tell who uses a machine. */
class ProgramLogTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "C:\\Users\\Max Muster\\AppData\\x.cl:3: error > x.cl:3: error",
                "C:\\Program Files\\A B\\x.h or D:\\b\\y.h > x.h or y.h",
                "C:/Users/Max Muster/x.cl: error > x.cl: error",
                "/home/max muster/x.cl:3:5: error > x.cl:3:5: error",
                "in \"/Users/Max M. Muster/Library/Caches/x.cl\" > in \"x.cl\"",
                "/home/me/a.cl or b/c > a.cl or b/c",
                "/home/x.cl not found, see a/b > x.cl not found, see a/b",
                "cannot open /tmp/a/f for read/write > cannot open f for read/write",
                "/opt/a/b.cl and /opt/c/d.cl > b.cl and d.cl",
                "see https://a/b/c or http://a.org/~me-/d/e > see https://a/b/c or http://a.org/~me-/d/e",
                "file:///home/me/x.cl > file://x.cl",
            })
    void foldersAreLeftOutAndNothingElse(String log, String told) {
        assertThat(Program.firstLines(log, "")).isEqualTo(told);
    }
}
