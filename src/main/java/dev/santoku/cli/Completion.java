package dev.santoku.cli;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;

/** Completion in a shell: a function that knows every command and option. */
final class Completion {
    private static final String HEAD =
            """
            _santoku() {
                local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"
                local options="" operands=""
                COMPREPLY=()
                if [ "${COMP_WORDS[0]##*/}" = compare.sh ]; then
                    command=compare
                elif [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "%s --help --version" -- "$word"))
                    return
                fi
                case "$command" in
            """;

    private static final String TAIL =
            """
                esac
                case "$operands:$word" in
                :-* | ?:-*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
                f:*) _santoku_files "$word" ;;
                w:*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
                *) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
                esac
            }

            _santoku_files() {
                local IFS=$'\\n'
                compopt -o filenames 2>/dev/null
                COMPREPLY=($(compgen -f -- "$1"))
            }

            complete -F _santoku santoku santoku.sh compare.sh
            """;

    private Completion() {}

    /** For bash, 3.2 and newer. */
    static String bash(List<Command> commands) {
        StringBuilder text = new StringBuilder(
                HEAD.formatted(commands.stream().map(Command::name).collect(Collectors.joining(" "))));
        for (Command command : commands) {
            text.append("    ").append(command.name()).append(")\n");
            text.append("        options=\"%s\"\n".formatted(names(command, option -> true, " ")));
            text.append(operands(command));
            text.append("        case \"$before\" in\n");
            append(text, names(command, Completion::isFile, " | "), "_santoku_files \"$word\"; return");
            append(text, names(command, option -> option.hasArg() && !isFile(option), " | "), "return");
            text.append("        esac\n        ;;\n");
        }
        return text + TAIL;
    }

    /** For zsh, which runs bash's completions once it is asked to. */
    static String zsh(List<Command> commands) {
        return "autoload -U +X bashcompinit && bashcompinit\n" + bash(commands);
    }

    /** What stands beside options: files, or one of some words. */
    private static String operands(Command command) {
        if (command.operands().isEmpty()) {
            return "";
        }
        return command.operands().matches("[a-z|]+")
                ? "        operands=w\n        local words=\"%s\"\n"
                        .formatted(command.operands().replace('|', ' '))
                : "        operands=f\n";
    }

    private static void append(StringBuilder text, String pattern, String action) {
        if (!pattern.isEmpty()) {
            text.append("        %s)%n            %s%n            ;;%n"
                    .formatted(pattern, action.replace("; ", "\n            ")));
        }
    }

    private static String names(Command command, Predicate<Option> wanted, String separator) {
        return CommandSyntax.optionsOf(command).getOptions().stream()
                .filter(wanted)
                .map(option -> "--" + option.getLongOpt())
                .collect(Collectors.joining(separator));
    }

    private static boolean isFile(Option option) {
        return option.hasArg() && option.getArgName().matches("(FILE|DIR|PATH).*");
    }
}
