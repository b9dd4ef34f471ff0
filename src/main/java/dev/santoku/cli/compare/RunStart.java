package dev.santoku.cli.compare;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Version;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.files.OwnedFolder;
import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalEntry;
import dev.santoku.plan.Plan;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import dev.santoku.run.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How a run starts: anew, or where an interrupted one ended, whose name, facts and journal it keeps. */
final class RunStart {
    private final CompareOptions options;
    private final List<String> arguments;
    private final Optional<Resumption> resumption;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long started = System.nanoTime();
    private final RunFiles files;
    private long tuningNanos;

    /** Starts now. */
    RunStart(CompareOptions options, List<String> arguments, Optional<Resumption> resumption) {
        this.options = options;
        this.arguments = arguments;
        this.resumption = resumption;
        this.files = resumption
                .map(earlier -> RunFiles.resumed(options.targets().folder(), earlier.id()))
                .orElseGet(() -> new RunFiles(options.targets().folder(), RunFiles.newId(start)));
    }

    RunFiles files() {
        return files;
    }

    /** The folder of the workers' logs, which nobody else clears while this run lives. */
    OwnedFolder ownLogs() throws CommandException {
        try {
            return OwnedFolder.of(files.logs());
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OWN_FAULT,
                    "--out %s: nothing can be written there (%s); make room, or name another folder"
                            .formatted(files.folder(), FileErrors.inWords(e)));
        }
    }

    /** So long was tuned, which the budget does not pay. */
    void tuned(long nanos) {
        tuningNanos = nanos;
    }

    /** What is left of the budget. */
    Duration remaining() {
        return resumption
                .map(earlier -> earlier.remaining(options.sampling().budget()))
                .orElseGet(() -> options.sampling().budget().minusNanos(System.nanoTime() - started - tuningNanos));
    }

    RunFacts facts() {
        if (resumption.isPresent()) {
            return resumption.get().facts(start);
        }
        Version version = Version.read();
        return RunFacts.begun(
                files.id(),
                version.version(),
                version.commit(),
                RedactedArguments.of(arguments),
                start,
                options.label().orElse(null),
                options.sampling().seed(),
                options.sampling().profile().within());
    }

    /** Records into the journal, a new one or that of the interrupted run. */
    Recorder recorder(Plan plan, Machine machine) throws CommandException {
        try {
            if (resumption.isPresent()) {
                return resumption.get().recorder(start, options.sampling().budget());
            }
            JournalEntry.Head head = JournalEntry.Head.of(
                    facts(), RedactedArguments.relativeTo(files.folder(), arguments), plan, machine);
            return Recorder.begin(Journal.begin(files.journal(), head));
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OWN_FAULT,
                    "--out %s: the journal cannot be written (%s); make room, or name another folder"
                            .formatted(files.folder(), FileErrors.inWords(e)));
        }
    }
}
