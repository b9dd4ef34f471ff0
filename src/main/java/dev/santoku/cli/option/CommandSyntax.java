package dev.santoku.cli.option;

import dev.santoku.cli.terminal.CommandException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Options as all commands declare and parse them. */
public final class CommandSyntax {
    private CommandSyntax() {}

    /** A command's own options and those that all have. */
    public static Options optionsOf(Command command) {
        Options options = command.options();
        options.addOption(option("verbose", null, "show stack traces, keep the workers' logs and say where"));
        options.addOption(option("help", null, "show this text"));
        options.addOption(option("version", null, "show the version"));
        return options;
    }

    /** A long option; with a value where {@code value} names it. */
    public static Option option(String name, String value, String description) {
        Option.Builder builder = Option.builder().longOpt(name).desc(description);
        return value == null ? builder.get() : builder.hasArg().argName(value).get();
    }

    /** A command's options out of its arguments, without its name. */
    public static CommandLine parse(Command command, List<String> arguments) throws CommandException {
        String help = "; santoku " + command.name() + " --help lists them";
        try {
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(optionsOf(command), arguments.toArray(String[]::new));
            if (!line.getArgList().isEmpty() && command.operands().isEmpty()) {
                throw CommandException.usage(
                        "'%s' is not an option".formatted(line.getArgList().get(0)) + help);
            }
            refuseDuplicates(line);
            return line;
        } catch (UnrecognizedOptionException e) {
            throw CommandException.usage("unknown option '%s'".formatted(e.getOption()) + help);
        } catch (MissingArgumentException e) {
            Option option = e.getOption();
            throw CommandException.usage("--%s needs a value: --%s %s"
                    .formatted(option.getLongOpt(), option.getLongOpt(), option.getArgName()));
        } catch (ParseException e) {
            throw CommandException.usage(e.getMessage() + help);
        }
    }

    private static void refuseDuplicates(CommandLine line) throws CommandException {
        List<String> names =
                Arrays.stream(line.getOptions()).map(Option::getLongOpt).toList();
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw CommandException.usage("--" + name + " is given twice: give it once");
            }
        }
    }
}
