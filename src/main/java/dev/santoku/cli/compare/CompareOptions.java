package dev.santoku.cli.compare;

import dev.santoku.backend.OpenOptions;
import dev.santoku.cli.option.Display;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.option.Targets;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.ContenderRequest;
import dev.santoku.plan.Sampling;
import dev.santoku.plan.SamplingProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;

/**
 * The options of {@code compare}, checked as far as that goes without asking the machine.
 *
 * @param baseline what this run is held to
 * @param label of this machine
 */
record CompareOptions(
        Selection selection,
        Sampling sampling,
        Mode mode,
        Targets targets,
        Optional<Baseline> baseline,
        Optional<String> label,
        Display display) {
    private static final int MOST_LAUNCHES = 100;
    private static final Duration QUICK_BUDGET = Duration.ofSeconds(45);
    private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(270);
    private static final List<String> NOT_OF_SELF_CHECK = List.of("csv", "raw", "html", "baseline");

    static CompareOptions from(CommandLine line) throws CommandException {
        OptionReader options = new OptionReader(line);
        if (options.has("require") && !"gpu".equals(line.getOptionValue("require"))) {
            throw CommandException.usage("--require %s: only gpu is known".formatted(line.getOptionValue("require")));
        }
        if (options.has("force") && !options.has("baseline")) {
            throw CommandException.usage("--force: there is no --baseline; give both, or leave it out");
        }
        refuseBesideSelfCheck(options);
        Mode mode = Mode.from(options);
        Selection selection = Selection.from(options, mode.soak().isPresent());
        return new CompareOptions(
                selection,
                sampling(options, selection.precisions().size()),
                mode,
                Targets.from(options),
                options.path("baseline").map(file -> new Baseline(file, options.has("force"))),
                options.text("label"),
                options.display());
    }

    private static Sampling sampling(OptionReader options, int precisions) throws CommandException {
        boolean quick = options.has("quick");
        int launches = options.count("launches", 1, MOST_LAUNCHES).orElse(1);
        SamplingProfile profile = quick ? SamplingProfile.QUICK : SamplingProfile.THOROUGH;
        return new Sampling(
                options.value("within", OptionReader::percent)
                        .map(profile::within)
                        .orElse(profile),
                options.value("budget", OptionReader::duration)
                        .orElse(budget(quick, precisions).multipliedBy(launches)),
                options.seed(),
                launches,
                options.value("device-memory", OptionReader::bytes).orElse(OpenOptions.ALL));
    }

    /** Grows with the precisions: the last of four would be skipped where kernels are not compiled yet. */
    private static Duration budget(boolean quick, int precisions) {
        return quick
                ? QUICK_BUDGET.multipliedBy(precisions)
                : DEFAULT_BUDGET.multipliedBy(Math.max(2, precisions)).dividedBy(2);
    }

    /** A self-check compares no contenders: reports of comparisons would show one twice. */
    private static void refuseBesideSelfCheck(OptionReader options) throws CommandException {
        for (String option : NOT_OF_SELF_CHECK) {
            if (options.has("self-check") && options.has(option)) {
                throw CommandException.usage(
                        "--%s: --self-check compares no contenders, so there is nothing to write or hold to; leave one out"
                                .formatted(option));
            }
        }
    }

    /**
     * What is compared.
     *
     * @param backends contenders asked for; empty for all
     * @param devices to which contenders are confined; empty for all
     * @param shapes empty to choose them by a first measured rate
     * @param threads of the pool; empty for one on each core
     * @param ladder all variants of each back end
     * @param requireGpu whether a machine without one is refused
     */
    record Selection(
            Optional<List<ContenderRequest>> backends,
            Set<String> devices,
            List<Precision> precisions,
            Optional<List<Shape>> shapes,
            Optional<List<Integer>> threads,
            Yardsticks yardsticks,
            boolean ladder,
            boolean requireGpu) {
        private static final int MOST_THREADS = 1024;

        /** As many work-groups as every OpenCL device takes along a second dimension. */
        private static final int MOST_PRODUCTS = 65_535;

        private static final List<Shape> SIZES_OF_BATCHES =
                Stream.of(16, 32, 64, 128).map(Shape::square).toList();

        private static Selection from(OptionReader options, boolean soak) throws CommandException {
            return new Selection(
                    options.list("backends", ContenderRequest::parse),
                    options.list("devices", text -> text).map(Set::copyOf).orElse(Set.of()),
                    options.list("precision", Precision::parse)
                            .orElse(options.has("quick") || soak ? List.of(Precision.F32) : Precision.full()),
                    shapes(options),
                    options.value("threads", Selection::threadCounts),
                    Yardsticks.from(options),
                    options.has("ladder"),
                    options.has("require"));
        }

        /** Of a batch, small ones where none are asked for: large ones fill a machine alone. */
        private static Optional<List<Shape>> shapes(OptionReader options) throws CommandException {
            Optional<List<Shape>> shapes = options.list("sizes", Shape::parse);
            int batch = options.count("batch", 1, MOST_PRODUCTS).orElse(1);
            if (batch == 1) {
                return shapes;
            }
            List<Shape> sizes = shapes.orElse(SIZES_OF_BATCHES);
            return options.value(
                    "batch",
                    text -> sizes.stream().map(shape -> shape.inBatch(batch)).toList());
        }

        /** In the order given; what is there twice is a slip, and would be measured twice. */
        private static List<Integer> threadCounts(String text) {
            List<Integer> counts = Arrays.stream(text.split(",", -1))
                    .map(count -> Math.toIntExact(OptionReader.number(count, 1, MOST_THREADS)))
                    .toList();
            for (int count : counts) {
                if (counts.indexOf(count) != counts.lastIndexOf(count)) {
                    throw new IllegalArgumentException("%d is given twice: give it once".formatted(count));
                }
            }
            return counts;
        }

        /** Whether contenders on a device are asked for, as far as {@code --devices} says. */
        boolean takes(String device) {
            return devices.isEmpty() || devices.contains(device);
        }
    }

    /**
     * Other people's libraries.
     *
     * @param all whether all that this machine has are measured
     * @param libraries files of those with the CBLAS interface that are measured besides
     * @param wholeEnvironment whether they have the variables that change a BLAS
     */
    record Yardsticks(boolean all, List<Path> libraries, boolean wholeEnvironment) {
        private static Yardsticks from(OptionReader options) throws CommandException {
            return new Yardsticks(
                    options.has("yardsticks"),
                    options.list("cblas", Yardsticks::library).orElse(List.of()),
                    options.has("yardstick-env"));
        }

        /** A file that is there; what it holds is for the worker to see that probes. */
        private static Path library(String text) {
            Path path = Path.of(text);
            if (text.isEmpty() || !Files.isRegularFile(path)) {
                throw new IllegalArgumentException(
                        "there is no file '%s': name a library with the CBLAS interface".formatted(text));
            }
            return path;
        }
    }

    /**
     * What is done instead of a comparison, or before it.
     *
     * @param selfCheck whether contenders are held to themselves, and nothing else is reported
     * @param soak what a burn-in is to do; empty for a comparison
     * @param list whether contenders are only listed
     * @param dryRun whether the plan is only told
     * @param tune whether devices are tuned first
     */
    record Mode(boolean selfCheck, Optional<SoakOptions> soak, boolean list, boolean dryRun, boolean tune) {
        private static Mode from(OptionReader options) throws CommandException {
            return new Mode(
                    options.has("self-check"),
                    SoakOptions.from(options),
                    options.has("list"),
                    options.has("dry-run"),
                    options.has("tune"));
        }
    }

    /**
     * A result file that a run is held to.
     *
     * @param forced whether it may be of other hardware
     */
    record Baseline(Path file, boolean forced) {}
}
