package dev.santoku.cli.fleet;

import dev.santoku.cli.compare.CompareCommand;
import dev.santoku.cli.compare.CompareSyntax;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.Display;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.option.Targets;
import dev.santoku.cli.terminal.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * The options of {@code fleet}.
 *
 * @param arguments what each node's {@code compare} is given
 * @param repeat how often each node runs it
 * @param limit after which a node counts as hung
 * @param bundle that is brought to the nodes; empty where they have one, or a checkout
 * @param slurm whether a script for Slurm is printed instead
 * @param outputs where results go
 */
record FleetOptions(
        List<String> arguments,
        Cluster cluster,
        int repeat,
        Duration limit,
        Optional<Path> bundle,
        boolean slurm,
        Outputs outputs,
        Display display) {
    private static final int MOST_NODES = 100_000;
    private static final int MOST_RUNS = 1000;
    private static final int MOST_GPUS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a node's {@code compare} cannot be given: its files and its label are the fleet's business. */
    private static final Set<String> NOT_OF_NODES = Set.of(
            "label",
            "out",
            "json",
            "csv",
            "raw",
            "html",
            "baseline",
            "force",
            "list",
            "dry-run",
            "resume",
            "soak",
            "keep-going",
            "self-check",
            "cblas",
            "quiet",
            "no-color");

    /**
     * Where it runs.
     *
     * @param master of the cluster; empty for the one that was started here
     * @param nodes how many there are to be; empty where that is not said
     * @param gpus that each is to have at least; 0 for nodes without any, too
     */
    record Cluster(Optional<String> master, Optional<Integer> nodes, int gpus) {}

    /**
     * Where what is found goes.
     *
     * @param folder gets a folder of its own for each run
     * @param json the merged result
     * @param html its page
     */
    record Outputs(Path folder, Output json, Output html) {}

    static Options describe() {
        Options options = new Options();
        options.addOption(
                CommandSyntax.option(
                        "master",
                        "URL",
                        "cluster: spark://HOST:PORT, yarn, k8s://ADDRESS or local-cluster[N,CORES,MB] (default: the one that scripts/cluster.sh started)"));
        options.addOption(CommandSyntax.option(
                "nodes",
                "N",
                "wait for N nodes (default: as many as the cluster has); with --slurm, how many to ask for"));
        options.addOption(CommandSyntax.option(
                "gpus", "N", "only nodes with N GPUs to give, and no other GPUs of CUDA there (default: all nodes)"));
        options.addOption(CommandSyntax.option(
                "repeat",
                "K",
                "K runs on each node: how much nodes differ by themselves, and from each other (default: 1)"));
        options.addOption(CommandSyntax.option(
                "limit", "TIME", "stop a node's run after TIME: 90s, 5m, 1h (default: 2m and three times the budget)"));
        options.addOption(CommandSyntax.option(
                "bundle", "FILE", "run this bundle on the nodes (default: the checkout, at the same path there)"));
        options.addOption(CommandSyntax.option(
                "slurm",
                null,
                "print a script for sbatch that does the same without Spark, with the bundle; and exit"));
        options.addOption(CommandSyntax.option("out", "DIR", "folder of results (default: results)"));
        options.addOption(CommandSyntax.option("json", "FILE|-", "also write the merged result there"));
        options.addOption(CommandSyntax.option("html", "FILE", "also write its page there"));
        options.addOption(CommandSyntax.option("quiet", null, "no progress"));
        options.addOption(CommandSyntax.option("no-color", null, "no colour"));
        CompareSyntax.describe().getOptions().stream()
                .filter(option -> !NOT_OF_NODES.contains(option.getLongOpt()))
                .forEach(options::addOption);
        return options;
    }

    static FleetOptions from(CommandLine line) throws CommandException {
        OptionReader options = new OptionReader(line);
        boolean slurm = options.has("slurm");
        if (slurm && options.has("master")) {
            throw CommandException.usage("--slurm: it needs no Spark, so --master has no use; leave one out");
        }
        Optional<Integer> nodes = options.count("nodes", 1, MOST_NODES);
        if (slurm && nodes.isEmpty()) {
            throw CommandException.usage("--slurm: say how many nodes to ask for with --nodes N");
        }
        Duration budget = CompareCommand.budget(line);
        Output html = Output.of(line, "html");
        if (html.isStandardOutput()) {
            throw CommandException.usage("--html -: name a file");
        }
        return new FleetOptions(
                ofNodes(line),
                new Cluster(
                        options.value("master", FleetOptions::master),
                        nodes,
                        options.count("gpus", 1, MOST_GPUS).orElse(0)),
                options.count("repeat", 1, MOST_RUNS).orElse(1),
                options.value("limit", OptionReader::duration).orElse(PATIENCE.plus(budget.multipliedBy(3))),
                options.value("bundle", FleetOptions::bundle),
                slurm,
                new Outputs(Targets.folder(options), Output.of(line, "json"), html),
                options.display());
    }

    private static String master(String text) {
        if (!text.matches(Driver.MASTER)) {
            throw new IllegalArgumentException(
                    "give spark://HOST:PORT, yarn, k8s://ADDRESS or local-cluster[N,CORES,MEGABYTES]");
        }
        return text;
    }

    private static Path bundle(String text) {
        Path path = Path.of(text);
        if (text.isEmpty() || !Files.isRegularFile(path)) {
            throw new IllegalArgumentException("there is no such file: scripts/bundle.sh makes it");
        }
        return path.toAbsolutePath();
    }

    private static List<String> ofNodes(CommandLine line) {
        List<String> arguments = new ArrayList<>();
        Options compare = CompareSyntax.describe();
        for (Option option : line.getOptions()) {
            String name = option.getLongOpt();
            if (compare.hasLongOption(name) && !NOT_OF_NODES.contains(name)) {
                arguments.add("--" + name);
                if (option.hasArg()) {
                    arguments.add(option.getValue());
                }
            }
        }
        return arguments;
    }
}
