package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.option.CommandSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal may be a stranger's: what it names outside its folder is not written unless today's command names it, too. */
class JournalOptionsTest {
    private static final List<String> TARGETS = List.of("json", "csv", "raw", "html");

    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void createFolder() throws Exception {
        folder = Files.createDirectories(home.resolve("results/below")).getParent();
    }

    private JournalOptions options(List<String> journal, String... now) throws Exception {
        return JournalOptions.of(
                folder,
                Stream.concat(Stream.of("compare", "--quick"), journal.stream()).toList(),
                CommandSyntax.parse(
                        new CompareCommand(),
                        Stream.concat(Stream.of("--resume"), Stream.of(now)).toList()));
    }

    @Test
    void noFileElsewhereIsTakenFromTheJournal() throws Exception {
        Files.createSymbolicLink(folder.resolve("link.csv"), home.resolve("precious"));
        Files.createSymbolicLink(folder.resolve("home"), home);
        for (String elsewhere : List.of(
                "../precious",
                home.resolve("precious").toString(),
                "below/../../precious",
                "home/precious",
                "link.csv",
                "missing/precious",
                "20260301T101500Z-9f3a1c.json",
                "20260301T101500Z-9f3a1c.html",
                "/")) {
            for (String option : TARGETS) {
                for (List<String> written :
                        List.of(List.of("--" + option, elsewhere), List.of("-" + option + "=" + elsewhere))) {
                    JournalOptions options = options(written);
                    assertThat(options.whole().hasOption(option))
                            .as(written.toString())
                            .isFalse();
                    assertThat(options.leftOut())
                            .singleElement()
                            .asString()
                            .startsWith("--" + option + " " + home.getRoot());
                }
            }
        }
    }

    @Test
    void filesOfItsOwnFolderAre() throws Exception {
        for (String inside : List.of("latest.json", "below/latest.json", "./-x")) {
            for (String option : TARGETS) {
                JournalOptions options = options(List.of("--" + option, inside));
                assertThat(options.whole().getOptionValue(option))
                        .isEqualTo(folder.resolve(inside).normalize().toString());
                assertThat(options.leftOut()).isEmpty();
            }
        }
        assertThat(options(List.of("--json", "-")).whole().getOptionValue("json"))
                .isEqualTo("-");
    }

    @Test
    void whatIsNamedAgainIsWrittenWhereTodaysCommandSays() throws Exception {
        JournalOptions options = options(List.of("--csv", "../precious"), "--csv", "mine.csv");
        assertThat(options.whole().getOptionValue("csv")).isEqualTo("mine.csv");
        assertThat(options.leftOut()).isEmpty();
        assertThat(options.whole().hasOption("quick")).isTrue();
        assertThat(options.whole().hasOption("resume")).isTrue();
    }

    /** The run's own files go where the journal lies, whatever stands in it. */
    @Test
    void theFolderOfResultsIsNotTheJournalsToSay() throws Exception {
        assertThat(options(List.of("--out", "../elsewhere")).whole().hasOption("out"))
                .isFalse();
        assertThat(options(List.of("--out=/"), "--out", folder.toString())
                        .whole()
                        .getOptionValue("out"))
                .isEqualTo(folder.toString());
    }

    /** It is read, and nothing more. */
    @Test
    void aBaselineElsewhereStays() throws Exception {
        assertThat(options(List.of("--baseline", "../before.json")).whole().getOptionValue("baseline"))
                .isEqualTo(home.resolve("before.json").toString());
    }
}
