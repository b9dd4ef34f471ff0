package dev.santoku.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoresTest {
    @TempDir
    private Path root;

    private void allow(String list) throws IOException {
        write("proc/self/status", "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t%s\nx:\t1\n".formatted(list));
    }

    private void siblings(String name, int processor, String list) throws IOException {
        write("sys/devices/system/cpu/cpu%d/topology/%s".formatted(processor, name), list + "\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void threadsOfOneCoreCountOnce() throws Exception {
        allow("0-3,8");
        siblings("core_cpus_list", 0, "0,2");
        siblings("core_cpus_list", 1, "1,3");
        siblings("core_cpus_list", 2, "0,2");
        siblings("core_cpus_list", 3, "1,3");
        siblings("thread_siblings_list", 8, "8-9"); // an older kernel's name for it
        assertThat(Cores.find(root, 5)).hasValue(new Cores(List.of(0, 1, 8), 5, true));
    }

    @Test
    void onlyAllowedOnesCount() throws Exception {
        allow("3");
        siblings("core_cpus_list", 3, "1,3");
        assertThat(Cores.find(root, 1)).hasValue(new Cores(List.of(3), 1, true));
    }

    @Test
    void aQuotaLeavesFewer() throws Exception {
        allow("0-3");
        assertThat(Cores.find(root, 1).orElseThrow().count()).isEqualTo(1);
        assertThat(Cores.find(root, 2).orElseThrow().processors()).containsExactly(0, 1);
        assertThat(Cores.find(root, 8).orElseThrow().count()).isEqualTo(4);
    }

    @Test
    void noMoreAreUsedThanAskedFor() {
        Cores four = new Cores(List.of(0, 1, 2, 3), 8, true);
        assertThat(four.atMost(null)).isEqualTo(four);
        assertThat(four.atMost(9)).isEqualTo(four);
        assertThat(four.atMost(2).processors()).containsExactly(0, 1);
    }

    @Test
    void whatACountOfProcessorsHidesIsSaid() {
        Cores four = new Cores(List.of(0, 1, 2, 3), 8, true);
        assertThat(four.notes(new Settings(null, null, 200, 0, false)))
                .singleElement()
                .asString()
                .startsWith("of 8 logical processors 4 are used");
        assertThat(four.notes(new Settings(null, 6, 200, 0, false)))
                .singleElement()
                .asString()
                .startsWith("--workers 6: there are 4 cores");
        assertThat(four.notes(new Settings(null, 2, 200, 0, false))).isEmpty();
        assertThat(new Cores(List.of(0, 1), 2, true).notes(new Settings(null, null, 200, 0, false)))
                .isEmpty();
    }

    @Test
    void withoutTheFilesOfLinuxNothingIsKnown() {
        assertThat(Cores.find(root, 4)).isEmpty();
    }

    @Test
    void theProcessorIsReadBehindANameWithBlanksAndParentheses() {
        StringBuilder stat = new StringBuilder("17 (a ) b (c) S");
        for (int field = 4; field <= 52; field++) {
            stat.append(' ').append(field == 39 ? 6 : 1000 + field);
        }
        assertThat(Cores.processor(stat.toString())).isEqualTo(6);
    }

    @Test
    void thisThreadIsOnACoreOfThisMachine() {
        assertThat(Cores.current()).hasValueSatisfying(name -> assertThat(name).matches("core \\d+"));
    }
}
