package dev.santoku.cli;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
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
 * @param json where the findings go besides the cache
 */
record TuneOptions(
        Set<String> devices,
        Set<Precision> precisions,
        Optional<List<Shape>> sizes,
        Duration budget,
        long seed,
        Output json,
        boolean list,
        Display display) {
    static final Duration DEFAULT_BUDGET = Duration.ofSeconds(60);

    static Options describe() {
        Options options = new Options();
        options.addOption(Main.option("devices", "LIST", "only these devices: cl0, cl1 …"));
        options.addOption(Main.option("precision", "LIST", "f32, f64 or both (default: all that the device has)"));
        options.addOption(Main.option(
                "sizes", "LIST", "N for N×N×N, or MxNxK (default: 1024 on a CPU, 2048 and 4096 on other devices)"));
        options.addOption(Main.option("budget", "TIME", "time for all devices together: 60s, 5m, 1h (default: 60s)"));
        options.addOption(Main.option(
                "seed",
                "N",
                "random seed for inputs and candidates (default: %d)".formatted(OptionReader.DEFAULT_SEED)));
        options.addOption(Main.option("json", "FILE|-", "also write the result there; - is standard output"));
        options.addOption(Main.option("list", null, "list the parameters in use, and exit"));
        options.addOption(Main.option("quiet", null, "no progress"));
        return options;
    }

    static TuneOptions from(CommandLine line) throws CommandException {
        OptionReader options = new OptionReader(line);
        return new TuneOptions(
                options.list("devices", text -> text).map(Set::copyOf).orElse(Set.of()),
                options.list("precision", Precision::parse).map(Set::copyOf).orElse(Set.of()),
                options.list("sizes", Shape::parse),
                options.value("budget", OptionReader::duration).orElse(DEFAULT_BUDGET),
                options.seed(),
                options.output("json"),
                options.has("list"),
                options.display());
    }
}
