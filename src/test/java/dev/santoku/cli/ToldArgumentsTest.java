package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "--out /a/b/, --out b",
        "--out=/a/b, --out=b",
        "-json /a/b.json, -json b.json",
        "--json -, --json -",
        "--csv=../b.csv, --csv=b.csv",
        "--csv=, --csv=",
        "--out /, '--out '",
        "compare --quick --out /a --json /b/c, compare --quick --out a --json c",
        "--label /a/b, --label /a/b"
    })
    void targetsAreNamedWithoutTheirFolders(String given, String told) {
        assertThat(String.join(" ", ToldArguments.of(List.of(given.split(" ", -1)))))
                .isEqualTo(told);
    }

    /** The journal's are good in any folder. */
    @Test
    void targetsAreNamedFromTheRootOn() {
        String here = Path.of("").toAbsolutePath().toString();
        assertThat(ToldArguments.absolute(
                        List.of("compare", "--json", "a b.json", "--csv=../c.csv", "--html", "/d", "--label", "e")))
                .containsExactly(
                        "compare",
                        "--json",
                        here + "/a b.json",
                        "--csv=" + here + "/../c.csv",
                        "--html",
                        "/d",
                        "--label",
                        "e");
        assertThat(ToldArguments.absolute(List.of("--json", "-", "--html=-")))
                .containsExactly("--json", "-", "--html=-");
    }
}
