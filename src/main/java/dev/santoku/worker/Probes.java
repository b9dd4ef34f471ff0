package dev.santoku.worker;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Located;
import dev.santoku.backend.Tunable;
import dev.santoku.matrix.Precision;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out what this machine has: every back end in a process of its own and all at once, since drivers crash and hang. One
 * that hangs costs the others no more than the patience with it.
 */
public final class Probes {
    /** With a driver that answers at all: the slowest initialise many GPUs first. */
    public static final Duration MOST_PATIENCE = Duration.ofSeconds(20);

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

    /** Of a budget a driver that hangs may take so much. */
    private static final int SHARE_OF_BUDGET = 3;

    /** Until Java runs, which is no driver's fault. */
    private static final Duration START = Duration.ofSeconds(20);

    /** A probe ends before an optimising compiler would pay, and several start at once. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

    private final Starter starter;
    private final Duration patience;

    /** Starts a worker. */
    interface Starter {
        Worker start(String name, List<String> flags, boolean yardstick) throws WorkerFailure;
    }

    /** @param patience how long a driver may be silent */
    Probes(Starter starter, Duration patience) {
        this.starter = starter;
        this.patience = patience;
    }

    /** A third of the budget, between 5 and 20 s. */
    public static Duration patience(Duration budget) {
        Duration share = budget.dividedBy(SHARE_OF_BUDGET);
        Duration bounded = share.compareTo(MOST_PATIENCE) < 0 ? share : MOST_PATIENCE;
        return bounded.compareTo(LEAST_PATIENCE) > 0 ? bounded : LEAST_PATIENCE;
    }

    /**
     * Probes the host and all back ends, at once. Never throws: what crashes is unavailable.
     *
     * @param patience how long a driver may be silent
     */
    public static Machine probe(List<Backend> backends, Workers workers, Duration patience) {
        return new Probes((name, flags, yardstick) -> workers.start(name, flags, yardstick, Map.of()), patience)
                .probe(backends);
    }

    Machine probe(List<Backend> backends) {
        CompletableFuture<HostFacts> host = CompletableFuture.supplyAsync(this::describeHost, Probes::onThread);
        Map<String, CompletableFuture<Probed>> answers = new LinkedHashMap<>();
        for (Backend backend : backends) {
            answers.put(backend.id(), CompletableFuture.supplyAsync(() -> probe(backend), Probes::onThread));
        }
        Map<String, Availability> availability = new LinkedHashMap<>();
        List<DeviceSurvey> surveys = new ArrayList<>();
        Map<String, String> pciAddresses = new HashMap<>();
        answers.forEach((id, answer) -> {
            availability.put(id, answer.join().availability());
            surveys.addAll(answer.join().surveys());
            pciAddresses.putAll(answer.join().pciAddresses());
        });
        return new Machine(host.join(), availability, surveys, pciAddresses);
    }

    private record Probed(Availability availability, List<DeviceSurvey> surveys, Map<String, String> pciAddresses) {
        static Probed unavailable(Availability.Unavailable unavailable) {
            return new Probed(unavailable, List.of(), Map.of());
        }
    }

    private static void onThread(Runnable task) {
        new Thread(task, "santoku-probe").start();
    }

    /** Tried twice, since nothing is told of a machine without; both together take no longer than a driver may. */
    private HostFacts describeHost() {
        Duration half = patience.dividedBy(2);
        Duration each = half.compareTo(LEAST_PATIENCE) > 0 ? half : LEAST_PATIENCE;
        try {
            return describeHost(each);
        } catch (WorkerFailure first) {
            try {
                return describeHost(each);
            } catch (WorkerFailure second) {
                return HostFacts.unknown()
                        .withWarnings(
                                List.of("this machine cannot be described, the process that looks at it failed twice: "
                                        + second.getMessage()));
            }
        }
    }

    private HostFacts describeHost(Duration deadline) throws WorkerFailure {
        try (Worker worker = start("probe-host", SHORT_LIVED, false)) {
            return worker.ask(new Request.DescribeHost(), Answer.Host.class, deadline)
                    .facts();
        }
    }

    private Probed probe(Backend backend) {
        List<String> flags = new ArrayList<>(backend.jvmFlags());
        if (!backend.judgesCompiler()) {
            flags.addAll(SHORT_LIVED);
        }
        try (Worker worker = start("probe-" + backend.id(), flags, backend.yardstick())) {
            Answer.Probed probed = worker.ask(new Request.Probe(backend.id()), Answer.Probed.class, patience);
            if (probed.reason() != null) {
                return Probed.unavailable(new Availability.Unavailable(probed.reason(), probed.cure()));
            }
            long end = System.nanoTime() + patience.toNanos();
            return new Probed(
                    new Availability.Available(probed.devices(), probed.obstacles(), probed.variants(), probed.notes()),
                    surveys(backend, probed, worker, end),
                    pciAddresses(backend, worker, end));
        } catch (WorkerFailure e) {
            return Probed.unavailable(new Availability.Unavailable(
                    "asking for its devices failed: " + e.reason(),
                    e.cure().orElse("see its log with --verbose, or leave it out with --backends"),
                    true));
        }
    }

    /** One in which Java runs: what it is asked next takes the driver's time alone. */
    private Worker start(String name, List<String> flags, boolean yardstick) throws WorkerFailure {
        Worker worker = starter.start(name, flags, yardstick);
        try {
            worker.ask(new Request.Greet(), Answer.Done.class, START);
            return worker;
        } catch (WorkerFailure e) {
            worker.close();
            throw e;
        }
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** That a driver does not tell, or crashes when asked, is no reason not to use its devices. */
    private static Map<String, String> pciAddresses(Backend backend, Worker worker, long end) {
        if (!(backend instanceof Located)) {
            return Map.of();
        }
        try {
            return worker.ask(new Request.Locate(backend.id()), Answer.Located.class, until(end))
                    .pciAddresses();
        } catch (WorkerFailure e) {
            return Map.of();
        }
    }

    /** Of the devices that can be tuned. One that cannot be looked at is left out: that is no reason not to use it. */
    private static List<DeviceSurvey> surveys(Backend backend, Answer.Probed probed, Worker worker, long end) {
        List<DeviceSurvey> surveys = new ArrayList<>();
        if (!(backend instanceof Tunable)) {
            return surveys;
        }
        for (Device device : probed.devices()) {
            for (Precision precision : Precision.values()) {
                if (!device.precisions().contains(precision.storage())) {
                    continue;
                }
                try {
                    Request survey = new Request.Survey(backend.id(), device.id(), precision);
                    Tunable.Survey answer = worker.ask(survey, Answer.Surveyed.class, until(end))
                            .survey();
                    surveys.add(new DeviceSurvey(backend.id(), device.id(), answer));
                } catch (WorkerFailure e) {
                    if (e.kind() == WorkerFailure.Kind.LOST) {
                        return surveys;
                    }
                }
            }
        }
        return surveys;
    }
}
