package dev.santoku.cli.tune;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.WorkerDeadline;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code tune}: finds the fastest kernel parameters of a device and keeps them. */
public final class TuneCommand implements Command {
    @Override
    public String name() {
        return "tune";
    }

    @Override
    public String summary() {
        return "find the fastest kernel parameters of each OpenCL device, or of the processor, and keep them";
    }

    @Override
    public Options options() {
        return TuneOptions.describe();
    }

    @Override
    public List<String> notes() {
        return List.of(
                "examples:",
                "  tune",
                "  tune --devices cl0 --precision f32 --sizes 4096,8192 --budget 10m",
                "  tune --devices cpu --budget 5m",
                "  tune --devices cl0 --precision bf16",
                "  tune --list",
                "",
                "The parameters are kept in $XDG_CACHE_HOME/santoku/tuned.json, or ~/.cache/santoku/tuned.json, for this",
                "device, driver and these kernels; compare and every program that opens jocl use it from then on. What is found",
                "for cpu holds for this model of processor, this Java and single and pool. Equal devices are tuned once, and share",
                "the candidates. Unlikely candidates are skipped by a score, before they are compiled.",
                "environment: SANTOKU_DEADLINE=60: a worker counts as hung after so many seconds of silence (default: a",
                "quarter of the remaining time, at least 10)",
                "exit codes: 0 done, whether or not something faster was found; 1 internal error, or output that",
                "cannot be written; 2 wrong usage; 3 if the present parameters compute a wrong product; 4 if there is no OpenCL device;",
                "6 if the present parameters fail, or a driver breaks when it lists its devices; 130 if interrupted, with the best",
                "so far kept.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        return new TuneRun(TuneOptions.from(line), WorkerDeadline.from(terminal.environment()), terminal).execute();
    }
}
