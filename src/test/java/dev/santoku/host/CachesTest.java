package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Linux tells of the caches of the cores that a process may use, in a tree that looks like its own. */
class CachesTest {
    @TempDir
    private Path folder;

    private FakeRoot root;
    private SysfsCaches caches;

    @BeforeEach
    void aProcessorWithThreeLevels() throws IOException {
        root = new FakeRoot(folder);
        caches = new SysfsCaches(folder);
        allow("0");
        core(0, "0");
        cache(0, 0, "1", "Data", "48K", "0");
        cache(0, 1, "1", "Instruction", "64K", "0");
        cache(0, 2, "2", "Unified", "1280K", "0");
        cache(0, 3, "3", "Unified", "36M", "0-3");
    }

    @Test
    void dataCachesOfThreeLevelsCount() {
        assertThat(caches.read()).hasValue(told(48 << 10, 1280 << 10, 36 << 20));
    }

    @Test
    void anInstructionCacheDoesNotCountInWhateverOrder() throws IOException {
        cache(0, 0, "1", "Instruction", "64K", "0");
        cache(0, 1, "1", "Data", "32K", "0");
        cache(0, 4, "2", "Instruction", "2M", "0");
        assertThat(caches.read()).hasValue(told(32 << 10, 1280 << 10, 36 << 20));
    }

    @Test
    void aLevelThatIsMissingMakesTheRestUseless() throws IOException {
        cache(0, 2, "3", "Unified", "1280K", "0");
        assertThat(caches.read()).isEmpty();
    }

    @Test
    void withoutAThirdLevelTheSecondIsTheLast() throws IOException {
        cache(0, 3, "4", "Unified", "36M", "0");
        assertThat(caches.read()).hasValue(told(48 << 10, 1280 << 10, 1280 << 10));
    }

    @Test
    void whatCannotBeReadIsNoAnswer(@TempDir Path empty) throws IOException {
        assertThat(new SysfsCaches(empty).read()).isEmpty();
        cache(0, 0, "first", "Data", "48K", "0");
        assertThat(caches.read()).isEmpty();
        cache(0, 0, "1", "Data", "large", "0");
        assertThat(caches.read()).isEmpty();
        cache(0, 0, "1", "Data", "", "0");
        assertThat(caches.read()).isEmpty();
    }

    /** Four efficiency cores share 4 MB of a second level, two threads of a performance core share 2 MB. */
    @Test
    void aCoreHasItsPartOfWhatCoresShareAndTheSmallestCounts() throws IOException {
        allow("0-5");
        core(0, "0-1");
        core(1, "0-1");
        for (int processor = 0; processor < 2; processor++) {
            cache(processor, 0, "1", "Data", "48K", "0-1");
            cache(processor, 2, "2", "Unified", "2M", "0-1");
            cache(processor, 3, "3", "Unified", "36M", "0-5");
        }
        assertThat(caches.read()).isEmpty(); // processors 2 to 5 tell nothing
        for (int processor = 2; processor < 6; processor++) {
            core(processor, Integer.toString(processor));
            cache(processor, 0, "1", "Data", "32K", Integer.toString(processor));
            cache(processor, 2, "2", "Unified", "4M", "2-5");
            cache(processor, 3, "3", "Unified", "36M", "0-5");
        }
        assertThat(caches.read()).hasValue(told(32 << 10, 1 << 20, 36 << 20));
        allow("0-1");
        assertThat(caches.read()).hasValue(told(48 << 10, 2 << 20, 36 << 20));
        allow("3");
        assertThat(caches.read()).as("the core's own, while others idle").hasValue(told(32 << 10, 1 << 20, 36 << 20));
    }

    @Test
    void thisMachineHasCachesWhoeverTellsThem() {
        Caches caches = Caches.ofThisMachine();
        assertThat(caches.level1()).isBetween(4L << 10, 1L << 20);
        assertThat(caches.level2()).isGreaterThanOrEqualTo(caches.level1());
        assertThat(caches.level3()).isGreaterThanOrEqualTo(caches.level2());
    }

    private static Caches told(long level1, long level2, long level3) {
        return new Caches(level1, level2, level3, Caches.Source.SYSFS);
    }

    private void allow(String processors) throws IOException {
        root.with("/proc/self/status", "Name:\tjava\nCpus_allowed_list:\t" + processors)
                .with("/sys/devices/system/cpu/online", "0-5");
    }

    private void core(int processor, String siblings) throws IOException {
        root.with("/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list".formatted(processor), siblings);
    }

    private void cache(int processor, int index, String level, String type, String size, String sharers)
            throws IOException {
        String cache = "/sys/devices/system/cpu/cpu%d/cache/index%d/".formatted(processor, index);
        root.with(cache + "level", level)
                .with(cache + "type", type)
                .with(cache + "size", size)
                .with(cache + "shared_cpu_list", sharers);
    }
}
