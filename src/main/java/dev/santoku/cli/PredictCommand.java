package dev.santoku.cli;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.matrix.Precision;
import dev.santoku.plan.ClusterModel;
import dev.santoku.plan.ClusterModel.Prediction;
import dev.santoku.report.Units;
import dev.santoku.report.text.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code predict}: what a product would take on clusters that are not there. */
final class PredictCommand implements Command {
    private static final int MOST_NODES = 10_000;
    private static final List<Integer> NODES = List.of(1, 2, 4, 10, 100, 1000);
    private static final int SIZE = 65_536;
    private static final double NETWORK = 25e9;
    private static final double GFLOPS = 180;
    private static final long MEMORY = 8L << 30;

    /**
     * Milliseconds of the 62 tasks after the first of each executor, of a product of n = 8192 in f32 cut 8×8×1, on two executors of
     * one core each of an AMD EPYC (Zen 4) that others used as well.
     */
    private static final String MEASURED =
            """
            723 785 716 560 560 560 547 599 629 450 538 483 551 596 654 611 449 540 510 440 454
            411 472 564 677 503 463 497 606 590 513 479 430 518 504 558 653 602 609 560 451 586
            419 585 646 588 560 600 602 519 502 399 485 525 510 409 482 448 486 423 477 456
            """;

    @Override
    public String name() {
        return "predict";
    }

    @Override
    public String summary() {
        return "what multiply --master would take on clusters of more nodes: a simulation";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(CommandSyntax.option("nodes", "LIST", "how many nodes (default: 1,2,4,10,100,1000)"));
        options.addOption(CommandSyntax.option("size", "N", "of N×N matrices (default: 65536)"));
        options.addOption(CommandSyntax.option(
                "network", "BITS", "bits a second that a node sends and receives: 25g, 800m (default: 25g)"));
        options.addOption(CommandSyntax.option(
                "rate", "GFLOPS", "of a node: what compare measures there (default: 180, 2 cores of the trials)"));
        options.addOption(CommandSyntax.option("precision", "NAME", "of elements (default: f32)"));
        options.addOption(CommandSyntax.option("memory", "SIZE", "of a node for blocks, such as 8g (default: 8g)"));
        options.addOption(CommandSyntax.option(
                "tasks",
                "FILE",
                "measured times of tasks of one size, for their spread (default: those of the trials)"));
        options.addOption(CommandSyntax.option("seed", "N", "random seed (default: 42)"));
        return options;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Each node runs a task at a time: it fetches its blocks of A and B, then multiplies them. Shuffling is what a core needs",
                "to write and read them. Task times are drawn from measured ones. Reading A and B, writing C and starting Spark do not",
                "count. cluster.md has the model.",
                "One node is the plain product, without a cluster.",
                "",
                "examples:",
                "  predict --size 131072 --rate 2000 --network 100g",
                "  predict --nodes 8,16,32 --rate 50000 --precision f64 --memory 100g",
                "",
                "exit codes: 0 done; 2 wrong usage.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        OptionReader options = new OptionReader(line);
        int size = options.count("size", 1, 1 << 30).orElse(SIZE);
        List<Integer> nodes = options.list("nodes", text -> (int) OptionReader.number(text, 1, MOST_NODES))
                .orElse(NODES);
        double network = options.value("network", PredictCommand::bits).orElse(NETWORK);
        double rate = options.value("rate", PredictCommand::rate).orElse(GFLOPS);
        Precision precision = options.value("precision", Precision::parse).orElse(Precision.F32);
        long memory = options.value("memory", OptionReader::bytes).orElse(MEMORY);
        Optional<Path> tasks = options.path("tasks");
        ClusterModel model = new ClusterModel(
                rate * 1e9,
                network / 8,
                memory,
                precision.bytes(),
                tasks.isPresent() ? times(tasks.get()) : times(MEASURED));
        List<Row> rows = new ArrayList<>();
        double one = model.predict(size, 1, options.seed()).orElseThrow().seconds();
        for (int count : nodes) {
            rows.add(new Row(count, one, model.predict(size, count, options.seed())));
        }
        terminal.out()
                .println("%s, n = %d, %s GFLOP/s a node, %s Gbit/s, %s a node for blocks"
                        .formatted(
                                precision.label(),
                                size,
                                Units.significant(rate),
                                Units.significant(network / 1e9),
                                Units.bytes(memory)));
        terminal.out().println(table(rows));
        return ExitCode.DONE;
    }

    /** Of a number of nodes; {@code one} is what a node alone takes. */
    private record Row(int nodes, double one, Optional<Prediction> prediction) {
        String of(Function<Prediction, String> text) {
            return prediction.map(text).orElse("–");
        }

        String bound(Prediction known) {
            if (nodes == 1) {
                return "";
            }
            Map<String, Double> parts = Map.of(
                    "computing", known.computing(),
                    "shuffling", known.shuffling(),
                    "network", known.network(),
                    "waiting", known.waiting());
            return Collections.max(parts.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
        }
    }

    private static String table(List<Row> rows) {
        return new TextTable<Row>()
                .right("nodes", row -> Integer.toString(row.nodes()))
                .left("grid", row -> row.of(known -> known.grid().toString()))
                .right("seconds", row -> row.of(known -> Units.significant(known.seconds())))
                .right("computing", row -> row.of(known -> share(known.computing(), known)))
                .right("shuffling", row -> row.of(known -> share(known.shuffling(), known)))
                .right("network", row -> row.of(known -> share(known.network(), known)))
                .right("waiting", row -> row.of(known -> share(known.waiting(), known)))
                .right("speedup", row -> row.of(known -> Units.significant(row.one() / known.seconds())))
                .right(
                        "efficiency",
                        row -> row.of(known -> "%.0f %%".formatted(100 * row.one() / known.seconds() / row.nodes())))
                .right("bytes a node", row -> row.of(known -> Units.bytes(Math.round(known.bytes()))))
                .right("at least", row -> row.of(known -> Units.bytes(Math.round(known.leastBytes()))))
                .left("bound by", row -> row.prediction().map(row::bound).orElse("no grid fits into --memory"))
                .of(rows);
    }

    private static String share(double seconds, Prediction of) {
        return "%.0f %%".formatted(100 * seconds / of.seconds());
    }

    private static Double bits(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[mg]")) {
            throw new IllegalArgumentException("give bits a second such as 25g or 800m");
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return count * (text.endsWith("g") ? 1e9 : 1e6);
    }

    private static Double rate(String text) {
        if (!text.matches("[0-9]{1,9}([.][0-9]{1,9})?") || Double.parseDouble(text) == 0) {
            throw new IllegalArgumentException("give GFLOP/s such as 180 or 2500.5");
        }
        return Double.parseDouble(text);
    }

    private static List<Double> times(String text) {
        return Pattern.compile("\\S+")
                .matcher(text)
                .results()
                .map(word -> Double.valueOf(word.group()))
                .toList();
    }

    private static List<Double> times(Path file) throws CommandException {
        try {
            List<Double> times = times(Files.readString(file));
            if (times.isEmpty() || times.stream().anyMatch(time -> !(time > 0) || time.isInfinite())) {
                throw new NumberFormatException();
            }
            return times;
        } catch (NumberFormatException e) {
            throw CommandException.usage("--tasks %s: give a file of numbers above 0".formatted(file));
        } catch (IOException e) {
            throw CommandException.usage("--tasks %s: it cannot be read (%s)".formatted(file, FileErrors.inWords(e)));
        }
    }
}
