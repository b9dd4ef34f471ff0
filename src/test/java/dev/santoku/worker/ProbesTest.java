package dev.santoku.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
    @TempDir
    private Path folder;

    @Test
    void whatCrashesOrHangsIsUnavailableAndTheOthersAreNot() throws Exception {
        Path services = folder.resolve("services/META-INF/services");
        Files.createDirectories(services);
        Files.writeString(
                services.resolve(Backend.class.getName()),
                "%s\n%s\n%s\n".formatted(Crashing.class.getName(), Hanging.class.getName(), Missing.class.getName()));
        List<String> flags = List.of("-Xbootclasspath/a:" + folder.resolve("services"));
        Backend single = Backends.byId("single").orElseThrow();
        List<Backend> backends = List.of(
                single,
                new Stub("crashing", flags),
                new Stub("hanging", flags),
                new Stub("missing", flags),
                new Stub("unstartable", List.of("-XX:NoSuchFlag")),
                new Stub("unheard", List.of()));
        Path logs = folder.resolve("logs");
        Machine machine;
        try (Workers workers = new Workers(logs, Map.of())) {
            machine = Probes.probe(backends, workers, Duration.ofSeconds(6));
        }
        assertThat(machine.availability().keySet())
                .containsExactly("single", "crashing", "hanging", "missing", "unstartable", "unheard");
        assertThat(machine.devices()).extracting(Device::id).containsExactly("cpu");
        assertThat(machine.host().arch()).isEqualTo(System.getProperty("os.arch"));
        assertBroken(machine, "crashing", "exited with status 7: error: the driver has no memory");
        assertBroken(machine, "hanging", "no answer to 'probe' within 6 s: it hung and was ended");
        assertBroken(machine, "unstartable", "exited with status 1: Unrecognized VM option 'NoSuchFlag'");
        assertBroken(machine, "unheard", "no back end unheard");
        assertThat(machine.availability().get("missing"))
                .isEqualTo(new Availability.Unavailable("nothing is installed", "install it", false));
        assertThat(machine.broken())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("crashing: asking for its devices failed: exited with status 7: ");
        assertThat(machine.backends())
                .filteredOn(fact -> !fact.available())
                .extracting(fact -> fact.id())
                .containsExactly("crashing", "hanging", "missing", "unstartable", "unheard");
        assertThat(logs.resolve("probe-unstartable.log")).content().contains("NoSuchFlag");
    }

    private static void assertBroken(Machine machine, String id, String reason) {
        assertThat(machine.availability().get(id))
                .isInstanceOfSatisfying(Availability.Unavailable.class, unavailable -> {
                    assertThat(unavailable.reason())
                            .startsWith("asking for its devices failed: ")
                            .contains(reason)
                            .doesNotContain("\n");
                    assertThat(unavailable.cure()).isNotBlank();
                    assertThat(unavailable.broken()).isTrue();
                });
    }

    @Test
    void aFolderThatCannotHoldLogsMakesAllUnavailable() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        try (Workers workers = new Workers(file, Map.of())) {
            Machine machine = Probes.probe(List.of(new Stub("any", List.of())), workers, Probes.MOST_PATIENCE);
            assertBroken(machine, "any", "no worker could be started");
            assertThat(machine.host().cpu().model()).isNull();
            assertThat(machine.host().warnings())
                    .singleElement()
                    .asString()
                    .contains("failed twice", "no worker could be started");
        }
    }

    @Test
    void aHangingDriverMayTakeAThirdOfTheBudget() {
        assertThat(Probes.patience(Duration.ofSeconds(45))).isEqualTo(Duration.ofSeconds(15));
        assertThat(Probes.patience(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(20));
        assertThat(Probes.patience(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(5));
    }

    /** Of probes of the host, each with what becomes of it, and how long it might take. */
    private HostFacts hostAfter(Duration patience, List<Duration> deadlines, WorkerFailure... failures) {
        Iterator<WorkerFailure> next = List.of(failures).iterator();
        return new Probes((name, flags, yardstick) -> new PretendedHost(next, deadlines), patience)
                .probe(List.of())
                .host();
    }

    @Test
    void aHostWhoseProbeIsLostIsLookedAtOnceMore() {
        WorkerFailure killed = new WorkerFailure(WorkerFailure.Kind.LOST, "killed by SIGKILL");
        WorkerFailure hung = new WorkerFailure(WorkerFailure.Kind.LOST, "it hung and was ended");
        List<Duration> deadlines = new ArrayList<>();
        assertThat(hostAfter(Duration.ofSeconds(20), deadlines).os()).isEqualTo("known");
        assertThat(hostAfter(Duration.ofSeconds(20), deadlines, killed).os()).isEqualTo("known");
        HostFacts unknown = hostAfter(Duration.ofSeconds(20), deadlines, hung, killed);
        assertThat(unknown.os()).isNull();
        assertThat(unknown.warnings()).singleElement().asString().endsWith("failed twice: killed by SIGKILL");
        assertThat(deadlines)
                .as("both attempts together take no longer than a driver may")
                .hasSize(5)
                .containsOnly(Duration.ofSeconds(10));
    }

    /** Answers when no failure is left. */
    private record PretendedHost(Iterator<WorkerFailure> failures, List<Duration> deadlines) implements Worker {
        @Override
        public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
            if (request instanceof Request.Greet) {
                return expected.cast(new Answer.Done());
            }
            deadlines.add(deadline);
            if (failures.hasNext()) {
                throw failures.next();
            }
            HostFacts nothing = HostFacts.unknown();
            return expected.cast(new Answer.Host(new HostFacts(
                    nothing.cpu(), null, "known", null, nothing.jdk(), null, null, null, null, null, null, List.of())));
        }

        @Override
        public void close() {}
    }

    /** As the parent sees it: a name and flags. */
    private record Stub(String id, List<String> jvmFlags) implements Backend {
        @Override
        public List<Variant> variants() {
            return List.of(new Variant("v", "a test"));
        }

        @Override
        public Availability probe() {
            throw new AssertionError("the parent touches no driver");
        }

        @Override
        public Multiplier open(Device device, Variant variant, OpenOptions options) {
            throw new AssertionError("the parent touches no driver");
        }
    }

    /** As the worker finds it: its probe takes the process down, as a driver may. */
    public static final class Crashing extends Found {
        public Crashing() {
            super("crashing");
        }

        @Override
        public Availability probe() {
            System.err.println("error: the driver has no memory");
            Runtime.getRuntime().halt(7);
            throw new AssertionError("halted");
        }
    }

    /** Its probe never comes back. */
    public static final class Hanging extends Found {
        public Hanging() {
            super("hanging");
        }

        @Override
        public Availability probe() {
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** It is not there. */
    public static final class Missing extends Found {
        public Missing() {
            super("missing");
        }

        @Override
        public Availability probe() {
            return new Availability.Unavailable("nothing is installed", "install it");
        }
    }

    private abstract static class Found implements Backend {
        private final String id;

        Found(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public List<Variant> variants() {
            return List.of(new Variant("v", "a test"));
        }

        @Override
        public Multiplier open(Device device, Variant variant, OpenOptions options) {
            throw new AssertionError("never probed");
        }
    }
}
