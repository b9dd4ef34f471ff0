package dev.santoku.cli.multiply;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.file.TemporaryFolder;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.diagnosis.OpenClDrivers;
import dev.santoku.files.Folders;
import dev.santoku.files.RegularFile;
import dev.santoku.files.Room;
import dev.santoku.files.UnfinishedFiles;
import dev.santoku.files.WholeFile;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.BlockFolder;
import dev.santoku.matrix.file.Disk;
import dev.santoku.matrix.file.MatrixFileException;
import dev.santoku.matrix.file.Npy;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One {@code multiply}: opens the factors, has a worker multiply block by block, and puts C in its place. */
final class MultiplyRun {
    private final MultiplyOptions options;
    private final Optional<Duration> silence;
    private final Terminal terminal;
    private final Progress progress;
    private final Optional<BlockFolder> blocks;

    MultiplyRun(MultiplyOptions options, Optional<Duration> silence, Terminal terminal) {
        this.options = options;
        this.silence = silence;
        this.terminal = terminal;
        this.progress = new Progress(terminal, options.switches().display().quiet());
        blocks = options.output().filter(MultiplyRun::isOfBlocks).map(MultiplyRun::blocks);
    }

    static boolean isOfBlocks(Path output) {
        return BlockFolder.is(output.toString());
    }

    /** C as a folder that this process writes. */
    static BlockFolder blocks(Path output) {
        return new BlockFolder(output.toAbsolutePath().toString(), BlockFolder.newRun(), new Disk());
    }

    ExitCode execute() throws CommandException {
        if (options.output().isPresent()) {
            checkOutput(options.output().get());
        }
        boolean verbose = options.switches().display().verbose();
        try (TemporaryFolder folder = TemporaryFolder.create("multiply", terminal, verbose);
                Workers workers = new Workers(
                        folder.path(),
                        OpenClDrivers.find().register(folder.path().resolve("drivers")));
                Interruption interruption = new Interruption(() -> leaveNothing(workers, folder.path()))) {
            String done = multiply(workers, folder.path().resolve("dense"));
            waitForEndOf(interruption);
            terminal.out().println(done);
        }
        return ExitCode.DONE;
    }

    /** Where an end from outside has begun, nothing is told. */
    private static void waitForEndOf(Interruption interruption) {
        interruption.close();
    }

    static void checkOutput(Path output) throws CommandException {
        boolean folder = isOfBlocks(output) && Files.isDirectory(output);
        if (folder) {
            RunFiles.checkFolder(output, "-o");
        } else {
            RunFiles.checkFile(output, "-o");
        }
        try {
            if (folder) {
                blocks(output).requireOwn();
                blocks(output).deleteStale();
            } else if (isOfBlocks(output) && Files.exists(output)) {
                throw CommandException.usage("-o %s: that is a file; name a folder".formatted(output));
            } else if (Files.exists(output)) {
                RegularFile.requireRegular(output);
            }
        } catch (MatrixFileException e) {
            throw CommandException.usage("-o %s: %s".formatted(output, e.getMessage()));
        } catch (IOException e) {
            throw CommandException.usage("-o %s: %s; name a file".formatted(output, FileErrors.inWords(e)));
        }
    }

    /**
     * Multiplies.
     *
     * @param dense folder for what has to be converted first; nothing of it stays
     * @return what was done, in a line
     */
    private String multiply(Workers workers, Path dense) throws CommandException {
        try {
            progress.progress("opening the matrices …");
            Factors factors = Factors.of(options, Optional.of(dense));
            progress.progress("asking the drivers what this machine has …");
            try (BlockWorker worker = new BlockWorker(options, factors, silence, workers)) {
                worker.open();
                multiply(worker, factors);
                return worker.inWords();
            }
        } finally {
            progress.end();
            Folders.deleteAll(dense);
        }
    }

    private void multiply(BlockWorker worker, Factors factors) throws CommandException {
        if (options.output().isEmpty()) {
            worker.multiply(null, null, progress);
            return;
        }
        Path output = options.output().get();
        try {
            if (blocks.isPresent()) {
                multiply(worker, factors, blocks.get());
                return;
            }
            WholeFile.<CommandException>fill(
                    output, unfinished -> worker.multiply(emptyC(output, unfinished, factors), null, progress));
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OWN_FAULT, "%s cannot be written (%s)".formatted(output, FileErrors.inWords(e)));
        }
    }

    private void multiply(BlockWorker worker, Factors factors, BlockFolder c) throws CommandException, IOException {
        int rows = factors.a().rows();
        int columns = factors.b().columns();
        Precision precision = factors.precision().storage();
        try {
            Path folder = Files.createDirectories(Path.of(c.blocks()));
            Room.require(
                    folder, StoredMatrix.random(rows, columns, precision, 0).end());
            c.commit(rows, columns, precision, worker.multiply(null, folder.toString(), progress));
        } finally {
            c.clear();
        }
    }

    private static StoredMatrix emptyC(Path output, Path unfinished, Factors factors) throws IOException {
        Precision precision = factors.precision().storage();
        int rows = factors.a().rows();
        int columns = factors.b().columns();
        boolean npy = output.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
        byte[] header = npy ? Npy.header(rows, columns, precision) : new byte[0];
        StoredMatrix c = new StoredMatrix(unfinished.toString(), header.length, rows, columns, precision, false, 0);
        Room.require(unfinished.getParent(), c.end());
        try (RandomAccessFile file = new RandomAccessFile(unfinished.toFile(), "rw")) {
            file.write(header);
            file.setLength(c.end());
        }
        return c;
    }

    private void leaveNothing(Workers workers, Path folder) {
        workers.close();
        Folders.deleteAll(folder);
        blocks.ifPresent(BlockFolder::clear);
        try {
            if (options.output().isPresent()) {
                Files.deleteIfExists(
                        UnfinishedFiles.of(WholeFile.target(options.output().get())));
            }
        } catch (IOException e) {
            // The next run that writes this file clears it.
        }
    }
}
