package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverThreadsTest {
    private static final String PINNED = "POCL_AFFINITY";

    @TempDir
    private Path root;

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
    }

    private Map<String, String> pinned(Map<String, String> present) {
        Map<String, String> environment = new TreeMap<>(present);
        DriverThreads.place(environment, new CpuTopology(root), 64);
        return environment;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    0-1; 0-1; true
                    0;   0;   true
                    0-2; 0-7; false
                    4-7; 0-7; false
                    0-9; 0-3; true
                    0-9; 0,2; false
                    0,2; 0,2; false
                    """)
    void onlyWhereAllProcessorsAreOpen(String allowed, String online, boolean pins) throws IOException {
        file("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t" + allowed);
        file("sys/devices/system/cpu/online", online);
        assertThat(pinned(Map.of("HOME", "/home/x")))
                .isEqualTo(pins ? Map.of("HOME", "/home/x", PINNED, "1") : Map.of("HOME", "/home/x"))
                .satisfies(environment ->
                        assertThat(DriverThreads.arePinned(environment)).isEqualTo(pins));
    }

    @Test
    void noMoreThreadsThanThereAreProcessorsFor() throws IOException {
        file("proc/self/status", "Cpus_allowed_list:\t0-3");
        file("sys/devices/system/cpu/online", "0-3");
        Map<String, String> environment = new TreeMap<>(Map.of("POCL_CPU_MAX_CU_COUNT", "3"));
        DriverThreads.place(environment, new CpuTopology(root), 2);
        assertThat(environment).isEqualTo(Map.of("POCL_MAX_PTHREAD_COUNT", "2", "POCL_CPU_MAX_CU_COUNT", "3"));
    }

    @Test
    void whatTheUserChoseStays() throws IOException {
        file("proc/self/status", "Cpus_allowed_list:\t0-3");
        file("sys/devices/system/cpu/online", "0-3");
        Map<String, String> environment = pinned(Map.of(PINNED, "0"));
        assertThat(environment).containsEntry(PINNED, "0");
        assertThat(DriverThreads.arePinned(environment)).isFalse();
    }

    @Test
    void nothingWhereLinuxDoesNotTell() throws IOException {
        assertThat(pinned(Map.of())).isEmpty();
        file("proc/self/status", "Cpus_allowed_list:\t0-3");
        assertThat(pinned(Map.of())).isEmpty();
    }
}
