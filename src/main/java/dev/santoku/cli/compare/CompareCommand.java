package dev.santoku.cli.compare;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.WorkerDeadline;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code compare}: checks, measures, reports. */
public final class CompareCommand implements Command {
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
                "--soak loads all devices at the same time, each with one contender: pool on the CPU, jocl on OpenCL devices that are",
                "not the CPU. --backends and --devices name others. Precisions and sizes take turns, with equal shares of the time.",
                "It accepts --backends, --devices, --precision, --sizes, --threads, --seed, --label, --require,",
                "--out, --json, --html, --quiet, --list and --dry-run.",
                "--resume accepts --out, --json, --csv, --raw, --html, --baseline, --force, --budget, --quiet, --verbose and --no-color. All",
                "other options are in the journal, which Ctrl-C, a crash or a power cut leaves in --out. Without --budget it takes what was",
                "left after the last finished size. It writes no files outside --out that only the journal names. --cblas must be given again.",
                "Libraries with the CBLAS interface are contenders: cblas:blis on the pool's threads, cblas:blis-single on one. Looked for",
                "are MKL, AOCL-BLIS, BLIS, Arm Performance Libraries, NVPL, Accelerate, FlexiBLAS and OpenBLAS: --list shows those found.",
                "On a Spark cluster run spark, the product of multiply --master, and mllib, MLlib's BlockMatrix (f64). They are measured",
                "by name alone, by scripts/compare.sh, with an executor for each thread. SANTOKU_SPARK_MASTER names another cluster.",
                "environment: SANTOKU_DEADLINE=60: a worker counts as hung after so many seconds of silence beyond the prediction",
                "(default: a quarter of the remaining budget). A driver that lists its devices counts as hung after a third of the budget,",
                "from 5 to 20 seconds.",
                "exit codes: 0 done; 1 internal error, or output that cannot be written; 2 wrong usage; 3 wrong product; 4 if what --require",
                "names is missing; 5 if slower than --baseline; 6 if a contender crashed, hung or was refused, or if a back end named",
                "in --backends or --devices broke when it listed its devices; 7 if --self-check found a difference where there is none;",
                "8 if nothing could be measured; 130 if interrupted, with everything measured so far kept.",
                "If several apply, the first of 1, 2, 4, 3, 6, 8, 5, 7 counts. --soak exits 3 at the first wrong product, 6 if a worker",
                "is lost; with --keep-going only at the end of its time.");
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

    /**
     * Checks options as far as that goes without asking the machine.
     *
     * @return how long they allow the run to take
     * @throws CommandException where they are wrong
     */
    public static Duration budget(CommandLine line) throws CommandException {
        return CompareOptions.from(line).sampling().budget();
    }
}
