package dev.santoku.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code tune}: finds the fastest kernel parameters of a device and keeps them. */
final class TuneCommand implements Command {
    @Override
    public String name() {
        return "tune";
    }

    @Override
    public String summary() {
        return "find the fastest kernel parameters of each OpenCL device and keep them";
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
                "  tune --list",
                "",
                "What is found is kept in $XDG_CACHE_HOME/santoku/tuned.json, else ~/.cache/santoku/tuned.json, for this",
                "device, driver and these kernels; compare and every program that opens jocl use it from then on.",
                "environment: SANTOKU_DEADLINE=60 seconds that a worker may be silent before it counts as hung; a",
                "quarter of what is left of the time, at least 10 seconds, without it.",
                "exit codes: 0 done, whether or not something faster was found; 1 a fault of the program, or output that",
                "cannot be written; 2 wrong usage; 3 what is used now computes a wrong product; 4 there is no OpenCL device;",
                "6 what is used now fails, or a driver breaks when asked for its devices; 130 interrupted, the best until",
                "then is kept.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        return new TuneRun(TuneOptions.from(line), WorkerDeadline.from(terminal.environment()), terminal).execute();
    }
}
