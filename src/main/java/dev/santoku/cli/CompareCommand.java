package dev.santoku.cli;

import java.util.List;
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
        return CompareOptions.describe();
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
                "",
                "environment: SANTOKU_DEADLINE=60 seconds that a worker may be silent, beyond what was predicted, "
                        + "before it counts as hung; a quarter of what is left of the budget without it.",
                "exit codes: 0 done; 1 a fault of the program; 2 wrong usage; 3 a wrong product; 4 what --require",
                "names is missing; 5 slower than --baseline; 6 a contender failed; 7 --self-check found a difference where there is",
                "none; 130 interrupted, what was measured is kept.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        CompareOptions options = CompareOptions.from(line);
        return new CompareRun(options, WorkerSilence.from(terminal.environment()), arguments, terminal).execute();
    }
}
