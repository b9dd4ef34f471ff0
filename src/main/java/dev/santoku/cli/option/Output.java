package dev.santoku.cli.option;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.result.file.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;

/**
 * Where an option such as {@code --json FILE|-} sends a document.
 *
 * @param target a file, {@code -} for standard output, or empty for nowhere
 */
public record Output(Optional<String> target) {
    /** What the option says; a file that cannot be written is refused at once, before anything is computed. */
    public static Output of(CommandLine line, String option) throws CommandException {
        Output output = new Output(Optional.ofNullable(line.getOptionValue(option)));
        Optional<Path> file = output.file();
        if (file.isPresent()) {
            RunFiles.checkFile(file.get(), "--" + option);
        }
        return output;
    }

    public boolean isStandardOutput() {
        return target.filter("-"::equals).isPresent();
    }

    /** The file, if it is one. */
    public Optional<Path> file() {
        return target.filter(name -> !name.equals("-")).map(Path::of);
    }

    /** Writes the document there, if anywhere. */
    public void write(Supplier<String> document, Terminal terminal) throws CommandException {
        if (isStandardOutput()) {
            terminal.out().print(document.get());
        } else if (file().isPresent()) {
            write(file().get(), document.get());
        }
    }

    /** Writes a document into a file. */
    public static void write(Path file, String document) throws CommandException {
        try {
            ResultFile.write(file, document);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OWN_FAULT, "%s cannot be written (%s)".formatted(file, FileErrors.inWords(e)));
        }
    }
}
