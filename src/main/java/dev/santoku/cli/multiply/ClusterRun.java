package dev.santoku.cli.multiply;

import dev.santoku.cli.file.TemporaryFolder;
import dev.santoku.cli.fleet.Driver;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.files.Folders;
import dev.santoku.files.ProcessMark;
import dev.santoku.files.Room;
import dev.santoku.files.UnfinishedFiles;
import dev.santoku.files.WholeFile;
import dev.santoku.matrix.file.BlockFolder;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One {@code multiply} on a cluster: opens the factors here, and has Spark's driver do the rest. */
final class ClusterRun {
    private static final String MAIN = "dev.santoku.cluster.ProductMain";
    private static final int PATIENCE_SECONDS = 120;

    private final MultiplyOptions options;
    private final MultiplyOptions.Cluster cluster;
    private final Terminal terminal;
    private final Progress progress;
    private ProductEvent last = new ProductEvent("", 0, "");

    ClusterRun(MultiplyOptions options, MultiplyOptions.Cluster cluster, Terminal terminal) {
        this.options = options;
        this.cluster = cluster;
        this.terminal = terminal;
        this.progress = new Progress(terminal, options.switches().display().quiet());
    }

    ExitCode execute() throws CommandException {
        Driver driver = Driver.from(terminal.environment())
                .orElseThrow(() -> CommandException.usage(
                        "--master: Spark is started by a checkout: scripts/santoku.sh multiply --master …"));
        if (options.output().isPresent()) {
            MultiplyRun.checkOutput(options.output().get());
        }
        try (TemporaryFolder work = TemporaryFolder.create(
                "multiply", terminal, options.switches().display().verbose())) {
            if (options.output().isPresent()) {
                write(driver, options.output().get(), work.path());
            } else {
                String output = BlockFolder.path(cluster.output().orElse(""));
                String unfinished = output.isEmpty()
                        ? ""
                        : BlockFolder.is(output)
                                ? output + "/" + BlockFolder.newRun()
                                : "%s.%s.part".formatted(output, ProcessMark.own());
                driver.run(
                        cluster.master(),
                        MAIN,
                        "",
                        task(Optional.empty(), output, unfinished),
                        work.path(),
                        this::take);
            }
        } finally {
            progress.end();
        }
        if (last.state().equals("failed")) {
            throw new CommandException(exitCode(last.exit()), UntrustedText.line(last.text()));
        }
        if (!last.state().equals("done")) {
            throw new CommandException(ExitCode.OWN_FAULT, "the driver on Spark ended without a product");
        }
        terminal.out().println(UntrustedText.line(last.text()));
        return ExitCode.DONE;
    }

    /** C, and beside it a folder that all nodes see: for its blocks, and for factors that had to be converted. */
    private void write(Driver driver, Path output, Path work) throws CommandException {
        try {
            Optional<BlockFolder> ofBlocks =
                    Optional.of(output).filter(MultiplyRun::isOfBlocks).map(MultiplyRun::blocks);
            // A link to a folder keeps its name, which says what is in it.
            Path target = (ofBlocks.isPresent() ? output : WholeFile.target(output)).toAbsolutePath();
            Path unfinished = ofBlocks.map(c -> Path.of(c.blocks())).orElse(UnfinishedFiles.of(target));
            Path blocks = UnfinishedFiles.folderOf(target);
            UnfinishedFiles.deleteStale(target);
            Interruption interruption = new Interruption(() -> Folders.deleteAll(blocks));
            try {
                Map<String, Object> task =
                        task(Optional.of(blocks.resolve("dense")), target.toString(), unfinished.toString());
                driver.run(cluster.master(), MAIN, "", task, work, this::take);
            } finally {
                Folders.deleteAll(blocks);
                if (ofBlocks.isPresent()) {
                    ofBlocks.get().clear(); // the driver has ended: what it has not committed goes
                } else {
                    Files.deleteIfExists(unfinished);
                }
                interruption.close();
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** @param dense folder for what has to be converted first, if nodes see one */
    private Map<String, Object> task(Optional<Path> dense, String output, String unfinished) throws CommandException {
        progress.progress("opening the matrices …");
        Map<String, Object> task = new LinkedHashMap<>();
        if (options.factors().stream().anyMatch(RemoteFile::is)) {
            task.put("a", factor(options.factors().get(0), dense));
            task.put("b", factor(options.factors().get(1), dense));
            task.put("precision", options.precision().orElse(null));
        } else {
            Factors factors = Factors.of(options, dense);
            if (options.output().isPresent()) {
                requireRoom(Path.of(output), factors);
            }
            task.put("a", Map.of("stored", absolute(factors.a())));
            task.put("b", Map.of("stored", absolute(factors.b())));
            task.put("precision", factors.precision());
        }
        task.put("backend", options.backend().map(Object::toString).orElse(""));
        task.put("grid", cluster.grid());
        task.put("c", Map.of("output", output, "unfinished", unfinished));
        task.put("verify", options.switches().verify());
        task.put("executors", Map.of("megabytes", cluster.megabytes(), "patienceSeconds", PATIENCE_SECONDS));
        return task;
    }

    private static Map<String, Object> factor(String name, Optional<Path> dense) throws CommandException {
        return RemoteFile.is(name) ? Map.of("name", name) : Map.of("stored", absolute(Factors.open(name, dense)));
    }

    /** For C twice, as blocks and put together; once where it stays as blocks. */
    private void requireRoom(Path target, Factors factors) throws CommandException {
        double elements = (double) factors.a().rows() * factors.b().columns();
        try {
            Room.require(target.getParent(), (long) ((MultiplyRun.isOfBlocks(target) ? 1 : 2)
                    * elements
                    * factors.precision().bytes()));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private CommandException cannotWrite(IOException e) {
        return new CommandException(
                ExitCode.OWN_FAULT,
                "%s cannot be written (%s)".formatted(options.output().orElseThrow(), FileErrors.inWords(e)));
    }

    private static StoredMatrix absolute(StoredMatrix matrix) {
        return matrix.path() == null
                ? matrix
                : matrix.at(Path.of(matrix.path()).toAbsolutePath().toString());
    }

    private void take(String line) {
        ProductEvent.parse(line).ifPresent(event -> {
            switch (event.state()) {
                case "progress" -> progress.progress(event.text());
                case "retry" -> progress.note("retried: " + event.text());
                case "hint" -> progress.note(event.text());
                default -> last = event;
            }
        });
    }

    private static ExitCode exitCode(int status) {
        return Arrays.stream(ExitCode.values())
                .filter(code -> code.status() == status)
                .findFirst()
                .orElse(ExitCode.OWN_FAULT);
    }
}
