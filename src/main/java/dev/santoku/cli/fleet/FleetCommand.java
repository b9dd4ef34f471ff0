package dev.santoku.cli.fleet;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.cli.terminal.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code fleet}: one comparison on every node of a cluster at once, and one report of all. */
public final class FleetCommand implements Command {
    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public String summary() {
        return "compare on every node of a cluster at once, and merge the results";
    }

    @Override
    public Options options() {
        return FleetOptions.describe();
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Options without a word about nodes are those of compare, which each node runs as an ordinary process of its own.",
                "All begin together. Two workers on one machine count once; workers on loopback addresses stand for machines.",
                "With --repeat a report has the standard deviations within nodes and between them. All nodes begin each run together.",
                "A node that fails, is lost, or has not ended after --limit is a row with the reason; what the others measured counts.",
                "DIR/fleet-ID gets a result of each run, fleet.json and fleet.html. Spark is fetched at the first run, 110 MB.",
                "",
                "examples:",
                "  scripts/cluster.sh start --workers node1,node2 && scripts/santoku.sh fleet --quick; scripts/cluster.sh stop",
                "  fleet --master spark://head:7077 --nodes 16 --sizes 4096 --bundle santoku.tar.gz",
                "  fleet --repeat 5 --gpus 1 --sizes 4096,16384",
                "  fleet --slurm --nodes 16 --sizes 4096 > fleet.sh && sbatch fleet.sh",
                "",
                "exit codes: 0 all nodes have a result; 1 the cluster failed, or output cannot be written; 2 wrong usage;",
                "3 a node found a wrong product; 6 a node failed, hung or was lost, or a contender on it did; 8 there is no result at all.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        FleetOptions options = FleetOptions.from(line);
        if (options.slurm()) {
            terminal.out().print(script(options, terminal));
            return ExitCode.DONE;
        }
        Driver driver = Driver.from(terminal.environment())
                .orElseThrow(
                        () -> CommandException.usage("fleet: Spark is started by a checkout: scripts/santoku.sh fleet; "
                                + "without it, fleet --slurm prints a script for a batch system"));
        return new FleetRun(options, driver, terminal).execute();
    }

    private static String script(FleetOptions options, Terminal terminal) {
        String name = "santoku-%s-linux-x86_64.tar.gz".formatted(Version.read().version());
        Path bundle = options.bundle().orElseGet(() -> Driver.from(terminal.environment())
                .map(driver -> driver.checkout().resolve("target").resolve(name))
                .orElseGet(() -> Path.of(name).toAbsolutePath()));
        if (!Files.exists(bundle)) {
            terminal.err().println("santoku: %s is not there yet: scripts/bundle.sh makes it".formatted(bundle));
        }
        return SlurmScript.of(options.cluster(), options.repeat(), bundle, options.arguments(), options.limit());
    }
}
