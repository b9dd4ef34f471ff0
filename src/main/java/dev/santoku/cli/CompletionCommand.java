package dev.santoku.cli;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code completion}: what shells and {@code man} want to know of the commands, out of the commands themselves. */
final class CompletionCommand implements Command {
    @Override
    public String name() {
        return "completion";
    }

    @Override
    public String summary() {
        return "print the completion of a shell, or the man page";
    }

    @Override
    public String operands() {
        return "bash|zsh|man";
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public List<String> notes() {
        return List.of(
                "It completes commands, options and files of santoku, santoku.sh and compare.sh.",
                "",
                "examples:",
                "  source <(scripts/santoku.sh completion bash)      # in ~/.bashrc",
                "  source <(scripts/santoku.sh completion zsh)       # in ~/.zshrc, after compinit",
                "  scripts/santoku.sh completion man | man -l -",
                "",
                "exit codes: 0 done; 1 internal error, or output that cannot be written; 2 wrong usage.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        String wanted = line.getArgList().size() == 1 ? line.getArgList().get(0) : "";
        terminal.out()
                .print(
                        switch (wanted) {
                            case "bash" -> Completion.bash(Main.commands());
                            case "zsh" -> Completion.zsh(Main.commands());
                            case "man" -> ManPage.of(Main.commands());
                            default -> throw CommandException.usage("completion wants one of bash, zsh and man");
                        });
        return ExitCode.DONE;
    }
}
