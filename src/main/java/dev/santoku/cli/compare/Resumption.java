package dev.santoku.cli.compare;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.option.Targets;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.cli.terminal.Version;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalContent;
import dev.santoku.journal.JournalEntry;
import dev.santoku.journal.JournalReader;
import dev.santoku.plan.Plan;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.run.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * A run that was interrupted and goes on: its journal, which is locked from now on, and what is in it.
 *
 * @param options the first part's, those of now in their place
 * @param freshBudget whether the budget was given anew
 */
record Resumption(Journal journal, JournalContent content, JournalOptions options, boolean freshBudget)
        implements AutoCloseable {
    static final String OPTION = "resume";

    /** Journals need no more than result files do, and what samples take beside. */
    private static final long MOST_BYTES = 64L << 20;

    /** What does not change what is measured. All else stands in the journal. */
    private static final Set<String> TOGETHER = Set.of(
            OPTION,
            "cblas",
            "out",
            "json",
            "csv",
            "raw",
            "html",
            "baseline",
            "force",
            "budget",
            "quiet",
            "verbose",
            "no-color");

    /** The command that goes on with what was interrupted in a folder. */
    static String command(Path folder) {
        return "scripts/compare.sh --resume" + (folder.equals(Targets.DEFAULT_FOLDER) ? "" : " --out " + folder);
    }

    /**
     * The newest journal in the folder.
     *
     * @param line with {@code --resume}
     * @throws CommandException when it cannot be gone on with
     */
    static Resumption find(CommandLine line) throws CommandException {
        List<String> others = Arrays.stream(line.getOptions())
                .map(Option::getLongOpt)
                .filter(option -> !TOGETHER.contains(option))
                .map(option -> "--" + option)
                .toList();
        if (!others.isEmpty()) {
            throw CommandException.usage(
                    "--resume with %s: what is measured stands in the journal; leave %s out, or begin anew without --resume"
                            .formatted(String.join(", ", others), others.size() == 1 ? "it" : "them"));
        }
        Path folder = Targets.folder(new OptionReader(line));
        return open(folder, newest(folder), line);
    }

    private static Path newest(Path folder) throws CommandException {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            return files.filter(RunFiles::isJournal)
                    .max(Comparator.comparing(file -> file.getFileName().toString()))
                    .orElseThrow(() -> CommandException.usage(
                            "--resume: no run was interrupted in %s, there is no journal; name its folder with --out, or begin one without --resume"
                                    .formatted(folder)));
        } catch (IOException e) {
            throw CommandException.usage("--resume: %s cannot be read (%s)".formatted(folder, FileErrors.inWords(e)));
        }
    }

    private static Resumption open(Path folder, Path file, CommandLine line) throws CommandException {
        requirePlainFiles(folder, file);
        Journal journal = lock(file);
        try {
            JournalContent content = read(journal);
            if (!file.getFileName().toString().equals(content.head().run().id() + ".journal")) {
                throw refused(journal, "it is of another run than its name says");
            }
            requireThisVersion(journal, content);
            refuseItsLibraries(content, line);
            return new Resumption(journal, content, options(folder, journal, content, line), line.hasOption("budget"));
        } catch (CommandException | RuntimeException e) {
            close(journal);
            throw e;
        }
    }

    /** Whoever made the folder chose where a link leads: there nothing is written. */
    private static void requirePlainFiles(Path folder, Path journal) throws CommandException {
        String name = journal.getFileName().toString();
        try {
            Optional<Path> strange = new RunFiles(folder, name.substring(0, name.lastIndexOf('.'))).strange();
            if (strange.isPresent()) {
                throw CommandException.usage(
                        "--resume: %s is a link, a pipe or a device: a run goes on with plain files of its own folder alone; delete it"
                                .formatted(strange.get()));
            }
        } catch (IOException e) {
            throw CommandException.usage("--resume: the logs of %s cannot be looked through (%s); delete them"
                    .formatted(journal, FileErrors.inWords(e)));
        }
    }

    private static Journal lock(Path file) throws CommandException {
        try {
            return Journal.open(file);
        } catch (Journal.BusyException e) {
            throw CommandException.usage(
                    "--resume: %s: %s, which measures that run; wait for its end".formatted(file, e.getMessage()));
        } catch (IOException e) {
            throw CommandException.usage(
                    "--resume: %s cannot be opened to go on with it (%s)".formatted(file, FileErrors.inWords(e)));
        }
    }

    private static JournalContent read(Journal journal) throws CommandException {
        try {
            if (journal.size() > MOST_BYTES) {
                throw refused(journal, "it has %d MB, more than a journal".formatted(journal.size() >> 20));
            }
            return JournalReader.of(journal.read());
        } catch (RefusedFileException e) {
            throw refused(journal, e.getMessage());
        } catch (IOException e) {
            throw refused(journal, "it cannot be read: " + FileErrors.inWords(e));
        }
    }

    /** One line that names the journal, why, and what to do. */
    static CommandException refused(Journal journal, String why) {
        return CommandException.usage(
                "--resume: %s: %s; delete it, or move it away, and begin anew".formatted(journal.file(), why));
    }

    private static void requireThisVersion(Journal journal, JournalContent content) throws CommandException {
        Version now = Version.read();
        Version before =
                new Version(content.head().run().version(), content.head().run().commit());
        if (!now.equals(before)) {
            throw CommandException.usage(
                    "--resume: %s: %s began the run and this is %s: two programs' figures do not belong into one result; go on with that one, or delete the journal and begin anew"
                            .formatted(journal.file(), before, now));
        }
    }

    /** A journal may be a stranger's: no library is loaded that it alone names. */
    private static void refuseItsLibraries(JournalContent content, CommandLine line) throws CommandException {
        boolean named =
                content.head().arguments().stream().anyMatch(argument -> argument.matches("(?s)--?cblas(=.*)?"));
        if (named && !line.hasOption("cblas")) {
            throw CommandException.usage(
                    "--resume: the run was begun with --cblas, and a journal has no library loaded; give --cblas again");
        }
    }

    private static JournalOptions options(Path folder, Journal journal, JournalContent content, CommandLine line)
            throws CommandException {
        try {
            return JournalOptions.of(folder, content.head().arguments(), line);
        } catch (CommandException | InvalidPathException e) {
            throw refused(journal, "its options are none (%s)".formatted(e.getMessage()));
        }
    }

    /** The run's id, which it keeps. */
    String id() {
        return content.head().run().id();
    }

    /** One line where files that the journal names are not written; nothing else says so. */
    void tellLeftOut(Terminal terminal) {
        if (!options.leftOut().isEmpty()) {
            terminal.err()
                    .println(
                            "not written, since only the journal names it and it is none of this run's folder: %s; to have it, name it again beside --resume"
                                    .formatted(String.join(", ", options.leftOut())));
        }
    }

    /** What the user is told at the beginning. */
    String inWords() {
        return "goes on with the run of %s: %d cells are measured already"
                .formatted(content.head().run().startedAt(), content.cells());
    }

    /** Refuses to go on with another machine. */
    void requireSame(Machine machine, Plan plan) throws CommandException {
        List<String> differences = ResumedMachine.differences(content.head(), machine, plan);
        if (!differences.isEmpty() && !machine.broken().isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "--resume: %s cannot be gone on with: %s"
                            .formatted(journal.file(), String.join("; ", machine.broken())));
        } else if (!differences.isEmpty()) {
            throw CommandException.usage(
                    "--resume: %s was begun under other conditions (%s): one result is of one machine; restore them, or delete the journal and begin anew"
                            .formatted(journal.file(), String.join("; ", differences)));
        }
    }

    /** The machine, with what disturbed the first part beside what disturbs now. */
    Machine disturbed(Machine machine) {
        return ResumedMachine.of(content.head(), machine);
    }

    /** What is known of the GPUs from before. */
    List<GpuFacts> gpus() {
        return content.gpus();
    }

    /** What is left of the budget: a new one, or what the first part left over. */
    Duration remaining(Duration budget) {
        return freshBudget || content.left().isEmpty()
                ? budget
                : Duration.ofMillis((long) (1000 * content.left().getAsDouble()));
    }

    /** The run's facts: those of its first part, and that it goes on now. */
    RunFacts facts(Instant now) {
        return content.head()
                .run()
                .resumed(Stream.concat(content.resumptions().stream(), Stream.of(now))
                        .toList());
    }

    /** Records what is still to be measured behind what is. */
    Recorder recorder(Instant now, Duration budget) throws IOException {
        return Recorder.goOn(
                journal,
                content,
                new JournalEntry.Resumption(now, remaining(budget).toMillis() / 1000.0));
    }

    private static void close(Journal journal) {
        try {
            journal.close();
        } catch (IOException e) {
            // It was refused, and nothing was written: nothing can be lost.
        }
    }

    @Override
    public void close() {
        close(journal);
    }
}
