package dev.santoku.cli.multiply;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.ContenderRequest;
import dev.santoku.plan.ContenderResolver;
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
    private Worker worker;
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
        List<Contender> able = resolver.contenders().stream()
                .filter(candidate -> machine.device(candidate.device())
                        .filter(device ->
                                device.precisions().contains(factors.precision().storage()))
                        .isPresent())
                .toList();
        return able.stream()
                .filter(candidate -> options.backend().isPresent()
                        || machine.device(candidate.device()).orElseThrow().kind() != Device.Kind.CPU)
                .findFirst()
                .or(() -> able.stream()
                        .filter(candidate -> candidate.backend().equals("pool"))
                        .findFirst())
                .orElseThrow(() -> new CommandException(
                        ExitCode.MISSING,
                        resolver.absent().stream()
                                .map(absent -> absent.reason())
                                .findFirst()
                                .orElse("no device here computes in "
                                        + factors.precision().label())));
    }

    /** @param c null to write nothing */
    void multiply(List<Block> blocks, StoredMatrix c, Progress progress) throws CommandException {
        int done = 0;
        for (Block block : blocks) {
            progress.progress("block %d of %d …".formatted(++done, blocks.size()));
            Request request = new Request.MultiplyBlock(
                    factors.a(),
                    factors.b(),
                    c,
                    block,
                    factors.precision(),
                    options.switches().verify());
            try {
                computing += worker.ask(request, Answer.Multiplied.class, silence.orElse(patience(block)))
                        .seconds();
            } catch (WorkerFailure e) {
                throw inWords(e);
            }
        }
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
        ExitCode exitCode =
                switch (failure.kind()) {
                    case WRONG -> ExitCode.WRONG_PRODUCT;
                    case UNSUPPORTED -> ExitCode.MISSING;
                    case REFUSED, LOST -> ExitCode.FAILED;
                };
        return new CommandException(exitCode, "%s: %s".formatted(contender.inWords(), failure.getMessage()));
    }

    /** What was done, in a line. */
    String inWords(int blocks) {
        double all = (System.nanoTime() - begin) / 1e9;
        return "%d×%d×%d %s by %s: %d block%s in %.2f s, of which computing and copies %.2f s: %.1f GFLOP/s%s"
                .formatted(
                        factors.a().rows(),
                        factors.b().columns(),
                        factors.a().columns(),
                        factors.precision().label(),
                        contender.inWords(),
                        blocks,
                        blocks == 1 ? "" : "s",
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
