package dev.santoku.cli.file;

import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.report.fleet.Diff;
import dev.santoku.report.fleet.HardwareComparison;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultReader;
import dev.santoku.statistics.Verdict;
import java.nio.file.Path;

/** Result files that a user names, and what is said where they do not do. */
public final class ResultFiles {
    private ResultFiles() {}

    public static RunResult read(Path file, Terminal terminal) throws CommandException {
        try {
            ResultReader.Read read = ResultReader.readComparison(file);
            tellChange(file, read, terminal);
            return read.result();
        } catch (RefusedFileException e) {
            throw CommandException.usage(
                    "%s: %s; name a result file that compare wrote".formatted(file, e.getMessage()));
        }
    }

    /** One line where somebody changed a file since it was written: it counts nonetheless. */
    public static void tellChange(Path file, ResultReader.Read read, Terminal terminal) {
        if (read.changed()) {
            terminal.err()
                    .println(
                            "%s: it was changed since Santoku wrote it: its checksum is of another content; taken as it is"
                                    .formatted(file));
        }
    }

    public static void refuseOtherHardware(HardwareComparison hardware, boolean forced) throws CommandException {
        if (!hardware.same() && !forced) {
            throw CommandException.usage(
                    "the two were measured on different hardware (%s), so a difference says nothing of the program; "
                                    .formatted(String.join("; ", hardware.differences()))
                            + "--force compares them all the same");
        }
    }

    /** Slower is an exit code of its own. */
    public static ExitCode judge(Diff diff) {
        return diff.count(Verdict.SLOWER) > 0 ? ExitCode.SLOWER : ExitCode.DONE;
    }
}
