package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.compare.CompareCommand;
import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.terminal.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion as bash and zsh run it, held to the options that the commands have. */
class CompletionCommandTest {
    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    /** What bash offers for the last of these words. */
    private List<String> offered(String... words) throws Exception {
        assertThat(program.run("completion", "bash")).isEqualTo(ExitCode.DONE);
        Path script = Files.writeString(folder.resolve("completion.bash"), program.out());
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(work.resolve("a result.json"), "");
        String bash = "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _santoku; printf '%%s\\n' \"${COMPREPLY[@]}\""
                .formatted(script, "'" + String.join("' '", words) + "'", words.length - 1);
        Process process = new ProcessBuilder("bash", "--norc", "-c", bash)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer.lines().filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void commandsAreOffered() throws Exception {
        assertThat(offered("santoku", ""))
                .containsAll(Main.commands().stream().map(Command::name).toList())
                .contains("--help");
        assertThat(offered("santoku", "com")).containsExactly("compare", "completion");
    }

    @Test
    void everyOptionOfEveryCommandIsOfferedAndNoOther() throws Exception {
        for (Command command : Main.commands()) {
            List<String> options = CommandSyntax.optionsOf(command).getOptions().stream()
                    .map(option -> "--" + option.getLongOpt())
                    .toList();
            assertThat(offered("scripts/santoku.sh", command.name(), "--"))
                    .as(command.name())
                    .containsExactlyInAnyOrderElementsOf(options);
        }
        assertThat(offered("scripts/compare.sh", "--lad")).containsExactly("--ladder");
    }

    @Test
    void filesAreOfferedWhereTheyBelong() throws Exception {
        assertThat(offered("santoku", "diff", "")).containsExactly("a result.json");
        assertThat(offered("santoku", "merge", "a")).containsExactly("a result.json");
        assertThat(offered("santoku", "completion", "")).containsExactly("bash", "zsh", "man");
        for (Option option : CommandSyntax.optionsOf(new CompareCommand()).getOptions()) {
            if (option.hasArg()) {
                assertThat(offered("santoku", "compare", "--" + option.getLongOpt(), ""))
                        .as(option.getLongOpt())
                        .isEqualTo(
                                option.getArgName().matches("(FILE|DIR|PATH).*")
                                        ? List.of("a result.json")
                                        : List.of());
            }
        }
    }

    @Test
    void theManPageHasEveryCommandAndOption() {
        assertThat(program.run("completion", "man")).isEqualTo(ExitCode.DONE);
        String page = program.out();
        for (Command command : Main.commands()) {
            assertThat(page).contains(".SS " + command.name());
            CommandSyntax.optionsOf(command).getOptions().forEach(option -> assertThat(page)
                    .contains(".B \"\\-\\-" + option.getLongOpt().replace("-", "\\-")));
        }
        assertThat(page.lines().filter(line -> line.startsWith(".")))
                .allMatch(line -> line.matches("\\.(TH|SH|SS|B|I|RI|TP|PP|nf|fi)( .*)?"));
    }

    /** What an interactive zsh offers behind a line. */
    private Set<String> offeredByZsh(Path completion, String line) throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(work.resolve("a result.json"), "");
        Path script = Path.of(getClass().getResource("complete.zsh").toURI());
        Process process = new ProcessBuilder("zsh", "-f", script.toString(), completion.toString(), line)
                .directory(work.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // what is loaded into a test's JVM warns there
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer.lines().filter(offer -> !offer.isEmpty()).collect(Collectors.toSet());
    }

    @Test
    void zshOffersTheSame() throws Exception {
        assertThat(program.run("completion", "zsh")).isEqualTo(ExitCode.DONE);
        Path completion = Files.writeString(folder.resolve("completion.zsh"), program.out());
        for (Command command : Main.commands()) {
            Set<String> options = CommandSyntax.optionsOf(command).getOptions().stream()
                    .map(option -> "--" + option.getLongOpt())
                    .collect(Collectors.toSet());
            assertThat(offeredByZsh(completion, "santoku " + command.name() + " --"))
                    .as(command.name())
                    .isEqualTo(options);
        }
        assertThat(offeredByZsh(completion, "santoku diff ")).containsExactly("a result.json");
        assertThat(offeredByZsh(completion, "scripts/compare.sh --lad")).containsExactly("--ladder");
    }

    @Test
    void anotherShellIsRefused() {
        assertThat(program.run("completion", "fish")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains("completion wants one of bash, zsh and man");
        assertThat(program.run("completion")).isEqualTo(ExitCode.WRONG_USAGE);
    }
}
