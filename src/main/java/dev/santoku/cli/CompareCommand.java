package dev.santoku.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code compare}: checks, measures, reports. */
final class CompareCommand implements Command {
    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String summary() {
        return "multiply on every processor, check the products, report the speedups by hardware";
    }

    @Override
    public Options options() {
        return CompareSyntax.describe();
    }

    @Override
    public List<String> notes() {
        return List.of(
                "examples:",
                "  compare --quick",
                "  compare --backends single,pool,jocl:tiled@cl0 --sizes 1024,2000x3000x17 --precision f32",
                "  compare --ladder --sizes 1024 --json -",
                "  compare --backends pool --threads 1,2,4 --sizes 2048",
                "  compare --backends single,pool,openblas --sizes 2048",
                "  compare --baseline results/before.json",
                "  compare --launches 6 --backends single,pool --sizes 1024",
                "  compare --self-check --quick --sizes 256",
                "  compare --soak 10m",
                "  compare --resume",
                "",
                "--soak puts all devices under load at the same time, each with one contender: pool on the CPU, jocl on OpenCL devices",
                "that are not the CPU; or those that --backends and --devices name. Precisions and sizes take their turns, with equal",
                "shares of the time. It goes with --backends, --devices, --precision, --sizes, --threads, --seed, --label, --require,",
                "--out, --json, --html, --quiet, --list and --dry-run.",
                "--resume goes with --out, --json, --csv, --raw, --html, --baseline, --force, --budget, --quiet, --verbose and --no-color; all",
                "else stands in the journal, which Ctrl-C, a crash and a power cut leave in --out. Without --budget it goes on with what was",
                "left when the last size was finished. Files outside --out that only the journal names are not written.",
                "environment: SANTOKU_DEADLINE=60 seconds that a worker may be silent, beyond what was predicted, before it counts",
                "as hung; a quarter of what is left of the budget without it. When drivers are asked for their devices: a third of the",
                "budget, from 5 to 20 seconds, without it.",
                "exit codes: 0 done; 1 a fault of the program, or output that cannot be written; 2 wrong usage; 3 a wrong product; 4 what",
                "--require names is missing; 5 slower than --baseline; 6 a contender failed: it crashed, hung or was refused, or was named",
                "in --backends or --devices and its back end broke when asked for its devices; 7 --self-check found a difference where",
                "there is none; 8 nothing that was asked for could be measured; 130 interrupted, what was measured is kept.",
                "If several apply, the first of 1, 2, 4, 3, 6, 8, 5, 7 counts. --soak ends with 3 at the first wrong product, with 6",
                "where a worker is lost; with --keep-going at the end of its time.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        Optional<Duration> silence = WorkerDeadline.from(terminal.environment());
        if (!line.hasOption(Resumption.OPTION)) {
            return new CompareRun(CompareOptions.from(line), silence, arguments, terminal, Optional.empty()).execute();
        }
        try (Resumption resumption = Resumption.find(line)) {
            CompareOptions options = CompareOptions.from(resumption.options().whole());
            resumption.tellLeftOut(terminal);
            return new CompareRun(options, silence, arguments, terminal, Optional.of(resumption)).execute();
        }
    }
}
