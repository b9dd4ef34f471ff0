package dev.santoku.cli;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.ContenderRequest;
import dev.santoku.plan.SamplingProfile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * The options of {@code compare}, checked as far as that goes without asking the machine.
 *
 * @param backends contenders asked for; empty for all
 * @param devices to which contenders are confined; empty for all
 * @param shapes empty to choose them by a first measured rate
 * @param threads of the pool; empty for one on each core
 * @param launches virtual machines that measure each cell, one after the other
 * @param selfCheck whether contenders are held to themselves, and nothing else is reported
 * @param baseline a result file that this run is held to
 * @param forced whether the baseline may be of other hardware
 * @param soak what a burn-in is to do; empty for a comparison
 * @param json where the result goes beside its place in {@code out}; {@code -} is standard output
 * @param raw where all samples go
 */
record CompareOptions(
        Optional<List<ContenderRequest>> backends,
        Set<String> devices,
        List<Precision> precisions,
        Optional<List<Shape>> shapes,
        Optional<List<Integer>> threads,
        boolean yardsticks,
        boolean ladder,
        int launches,
        boolean selfCheck,
        Optional<SoakOptions> soak,
        SamplingProfile pace,
        Duration budget,
        long seed,
        Optional<String> label,
        boolean requireGpu,
        Path out,
        Optional<String> json,
        Optional<Path> csv,
        Output raw,
        Optional<Path> html,
        Optional<Path> baseline,
        boolean forced,
        boolean list,
        boolean dryRun,
        boolean tune,
        boolean quiet,
        boolean verbose,
        boolean noColor) {

    static final long DEFAULT_SEED = 42;
    static final Path DEFAULT_FOLDER = Path.of("results");
    private static final int MOST_THREADS = 1024;
    private static final int MOST_LAUNCHES = 100;

    /** As many work-groups as every OpenCL device takes along a second dimension. */
    private static final int MOST_PRODUCTS = 65_535;

    private static final List<Shape> SIZES_OF_BATCHES =
            Stream.of(16, 32, 64, 128).map(Shape::square).toList();
    private static final BigDecimal LEAST_PERCENT = new BigDecimal("0.1");
    private static final BigDecimal MOST_PERCENT = new BigDecimal(100);
    private static final List<String> NOT_OF_SELF_CHECK = List.of("csv", "raw", "html", "baseline");
    private static final Duration QUICK_BUDGET = Duration.ofSeconds(45);
    private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(270);

    static Options describe() {
        Options options = new Options();
        options.addOption(Main.option(
                "backends",
                "LIST",
                "contenders, backend[:variant][@device], comma-separated; all back ends without it"));
        options.addOption(Main.option("devices", "LIST", "only these devices: cpu, cl0, cl1 …"));
        options.addOption(
                Main.option("precision", "LIST", "f32, f64 or both; both without it, f32 alone with --quick"));
        options.addOption(
                Main.option("sizes", "LIST", "N for N×N×N or MxNxK; chosen by a first measured rate without it"));
        options.addOption(
                Main.option(
                        "batch",
                        "N",
                        "measure batches of N independent products of each size, computed in one call; sizes 16,32,64,128 without --sizes"));
        options.addOption(Main.option(
                "threads",
                "LIST",
                "threads of the pool; several, 1,2,4, draw how it scales; one on each core without it"));
        options.addOption(Main.option(
                "yardsticks",
                null,
                "add other people's libraries: openblas beside the CPU, clblast and cublas beside OpenCL"));
        options.addOption(
                Main.option(
                        "ladder",
                        null,
                        "all variants of each back end, the factor of each step on the CPU, and what Aparapi loses to OpenCL C"));
        options.addOption(
                Main.option(
                        "launches",
                        "N",
                        "measure each cell in N virtual machines, one after the other, since each compiles anew; 1 without it"));
        options.addOption(Main.option(
                "self-check",
                null,
                "measure each contender against itself, single without --backends: 7 where a difference comes out"));
        SoakOptions.describe(options);
        options.addOption(Main.option("quick", null, "a look within a minute"));
        options.addOption(Main.option(
                "budget", "TIME", "for the whole run: 90s, 5m, 1h; about 5 minutes, for each launch, without it"));
        options.addOption(Main.option(
                "within",
                "PERCENT",
                "end a cell's samples when half the interval of its median is so narrow, 0.1 to 100; 2 without it"));
        options.addOption(Main.option("seed", "N", "draws inputs and turns; " + DEFAULT_SEED + " without it"));
        options.addOption(Main.option("label", "TEXT", "names this machine in the result file"));
        options.addOption(Main.option("require", "gpu", "exit with 4 when there is no GPU"));
        options.addOption(Main.option("out", "DIR", "folder of result files; results without it"));
        options.addOption(Main.option("json", "FILE|-", "write the result there, too; - prints nothing else"));
        options.addOption(Main.option("csv", "FILE", "write a row a cell there"));
        options.addOption(Main.option(
                "raw", "FILE|-", "write a line of JSON a sample there (JSON Lines); - prints nothing else"));
        options.addOption(Main.option("html", "FILE", "write the page with charts there, too"));
        options.addOption(Main.option(
                "baseline",
                "FILE",
                "say what became faster or slower since that result, 5 where slower; its sizes without --sizes"));
        options.addOption(Main.option("force", null, "take a baseline of other hardware, too"));
        options.addOption(Main.option("list", null, "list contenders with their descriptions and end"));
        options.addOption(Main.option("dry-run", null, "print what would be measured and end"));
        options.addOption(Main.option("tune", null, "tune the OpenCL devices first, for a minute or the budget"));
        options.addOption(
                Main.option(
                        Resumption.OPTION,
                        null,
                        "go on with the newest run that was interrupted in --out: its plan, its cells, what is left of its budget"));
        options.addOption(Main.option("quiet", null, "no progress"));
        options.addOption(Main.option("no-color", null, "no colour"));
        return options;
    }

    static CompareOptions from(CommandLine line) throws CommandException {
        boolean quick = line.hasOption("quick");
        if (line.hasOption("require") && !"gpu".equals(line.getOptionValue("require"))) {
            throw CommandException.usage("--require %s: it knows only gpu".formatted(line.getOptionValue("require")));
        }
        if (line.hasOption("force") && !line.hasOption("baseline")) {
            throw CommandException.usage("--force: it takes a baseline of other hardware, and there is no --baseline");
        }
        refuseBesideSelfCheck(line);
        Optional<SoakOptions> soak = SoakOptions.from(line);
        int launches = value(line, "launches", text -> Math.toIntExact(number(text, 1, MOST_LAUNCHES)))
                .orElse(1);
        return new CompareOptions(
                list(line, "backends", ContenderRequest::parse),
                list(line, "devices", text -> text).map(Set::copyOf).orElse(Set.of()),
                list(line, "precision", Precision::parse)
                        .orElse(quick || soak.isPresent() ? List.of(Precision.F32) : List.of(Precision.values())),
                shapes(line),
                value(line, "threads", CompareOptions::threadCounts),
                line.hasOption("yardsticks"),
                line.hasOption("ladder"),
                launches,
                line.hasOption("self-check"),
                soak,
                pace(line, quick),
                value(line, "budget", CompareOptions::duration)
                        .orElse((quick ? QUICK_BUDGET : DEFAULT_BUDGET).multipliedBy(launches)),
                value(line, "seed", text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE))
                        .orElse(DEFAULT_SEED),
                Optional.ofNullable(line.getOptionValue("label")),
                line.hasOption("require"),
                value(line, "out", Path::of).orElse(DEFAULT_FOLDER),
                Optional.ofNullable(line.getOptionValue("json")),
                value(line, "csv", Path::of),
                raw(line),
                value(line, "html", Path::of),
                value(line, "baseline", Path::of),
                line.hasOption("force"),
                line.hasOption("list"),
                line.hasOption("dry-run"),
                line.hasOption("tune"),
                line.hasOption("quiet"),
                line.hasOption("verbose"),
                line.hasOption("no-color"));
    }

    private static Output raw(CommandLine line) throws CommandException {
        Output raw = new Output(Optional.ofNullable(line.getOptionValue("raw")));
        if (raw.isStandardOutput() && "-".equals(line.getOptionValue("json"))) {
            throw CommandException.usage("--json - and --raw -: standard output takes one of them");
        }
        return raw;
    }

    /** Of a batch, small ones where none are asked for: large ones fill a machine alone. */
    private static Optional<List<Shape>> shapes(CommandLine line) throws CommandException {
        Optional<List<Shape>> shapes = list(line, "sizes", Shape::parse);
        int batch = value(line, "batch", text -> Math.toIntExact(number(text, 1, MOST_PRODUCTS)))
                .orElse(1);
        if (batch == 1) {
            return shapes;
        }
        List<Shape> sizes = shapes.orElse(SIZES_OF_BATCHES);
        return value(line, "batch", text -> sizes.stream()
                .map(shape -> shape.inBatch(batch))
                .toList());
    }

    private static SamplingProfile pace(CommandLine line, boolean quick) throws CommandException {
        SamplingProfile pace = quick ? SamplingProfile.QUICK : SamplingProfile.THOROUGH;
        return value(line, "within", CompareOptions::percent).map(pace::within).orElse(pace);
    }

    /** A self-check compares no contenders: reports of comparisons would show one twice. */
    private static void refuseBesideSelfCheck(CommandLine line) throws CommandException {
        for (String option : NOT_OF_SELF_CHECK) {
            if (line.hasOption("self-check") && line.hasOption(option)) {
                throw CommandException.usage(
                        "--%s: --self-check compares no contenders, so there is nothing to write or hold to; leave one out"
                                .formatted(option));
            }
        }
    }

    /** Whether the result is all that standard output gets. */
    boolean jsonToStandardOutput() {
        return json.filter("-"::equals).isPresent();
    }

    /** The file that {@code --json} names. */
    Optional<Path> jsonFile() {
        return json.filter(target -> !target.equals("-")).map(Path::of);
    }

    static <T> Optional<List<T>> list(CommandLine line, String option, Function<String, T> parse)
            throws CommandException {
        Function<String, List<T>> parseAll =
                text -> Arrays.stream(text.split(",", -1)).map(parse).distinct().collect(Collectors.toList());
        return value(line, option, parseAll);
    }

    /** What an option says, or empty. */
    static <T> Optional<T> value(CommandLine line, String option, Function<String, T> parse) throws CommandException {
        String text = line.getOptionValue(option);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--%s %s: %s".formatted(option, text, e.getMessage()));
        }
    }

    /** In the order given; what is there twice is a slip, and would be measured twice. */
    private static List<Integer> threadCounts(String text) {
        List<Integer> counts = Arrays.stream(text.split(",", -1))
                .map(count -> Math.toIntExact(number(count, 1, MOST_THREADS)))
                .toList();
        for (int count : counts) {
            if (counts.indexOf(count) != counts.lastIndexOf(count)) {
                throw new IllegalArgumentException("%d is given twice: give it once".formatted(count));
            }
        }
        return counts;
    }

    /** A whole number within bounds. */
    static long number(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same words
        }
        throw new IllegalArgumentException("a whole number from %d to %d is wanted".formatted(least, most));
    }

    /** A share, 0.05 for {@code 5} and {@code 5%}. */
    private static double percent(String text) {
        if (text.matches("([0-9]{1,9}([.][0-9]{0,9})?|[.][0-9]{1,9})%?")) {
            BigDecimal percent = new BigDecimal(text.replace("%", ""));
            if (percent.compareTo(LEAST_PERCENT) >= 0 && percent.compareTo(MOST_PERCENT) <= 0) {
                return percent.movePointLeft(2).doubleValue();
            }
        }
        throw new IllegalArgumentException("a number of percent from 0.1 to 100 is wanted");
    }

    static Duration duration(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[smh]")) {
            throw new IllegalArgumentException("a time is wanted, such as 90s, 5m or 1h");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
