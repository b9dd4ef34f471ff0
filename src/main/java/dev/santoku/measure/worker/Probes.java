package dev.santoku.measure.worker;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Located;
import dev.santoku.backend.Tunable;
import dev.santoku.matrix.Precision;
import dev.santoku.measure.DeviceSurvey;
import dev.santoku.measure.HostFacts;
import dev.santoku.measure.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds out what this machine has: every back end in a process of its own, since drivers crash. */
public final class Probes {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** A probe ends before an optimising compiler would pay, and several start at once. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

    private Probes() {}

    /** Probes the host and all back ends, at once. Never throws: what crashes is unavailable. */
    public static Machine probe(List<Backend> backends, Workers workers) {
        CompletableFuture<HostFacts> host =
                CompletableFuture.supplyAsync(() -> describeHost(workers), Probes::onThread);
        Map<String, CompletableFuture<Probed>> answers = new LinkedHashMap<>();
        for (Backend backend : backends) {
            answers.put(backend.id(), CompletableFuture.supplyAsync(() -> probe(backend, workers), Probes::onThread));
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
        static Probed unavailable(String reason, String cure) {
            return new Probed(new Availability.Unavailable(reason, cure), List.of(), Map.of());
        }
    }

    private static void onThread(Runnable task) {
        new Thread(task, "santoku-probe").start();
    }

    private static HostFacts describeHost(Workers workers) {
        try (Worker worker = workers.start("probe-host", SHORT_LIVED)) {
            return worker.ask(new Request.DescribeHost(), Answer.Host.class, DEADLINE)
                    .facts();
        } catch (WorkerFailure e) {
            return HostFacts.unknown();
        }
    }

    private static Probed probe(Backend backend, Workers workers) {
        String name = "probe-" + backend.id();
        List<String> flags = new ArrayList<>(backend.jvmFlags());
        flags.addAll(SHORT_LIVED);
        try (Worker worker = workers.start(name, flags)) {
            Answer.Probed probed = worker.ask(new Request.Probe(backend.id()), Answer.Probed.class, DEADLINE);
            return probed.reason() == null
                    ? new Probed(
                            new Availability.Available(probed.devices()),
                            surveys(backend, probed, worker),
                            pciAddresses(backend, worker))
                    : Probed.unavailable(probed.reason(), probed.cure());
        } catch (WorkerFailure e) {
            return Probed.unavailable(
                    "asking for its devices failed: " + e.getMessage(),
                    "see its log with --verbose, or leave it out with --backends");
        }
    }

    /** That a driver does not tell, or crashes when asked, is no reason not to use its devices. */
    private static Map<String, String> pciAddresses(Backend backend, Worker worker) {
        if (!(backend instanceof Located)) {
            return Map.of();
        }
        try {
            return worker.ask(new Request.Locate(backend.id()), Answer.Located.class, DEADLINE)
                    .pciAddresses();
        } catch (WorkerFailure e) {
            return Map.of();
        }
    }

    /** Of the devices that can be tuned. One that cannot be looked at is left out: that is no reason not to use it. */
    private static List<DeviceSurvey> surveys(Backend backend, Answer.Probed probed, Worker worker) {
        List<DeviceSurvey> surveys = new ArrayList<>();
        if (!(backend instanceof Tunable)) {
            return surveys;
        }
        for (Device device : probed.devices()) {
            for (Precision precision : device.precisions()) {
                try {
                    Request survey = new Request.Survey(backend.id(), device.id(), precision);
                    Tunable.Survey answer =
                            worker.ask(survey, Answer.Surveyed.class, DEADLINE).survey();
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
