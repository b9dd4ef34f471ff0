package dev.santoku.cli;

import dev.santoku.cli.compare.CompareCommand;
import dev.santoku.cli.fleet.FleetCommand;
import dev.santoku.cli.multiply.MultiplyCommand;
import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.StandardOutput;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.cli.terminal.Version;
import dev.santoku.cli.tune.TuneCommand;
import dev.santoku.diagnosis.Postmortem;
import dev.santoku.host.JvmOptions;
import dev.santoku.untrusted.UntrustedText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The program: finds the command, runs it, prints what went wrong, and exits. */
public final class Main {
    private static final List<Command> COMMANDS = List.of(
            new CompareCommand(),
            new DoctorCommand(),
            new TuneCommand(),
            new FleetCommand(),
            new MergeCommand(),
            new DiffCommand(),
            new KitchenCommand(),
            new MultiplyCommand(),
            new PredictCommand(),
            new CompletionCommand());

    /** Commands that start JVMs. */
    private static final Set<String> STARTERS = Set.of("compare", "doctor", "tune", "kitchen", "multiply");

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // digits and messages are the same everywhere
        Terminal terminal = new Terminal(
                StandardOutput.ofProcess(),
                // UTF-8 whatever the locale says; older Javas would print question marks under the C locale.
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv());
        List<String> words = List.of(arguments);
        if (!words.isEmpty() && STARTERS.contains(words.get(0)) && !words.contains("--quiet")) {
            JvmOptions.told(System.getenv()).ifPresent(told -> terminal.err().println("santoku: " + told));
        }
        ExitCode exitCode = run(words, terminal);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(exitCode.status());
    }

    /** Runs the program in this process. Whatever goes wrong is one line. */
    public static ExitCode run(List<String> arguments, Terminal terminal) {
        boolean verbose = arguments.contains("--verbose");
        try {
            ExitCode exitCode = dispatch(arguments, terminal);
            Optional<String> loss = terminal.lost();
            if (loss.isPresent()) {
                throw new CommandException(
                        ExitCode.OWN_FAULT, "standard output cannot be written (%s)".formatted(loss.get()));
            }
            return exitCode;
        } catch (CommandException e) {
            return tell(e.getMessage(), e, e.exitCode(), verbose, terminal);
        } catch (UncheckedIOException e) {
            return tell(e.getMessage(), e, ExitCode.OWN_FAULT, verbose, terminal);
        } catch (InvalidPathException e) {
            return tell(
                    "'%s' cannot be a file name here (%s)".formatted(e.getInput(), e.getReason()),
                    e,
                    ExitCode.WRONG_USAGE,
                    verbose,
                    terminal);
        } catch (RuntimeException | Error e) {
            Optional<String> lack = lack(e);
            if (lack.isPresent()) {
                return tell(lack.get(), e, ExitCode.OWN_FAULT, verbose, terminal);
            }
            String advice = verbose ? "" : "; run it again with --verbose and report what it prints";
            return tell(
                    "internal error: " + UntrustedText.message(e.toString()) + advice,
                    e,
                    ExitCode.OWN_FAULT,
                    verbose,
                    terminal);
        }
    }

    /** What the system gave too little of, wherever it was missed. */
    private static Optional<String> lack(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError
                    && String.valueOf(cause.getMessage()).contains("native thread")) {
                return Optional.of(Postmortem.ofMessage("no thread could be started", cause.getMessage())
                        .inWords());
            } else if (cause instanceof OutOfMemoryError) {
                return Optional.of(
                        "out of memory (%s): give Java more, as with JAVA_TOOL_OPTIONS=-Xmx4g, or it less to do"
                                .formatted(cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static ExitCode tell(String words, Throwable e, ExitCode exitCode, boolean verbose, Terminal terminal) {
        terminal.err().println("santoku: " + words);
        if (verbose) {
            e.printStackTrace(terminal.err());
        }
        return exitCode;
    }

    private static ExitCode dispatch(List<String> arguments, Terminal terminal) throws CommandException {
        if (arguments.isEmpty()) {
            throw CommandException.usage("which command? choose from " + names() + "; santoku --help describes them");
        }
        String first = arguments.get(0);
        if (first.equals("--help") || first.equals("-h") || first.equals("help")) {
            terminal.out().print(Help.overview(COMMANDS));
            return ExitCode.DONE;
        }
        if (first.equals("--version")) {
            terminal.out().println(Version.read());
            return ExitCode.DONE;
        }
        Optional<Command> command = COMMANDS.stream()
                .filter(candidate -> candidate.name().equals(first))
                .findFirst();
        if (command.isEmpty()) {
            throw CommandException.usage("unknown command '%s': choose from %s".formatted(first, names()));
        }
        return run(command.get(), arguments, terminal);
    }

    private static ExitCode run(Command command, List<String> arguments, Terminal terminal) throws CommandException {
        Options options = CommandSyntax.optionsOf(command);
        CommandLine line = CommandSyntax.parse(command, arguments.subList(1, arguments.size()));
        if (line.hasOption("help")) {
            terminal.out().print(Help.of(command, options));
            return ExitCode.DONE;
        }
        if (line.hasOption("version")) {
            terminal.out().println(Version.read());
            return ExitCode.DONE;
        }
        return command.run(line, arguments, terminal);
    }

    /** All commands, in the order of the help. */
    static List<Command> commands() {
        return COMMANDS;
    }

    private static String names() {
        return String.join(", ", COMMANDS.stream().map(Command::name).toList());
    }
}
