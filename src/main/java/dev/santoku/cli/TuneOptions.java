package dev.santoku.cli;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * The options of {@code tune}, checked as far as that goes without asking the machine.
 *
 * @param devices empty for all
 * @param precisions empty for all that each device has
 * @param sizes empty to choose them by the kind of device
 * @param json where the findings go besides the cache; {@code -} is standard output
 */
record TuneOptions(
        Set<String> devices,
        Set<Precision> precisions,
        Optional<List<Shape>> sizes,
        Duration budget,
        long seed,
        Optional<String> json,
        boolean list,
        boolean quiet,
        boolean verbose) {
    static final Duration DEFAULT_BUDGET = Duration.ofSeconds(60);

    static Options describe() {
        Options options = new Options();
        options.addOption(Main.option("devices", "LIST", "only these devices: cl0, cl1 …"));
        options.addOption(Main.option("precision", "LIST", "f32, f64 or both; all that a device has without it"));
        options.addOption(Main.option(
                "sizes", "LIST", "N for N×N×N or MxNxK; 1024 on a CPU, 2048 and 4096 on other devices without it"));
        options.addOption(Main.option("budget", "TIME", "for all devices together: 60s, 5m, 1h; 60s without it"));
        options.addOption(Main.option(
                "seed", "N", "draws inputs and candidates; %d without it".formatted(CompareOptions.DEFAULT_SEED)));
        options.addOption(Main.option("json", "FILE|-", "write what was found there, too; - prints nothing else"));
        options.addOption(Main.option("list", null, "tell the parameters that are used now and end"));
        options.addOption(Main.option("quiet", null, "no progress"));
        return options;
    }

    static TuneOptions from(CommandLine line) throws CommandException {
        return new TuneOptions(
                CompareOptions.list(line, "devices", text -> text)
                        .map(Set::copyOf)
                        .orElse(Set.of()),
                CompareOptions.list(line, "precision", Precision::parse)
                        .map(Set::copyOf)
                        .orElse(Set.of()),
                CompareOptions.list(line, "sizes", Shape::parse),
                CompareOptions.value(line, "budget", CompareOptions::duration).orElse(DEFAULT_BUDGET),
                CompareOptions.value(line, "seed", text -> CompareOptions.number(text, Long.MIN_VALUE, Long.MAX_VALUE))
                        .orElse(CompareOptions.DEFAULT_SEED),
                Optional.ofNullable(line.getOptionValue("json")),
                line.hasOption("list"),
                line.hasOption("quiet"),
                line.hasOption("verbose"));
    }

    /** Whether the findings as JSON are all that standard output gets. */
    boolean jsonToStandardOutput() {
        return json.filter("-"::equals).isPresent();
    }

    /** The file that {@code --json} names. */
    Optional<Path> jsonFile() {
        return json.filter(target -> !target.equals("-")).map(Path::of);
    }
}
