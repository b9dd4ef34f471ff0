package dev.santoku.cli;

import dev.santoku.cli.option.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** Help texts. */
final class Help {
    private static final int WIDTH = 100;

    private Help() {}

    /** All commands, a line each. */
    static String overview(List<Command> commands) {
        StringBuilder text = new StringBuilder(
                """
                usage: santoku COMMAND [OPTIONS]

                Multiplies matrices on every processor of this machine, checks the products against each other,
                and reports the speedups by hardware.

                """);
        for (Command command : commands) {
            text.append("  %-11s %s%n".formatted(command.name(), command.summary()));
        }
        return text + "\nsantoku COMMAND --help lists its options.\n";
    }

    private static String usage(Command command) {
        return "santoku %s [OPTIONS] %s"
                .formatted(command.name(), command.operands())
                .strip();
    }

    /** One command with its options. */
    static String of(Command command, Options options) {
        StringBuilder text = new StringBuilder();
        TextHelpAppendable appendable = new TextHelpAppendable(text);
        appendable.setMaxWidth(WIDTH);
        HelpFormatter formatter = HelpFormatter.builder()
                .setShowSince(false)
                .setHelpAppendable(appendable)
                .get();
        try {
            formatter.printHelp(usage(command), command.summary(), options, "", false);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail", e);
        }
        return withoutPadding(text.toString()) + "\n\n" + String.join("\n", command.notes()) + "\n";
    }

    /** The library fills its columns with blanks. */
    private static String withoutPadding(String help) {
        return help.strip()
                .replaceFirst("^usage: +", "usage: ")
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }
}
