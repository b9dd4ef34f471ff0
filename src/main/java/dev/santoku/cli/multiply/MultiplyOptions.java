package dev.santoku.cli.multiply;

import dev.santoku.cli.fleet.Driver;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.Display;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.ContenderRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * What {@code multiply} was asked for.
 *
 * @param factors the names of A and B; none with {@code random}
 * @param output the file or folder where C goes; nowhere, if a random product is only timed, or if {@link Cluster#output} says it
 * @param random m, n and k of random factors
 * @param precision the factors are rounded to that
 * @param backend what computes
 * @param heap bytes of the worker's heap
 */
record MultiplyOptions(
        List<String> factors,
        Optional<Path> output,
        Optional<List<Integer>> random,
        long seed,
        Optional<Precision> precision,
        Optional<ContenderRequest> backend,
        long heap,
        Switches switches) {
    private static final String OWN_CLUSTER = "cluster";
    private static final int LEAST_MEGABYTES = 64;
    private static final int MOST_MEGABYTES = 1 << 24;

    /**
     * How it is computed.
     *
     * @param verify whether each block of C is verified before it is written
     * @param cluster empty for this machine alone
     */
    record Switches(boolean verify, Optional<Cluster> cluster, Display display) {}

    /**
     * Many machines.
     *
     * @param master of the cluster; empty for the one that was started here
     * @param grid {@code PxQxR}; empty to have it chosen
     * @param megabytes of each executor's heap; 0 for what the cluster says
     * @param output where C goes, if its name has a scheme
     */
    record Cluster(Optional<String> master, String grid, int megabytes, Optional<String> output) {
        private static Optional<Cluster> of(OptionReader reader, Optional<Integer> megabytes, Optional<String> output)
                throws CommandException {
            Optional<String> grid = reader.value("grid", Cluster::grid);
            Optional<String> master = reader.value("master", Cluster::master);
            if (master.isEmpty() && grid.isPresent()) {
                throw CommandException.usage("--grid cuts a product for a cluster: name one with --master");
            }
            return master.map(name -> new Cluster(
                    master.filter(url -> !url.equals(OWN_CLUSTER)), grid.orElse(""), megabytes.orElse(0), output));
        }

        private static String master(String text) {
            if (!text.equals(OWN_CLUSTER) && !text.matches(Driver.MASTER)) {
                throw new IllegalArgumentException(
                        "give cluster, spark://HOST:PORT, yarn, k8s://ADDRESS or local-cluster[N,CORES,MEGABYTES]");
            }
            return text;
        }

        private static String grid(String text) {
            if (!text.matches("[1-9]\\d{0,4}x[1-9]\\d{0,4}x[1-9]\\d{0,4}")) {
                throw new IllegalArgumentException("give three numbers of parts, such as 2x2x1");
            }
            return text;
        }
    }

    static Options describe() {
        Options options = new Options();
        options.addOption(Option.builder("o")
                .longOpt("output")
                .hasArg()
                .argName("FILE")
                .desc(
                        "write C to this file: .npy, .bin for the elements alone, or .blocks for a folder of .npy files and a manifest; with --master also hdfs://HOST/FILE.npy and the like")
                .get());
        options.addOption(
                CommandSyntax.option("random", "MxNxK", "multiply random matrices instead of files (N for NxNxN)"));
        options.addOption(CommandSyntax.option("seed", "N", "seed of the random matrices (default: 42)"));
        options.addOption(CommandSyntax.option(
                "precision",
                "PRECISION",
                "round A and B to f32, f64, tf32, bf16, f16 or i8 (default: f64 if a factor is, else f32)"));
        options.addOption(CommandSyntax.option(
                "backend",
                "NAME",
                "what computes: backend[:variant][@device] (default: jocl on the fastest GPU, else pool)"));
        options.addOption(
                CommandSyntax.option(
                        "memory",
                        "MB",
                        "heap for blocks of A, B and C (default: a quarter of this machine's memory; of each executor of a cluster: that of its worker, or 1024)"));
        options.addOption(
                CommandSyntax.option(
                        "master",
                        "URL",
                        "multiply on a cluster: cluster (that of scripts/cluster.sh), spark://HOST:PORT, yarn, k8s://ADDRESS or local-cluster[N,CORES,MB]"));
        options.addOption(CommandSyntax.option(
                "grid",
                "PxQxR",
                "with --master: cut rows, columns and inner side into so many parts (default: chosen)"));
        options.addOption(CommandSyntax.option("verify", null, "verify each block of C before it is written"));
        options.addOption(CommandSyntax.option("quiet", null, "no progress"));
        return options;
    }

    static MultiplyOptions from(CommandLine line) throws CommandException {
        OptionReader reader = new OptionReader(line);
        List<String> factors = line.getArgList();
        Optional<List<Integer>> random = reader.value(
                "random", text -> IntStream.of(Shape.parseSides(text)).boxed().toList());
        Optional<String> output = reader.text("output");
        if (random.isPresent() ? !factors.isEmpty() : factors.size() != 2) {
            throw CommandException.usage("multiply wants two matrices: multiply A B -o C, or multiply --random MxNxK");
        }
        if (random.isEmpty() && output.isEmpty()) {
            throw CommandException.usage("where does C go? name a file, such as -o c.npy");
        }
        if (random.isEmpty() && reader.has("seed")) {
            throw CommandException.usage("--seed is for --random: files are not drawn");
        }
        if (output.isPresent() && !output.get().matches("(?is).*\\.(npy|bin|blocks/*)")) {
            throw CommandException.usage("-o %s: the name must end in .npy, .bin or .blocks".formatted(output.get()));
        }
        Optional<Integer> memory = reader.count("memory", LEAST_MEGABYTES, MOST_MEGABYTES);
        Optional<Cluster> cluster = Cluster.of(reader, memory, output.filter(RemoteFile::is));
        if (cluster.isEmpty()) {
            for (String name : Stream.concat(factors.stream(), output.stream()).toList()) {
                RemoteFile.requireLocal(name);
            }
        }
        Optional<ContenderRequest> backend = reader.value("backend", ContenderRequest::parse);
        if (cluster.isPresent() && backend.flatMap(ContenderRequest::variant).isPresent()) {
            throw CommandException.usage("--backend: nodes of a cluster take the fastest variant; leave it out");
        }
        long heap = memory.map(megabytes -> (long) megabytes << 20)
                .orElse(Runtime.getRuntime().maxMemory());
        return new MultiplyOptions(
                factors,
                output.isPresent() && RemoteFile.is(output.get()) ? Optional.empty() : reader.path("output"),
                random,
                reader.seed(),
                reader.value("precision", Precision::parse),
                backend,
                heap,
                new Switches(reader.has("verify"), cluster, reader.display()));
    }
}
