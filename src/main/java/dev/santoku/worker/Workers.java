package dev.santoku.worker;

import dev.santoku.diagnosis.FileErrors;
import dev.santoku.diagnosis.Postmortem;
import dev.santoku.files.Folders;
import dev.santoku.files.OwnedFolder;
import dev.santoku.host.BlasVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Starts workers, knows which still live, and keeps their logs in one folder. */
public final class Workers implements AutoCloseable {
    private final Path logs;
    private final Map<String, String> environment;
    private final Set<String> notForYardsticks;
    private final List<Housed> alive = new ArrayList<>();
    private final Set<Path> lost = new LinkedHashSet<>();
    private Optional<OwnedFolder> temporary = Optional.empty();
    private boolean closed;

    /**
     * Workers of one run.
     *
     * @param logs the folder of their logs; created with the first worker
     * @param environment added to this process's own
     * @param notForYardsticks names of variables of this process that workers of yardsticks do not get
     */
    public Workers(Path logs, Map<String, String> environment, Set<String> notForYardsticks) {
        this.logs = logs;
        this.environment = Map.copyOf(environment);
        this.notForYardsticks = Set.copyOf(notForYardsticks);
    }

    /** Workers of one run; those of yardsticks do without what would change a BLAS. */
    public Workers(Path logs, Map<String, String> environment) {
        this(logs, environment, BlasVariables.in(System.getenv()));
    }

    /** Starts one that is no yardstick's, and needs no variables of its own. */
    public Worker start(String name, List<String> jvmFlags) throws WorkerFailure {
        return start(name, jvmFlags, false, Map.of());
    }

    /**
     * Starts one.
     *
     * @param name what it works on; names its log
     * @param jvmFlags flags of its JVM
     * @param yardstick whether it works for one
     * @param own variables of its own
     * @throws WorkerFailure when the process cannot be started, or all workers were ended
     */
    public synchronized Worker start(String name, List<String> jvmFlags, boolean yardstick, Map<String, String> own)
            throws WorkerFailure {
        if (closed) {
            throw new WorkerFailure(WorkerFailure.Kind.LOST, "the run is over");
        }
        try {
            Files.createDirectories(logs);
            List<String> flags = new ArrayList<>(jvmFlags);
            // Native libraries are unpacked there; a worker that is killed leaves them to us.
            Path temporary = Files.createTempDirectory(temporaryFolder(), WorkerMain.TEMPORARY_PREFIX);
            flags.add("-Djava.io.tmpdir=" + temporary);
            Map<String, String> added = new TreeMap<>(environment);
            added.putAll(own);
            Set<String> without = yardstick ? notForYardsticks : Set.of();
            Housed worker = new Housed(start(name, flags, added, without, temporary), log(name), temporary);
            alive.add(worker);
            return worker;
        } catch (IOException e) {
            throw new WorkerFailure(
                    WorkerFailure.Kind.LOST, Postmortem.ofMessage("no worker could be started", FileErrors.reason(e)));
        }
    }

    private Path temporaryFolder() throws IOException {
        if (temporary.isEmpty()) {
            temporary = Optional.of(OwnedFolder.temporary("workers"));
        }
        return temporary.get().path();
    }

    private WorkerProcess start(
            String name, List<String> flags, Map<String, String> added, Set<String> without, Path temporary)
            throws IOException {
        try {
            return WorkerProcess.start(flags, added, without, log(name));
        } catch (IOException e) {
            Folders.deleteAll(temporary);
            throw e;
        }
    }

    /** The log of the workers of this name. */
    public Path log(String name) {
        return logs.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".log");
    }

    /** The logs of workers that were lost, whatever was asked of them; not of those that ended with the run. */
    public synchronized List<Path> lost() {
        return List.copyOf(lost);
    }

    /** Deletes all logs but these, and the folder when it is empty then. */
    public void deleteLogsExcept(List<Path> kept) {
        Folders.deleteAll(
                logs, file -> kept.stream().anyMatch(log -> file.toString().startsWith(log.toString())));
    }

    /** Ends those that still live, and no more can be started; their logs stay. */
    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(alive).forEach(Housed::close);
        temporary.ifPresent(OwnedFolder::delete);
    }

    private synchronized void forget(Housed worker) {
        alive.remove(worker);
    }

    private synchronized void lost(Housed worker) {
        if (!closed) {
            lost.add(worker.log);
        }
    }

    /** A worker with its folder, which goes with it: a run of many launches has many. */
    private final class Housed implements Worker {
        private final WorkerProcess process;
        private final Path log;
        private final Path temporary;

        Housed(WorkerProcess process, Path log, Path temporary) {
            this.process = process;
            this.log = log;
            this.temporary = temporary;
        }

        @Override
        public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
            try {
                return process.ask(request, expected, deadline);
            } catch (WorkerFailure e) {
                if (e.kind() == WorkerFailure.Kind.LOST) {
                    lost(this);
                }
                throw e;
            }
        }

        @Override
        public void close() {
            process.close();
            Folders.deleteAll(temporary);
            forget(this);
        }
    }
}
