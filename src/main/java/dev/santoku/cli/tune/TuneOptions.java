package dev.santoku.cli.tune;

import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.Display;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.terminal.CommandException;
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
 * @param precisions empty for f32 and f64, where the device has them
 * @param sizes empty to choose them by the kind of device
 * @param json where the findings go besides the cache
 */
public record TuneOptions(
        Set<String> devices,
        Set<Precision> precisions,
        Optional<List<Shape>> sizes,
        Duration budget,
        long seed,
        Output json,
        boolean list,
        Display display) {
    public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(60);

    static Options describe() {
        Options options = new Options();
        options.addOption(CommandSyntax.option(
                "devices", "LIST", "only these devices: cpu, cl0, cl1 … (default: all OpenCL devices)"));
        options.addOption(CommandSyntax.option(
                "precision",
                "LIST",
                "f32, f64, and of tf32, bf16, f16, i8 what the device has instructions for (default: f32 and f64)"));
        options.addOption(CommandSyntax.option(
                "sizes",
                "LIST",
                "N for N×N×N, or MxNxK (default: about 1024 on a CPU, 2048 and 4096 on other devices)"));
        options.addOption(
                CommandSyntax.option("budget", "TIME", "time for all devices together: 60s, 5m, 1h (default: 60s)"));
        options.addOption(CommandSyntax.option(
                "seed",
                "N",
                "random seed for inputs and candidates (default: %d)".formatted(OptionReader.DEFAULT_SEED)));
        options.addOption(CommandSyntax.option("json", "FILE|-", "also write the result there; - is standard output"));
        options.addOption(CommandSyntax.option("list", null, "list the parameters in use, and exit"));
        options.addOption(CommandSyntax.option("quiet", null, "no progress"));
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
