package dev.santoku.cli.compare;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * The options of a run that goes on: those of its first part, which stand in the journal, and in their place those of now. A
 * journal may be a stranger's, so it does not say where on this disk is written: its own folder is the results', and a file that
 * it names elsewhere is left out unless the command of now names it again.
 *
 * @param whole all options
 * @param leftOut files that are not written, each with its option
 */
record JournalOptions(CommandLine whole, List<String> leftOut) {
    private static final Set<String> WRITTEN = Set.of("json", "csv", "raw", "html");

    JournalOptions {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Puts them together.
     *
     * @param folder in which the journal lies
     * @param arguments that stand in it
     * @param now with {@code --resume}
     * @throws CommandException when they are no options
     * @throws InvalidPathException when one names no file
     */
    static JournalOptions of(Path folder, List<String> arguments, CommandLine now) throws CommandException {
        List<String> resolved = RedactedArguments.resolvedIn(folder.toAbsolutePath(), arguments);
        CommandLine first = CommandSyntax.parse(
                new CompareCommand(), resolved.subList(Math.min(1, resolved.size()), resolved.size()));
        Set<String> said =
                Arrays.stream(now.getOptions()).map(Option::getLongOpt).collect(Collectors.toSet());
        CommandLine.Builder whole = CommandLine.builder();
        List<String> leftOut = new ArrayList<>();
        for (Option option : first.getOptions()) {
            if (said.contains(option.getLongOpt()) || option.getLongOpt().equals("out")) {
                continue;
            }
            if (WRITTEN.contains(option.getLongOpt()) && !mayBeWritten(folder, option.getValue())) {
                leftOut.add("--%s %s".formatted(option.getLongOpt(), option.getValue()));
            } else {
                whole.addOption(option);
            }
        }
        Arrays.stream(now.getOptions()).forEach(whole::addOption);
        return new JournalOptions(whole.get(), leftOut);
    }

    /** Standard output, and a file of the journal's own folder that is no link and of no other run. */
    private static boolean mayBeWritten(Path folder, String target) {
        if (target.equals("-")) {
            return true;
        }
        Path file = Path.of(target).toAbsolutePath();
        try {
            return file.getParent() != null
                    && file.getParent().toRealPath().startsWith(folder.toRealPath())
                    && !Files.isSymbolicLink(file)
                    && !RunFiles.isOfARun(file);
        } catch (IOException e) {
            return false; // its folder is not there
        }
    }
}
