package dev.santoku.cli;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;

/** The man page, in the macros of {@code man}. */
final class ManPage {
    private ManPage() {}

    /** All commands with their options. */
    static String of(List<Command> commands) {
        StringBuilder page = new StringBuilder(
                """
                .TH SANTOKU 1
                .SH NAME
                santoku \\- multiplies matrices on every processor of a machine and compares them
                .SH SYNOPSIS
                .B santoku
                .I COMMAND
                .RI [ OPTIONS ]
                .SH COMMANDS
                """);
        for (Command command : commands) {
            page.append(".SS ").append(text(heading(command))).append('\n');
            page.append(line(command.summary() + "."));
            for (Option option : CommandSyntax.optionsOf(command).getOptions()) {
                page.append(".TP\n.B \"%s\"\n".formatted(text(inWords(option)).replace("\"", "\\(dq")));
                page.append(line(option.getDescription()));
            }
            page.append(".PP\n.nf\n");
            command.notes().forEach(note -> page.append(line(note)));
            page.append(".fi\n");
        }
        return page.toString();
    }

    private static String heading(Command command) {
        return (command.name() + " " + command.operands().toLowerCase(Locale.ROOT)).strip();
    }

    private static String inWords(Option option) {
        return "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
    }

    private static String line(String words) {
        return text(words) + "\n";
    }

    /** Nothing in it is an escape or, at the beginning of a line, a request; a hyphen can be copied as one. */
    private static String text(String words) {
        String escaped = words.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
