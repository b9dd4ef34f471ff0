package dev.santoku.measure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.measure.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
    @TempDir
    private Path folder;

    @Test
    void whatCrashesIsUnavailableAndTheOthersAreNot() throws Exception {
        Path services = folder.resolve("services/META-INF/services");
        Files.createDirectories(services);
        Files.writeString(services.resolve(Backend.class.getName()), Crashing.class.getName() + "\n");
        Backend single = Backends.byId("single").orElseThrow();
        List<Backend> backends = List.of(
                single,
                new Stub("crashing", List.of("-Xbootclasspath/a:" + folder.resolve("services"))),
                new Stub("unstartable", List.of("-XX:NoSuchFlag")),
                new Stub("unheard", List.of()));
        Path logs = folder.resolve("logs");
        Machine machine;
        try (Workers workers = new Workers(logs, Map.of())) {
            machine = Probes.probe(backends, workers);
        }
        assertThat(machine.availability().keySet()).containsExactly("single", "crashing", "unstartable", "unheard");
        assertThat(machine.devices()).extracting(Device::id).containsExactly("cpu");
        assertThat(machine.host().arch()).isEqualTo(System.getProperty("os.arch"));
        assertUnavailable(machine, "crashing", "exited with status 7");
        assertUnavailable(machine, "unstartable", "exited with status 1");
        assertUnavailable(machine, "unheard", "no back end unheard");
        assertThat(machine.backends())
                .filteredOn(fact -> !fact.available())
                .extracting(fact -> fact.id())
                .containsExactly("crashing", "unstartable", "unheard");
        assertThat(logs.resolve("probe-unstartable.log")).content().contains("NoSuchFlag");
    }

    private static void assertUnavailable(Machine machine, String id, String reason) {
        assertThat(machine.availability().get(id))
                .isInstanceOfSatisfying(Availability.Unavailable.class, unavailable -> {
                    assertThat(unavailable.reason())
                            .startsWith("asking for its devices failed: ")
                            .contains(reason)
                            .doesNotContain("\n");
                    assertThat(unavailable.cure()).isNotBlank();
                });
    }

    @Test
    void aFolderThatCannotHoldLogsMakesAllUnavailable() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        try (Workers workers = new Workers(file, Map.of())) {
            Machine machine = Probes.probe(List.of(new Stub("any", List.of())), workers);
            assertUnavailable(machine, "any", "no worker could be started");
            assertThat(machine.host().cpu().model()).isNull();
        }
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
    public static final class Crashing implements Backend {
        @Override
        public String id() {
            return "crashing";
        }

        @Override
        public List<Variant> variants() {
            return List.of(new Variant("v", "a test"));
        }

        @Override
        public Availability probe() {
            Runtime.getRuntime().halt(7);
            throw new AssertionError("halted");
        }

        @Override
        public Multiplier open(Device device, Variant variant, OpenOptions options) {
            throw new AssertionError("never probed");
        }
    }
}
