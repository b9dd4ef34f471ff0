package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "--out /a/b/, --out b",
        "--out=/a/b, --out=b",
        "-json /a/b.json, -json b.json",
        "--json -, --json -",
        "--json ./-, --json ./-",
        "--json=/a/-b, --json=./-b",
        "--csv=../b.csv, --csv=b.csv",
        "--csv=, --csv=",
        "--out /, '--out '",
        "compare --quick --out /a --json /b/c, compare --quick --out a --json c",
        "--label /a/b, --label /a/b",
        "'--cblas /a/x.so,y.so,/b/z.so --cblas=/a/x.so,/b/y.so', '--cblas x.so,y.so,z.so --cblas=x.so,y.so'"
    })
    void targetsAreNamedWithoutTheirFolders(String given, String told) {
        assertThat(String.join(" ", RedactedArguments.of(List.of(given.split(" ", -1)))))
                .isEqualTo(told);
    }

    @Test
    void targetsAreFoundAgainFromTheJournal() {
        Path folder = Path.of("results");
        List<String> given = List.of(
                "compare",
                "--out",
                "results",
                "--json",
                "a b.json",
                "--csv=../c.csv",
                "--html=-",
                "--label",
                "e",
                "--cblas",
                "results/a.so,b.so");
        List<String> relative = RedactedArguments.relativeTo(folder, given);
        assertThat(relative)
                .containsExactly(
                        "compare",
                        "--out",
                        ".",
                        "--json",
                        "../a b.json",
                        "--csv=../../c.csv",
                        "--html=-",
                        "--label",
                        "e",
                        "--cblas",
                        "a.so,../b.so");
        assertThat(RedactedArguments.resolvedIn(Path.of("/moved/results"), relative))
                .containsExactly(
                        "compare",
                        "--out",
                        "/moved/results",
                        "--json",
                        "/moved/a b.json",
                        "--csv=/c.csv",
                        "--html=-",
                        "--label",
                        "e",
                        "--cblas",
                        "/moved/results/a.so,/moved/b.so");
    }

    @Test
    void aNameThatBeginsWithADashIsNoOption() {
        Path folder = Path.of("results");
        List<String> relative = RedactedArguments.relativeTo(
                folder, List.of("--json", "results/-", "--csv", "./results/--quick", "--html=../-x"));
        assertThat(relative).containsExactly("--json", "./-", "--csv", "./--quick", "--html=../../-x");
        assertThat(RedactedArguments.resolvedIn(Path.of("/moved/results"), relative))
                .containsExactly("--json", "/moved/results/-", "--csv", "/moved/results/--quick", "--html=/-x");
    }
}
