package dev.santoku.cli.multiply;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.ContenderRequest;
import dev.santoku.plan.ContenderResolver;
import dev.santoku.plan.Plan;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Probes;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import dev.santoku.worker.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The process that multiplies, on the device that was asked for or is likely the fastest. */
final class BlockWorker implements AutoCloseable {
    /** No back end is slower than this, nor a disk. */
    private static final double LEAST_OPERATIONS_A_SECOND = 1e7;

    private static final double LEAST_BYTES_A_SECOND = 1e6;
    private static final long START_SECONDS = 120;

    private final MultiplyOptions options;
    private final Factors factors;
    private final Optional<Duration> silence;
    private final Workers workers;
    private final OpenOptions threads = OpenOptions.defaults();
    private final long begin = System.nanoTime();
    private Contender contender;
    private Device device;
    private Worker worker;
    private int done;
    private double computing;

    BlockWorker(MultiplyOptions options, Factors factors, Optional<Duration> silence, Workers workers) {
        this.options = options;
        this.factors = factors;
        this.silence = silence;
        this.workers = workers;
    }

    /** Starts the process and opens the back end in it. */
    void open() throws CommandException {
        Map<String, Backend> backends = new LinkedHashMap<>();
        for (Backend backend : Backends.all()) {
            if (options.backend()
                    .map(request -> request.backend().equals(backend.id()))
                    .orElse(List.of("jocl", "pool").contains(backend.id()))) {
                backends.put(backend.id(), backend);
            }
        }
        if (backends.isEmpty()) {
            throw CommandException.usage("--backend: there is no back end '%s'; santoku doctor lists them"
                    .formatted(options.backend().orElseThrow().backend()));
        }
        Machine machine = Probes.probe(List.copyOf(backends.values()), workers, silence.orElse(Probes.MOST_PATIENCE));
        contender = choose(backends, machine);
        device = machine.device(contender.device()).orElseThrow();
        Backend backend = backends.get(contender.backend());
        List<String> flags = new ArrayList<>(backend.jvmFlags());
        flags.add("-Xmx" + (options.heap() >> 20) + "m");
        try {
            worker = workers.start("multiply", flags, backend.yardstick(), backend.environment(threads.threads()));
            Request open =
                    new Request.Open(contender.backend(), contender.variant(), contender.device(), threads.threads());
            worker.ask(open, Answer.Opened.class, silence.orElse(Duration.ofSeconds(START_SECONDS)));
        } catch (WorkerFailure e) {
            throw inWords(e);
        }
    }

    private Contender choose(Map<String, Backend> backends, Machine machine) throws CommandException {
        ContenderResolver resolver = new ContenderResolver(backends, machine, false, Set.of(), threads);
        try {
            resolver.resolve(options.backend().map(List::of).orElseGet(() -> backends.keySet().stream()
                    .map(ContenderRequest::unnamed)
                    .toList()));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--backend: " + e.getMessage());
        }
        Precision precision = factors.precision();
        List<Contender> able = resolver.contenders().stream()
                .filter(candidate -> machine.device(candidate.device())
                        .filter(found -> found.precisions().contains(precision.storage()))
                        .isPresent())
                // PoCL and its like are named or not used: pool is as good a CPU
                .filter(candidate -> options.backend().isPresent()
                        || !candidate.backend().equals("jocl")
                        || machine.device(candidate.device()).orElseThrow().kind() != Device.Kind.CPU)
                .toList();
        return new FastestKnown(machine, TunedCache.ofUser().read().entries(), precision)
                .of(able)
                .orElseThrow(() -> new CommandException(
                        ExitCode.MISSING,
                        resolver.absent().stream()
                                .map(Plan.Absent::reason)
                                .findFirst()
                                .orElse("no device of %s here computes in %s"
                                        .formatted(String.join(" or ", backends.keySet()), precision.label()))));
    }

    /**
     * The memory for blocks: what there is on the heap, and no more than the device has.
     *
     * @return bytes, of which {@link Factors#cut} uses half
     */
    private long memory() {
        long memory = options.heap();
        if (device.memoryBytes() != null) {
            memory = Math.min(memory, device.memoryBytes());
        }
        if (device.maxAllocationBytes() != null) {
            memory = Math.min(memory, 2 * device.maxAllocationBytes());
        }
        return memory;
    }

    /**
     * Multiplies block by block.
     *
     * @param c null for none
     * @param folder for a file of each block; null for none
     * @return those files
     */
    List<StoredBlock> multiply(StoredMatrix c, String folder, Progress progress) throws CommandException {
        List<Block> blocks = factors.cut(memory());
        List<StoredBlock> written = new ArrayList<>();
        for (Block block : blocks) {
            progress.progress("block %d of %d …".formatted(++done, blocks.size()));
            Request request = new Request.MultiplyBlock(
                    factors.a(),
                    factors.b(),
                    c,
                    folder,
                    block,
                    factors.precision(),
                    options.switches().verify());
            try {
                Answer.Multiplied answer =
                        worker.ask(request, Answer.Multiplied.class, silence.orElse(patience(block)));
                computing += answer.seconds();
                written.add(answer.written());
            } catch (WorkerFailure e) {
                throw inWords(e);
            }
        }
        return written;
    }

    private Duration patience(Block block) {
        double k = factors.a().columns();
        double bytes =
                Double.BYTES * (k * block.rows() + k * block.columns() + (double) block.rows() * block.columns());
        double operations = 2 * k * block.rows() * block.columns();
        return Duration.ofSeconds(
                START_SECONDS + (long) (operations / LEAST_OPERATIONS_A_SECOND + bytes / LEAST_BYTES_A_SECOND));
    }

    private CommandException inWords(WorkerFailure failure) {
        String reason = failure.getMessage();
        String by = "%s: %s".formatted(contender.inWords(), reason);
        return switch (failure.kind()) {
            case INPUT -> CommandException.usage(reason);
            case OUTPUT ->
                new CommandException(
                        ExitCode.OWN_FAULT,
                        "%s cannot be written (%s)".formatted(options.output().orElseThrow(), reason));
            case WRONG -> new CommandException(ExitCode.WRONG_PRODUCT, by);
            case UNSUPPORTED -> new CommandException(ExitCode.MISSING, by);
            case REFUSED, LOST -> new CommandException(ExitCode.FAILED, by);
        };
    }

    /** What was done, in a line. */
    String inWords() {
        double all = (System.nanoTime() - begin) / 1e9;
        return "%d×%d×%d %s by %s: %d block%s in %.2f s, of which computing and copies %.2f s: %.1f GFLOP/s%s"
                .formatted(
                        factors.a().rows(),
                        factors.b().columns(),
                        factors.a().columns(),
                        factors.precision().label(),
                        contender.inWords(),
                        done,
                        done == 1 ? "" : "s",
                        all,
                        computing,
                        factors.operations() / computing / 1e9,
                        options.switches().verify() ? "; verified" : "");
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
    }
}
