package dev.santoku.host.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.host.FakeRoot;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
    private static final String MOUNT = "/sys/fs/cgroup";

    @TempDir
    private Path folder;

    private FakeRoot root;
    private Cgroup cgroup;

    @BeforeEach
    void makeRoot() {
        root = new FakeRoot(folder);
        cgroup = new Cgroup(folder);
    }

    @Test
    void findsNoLimitWithoutControlGroups() {
        assertThat(cgroup.memoryBytes()).isEmpty();
        assertThat(cgroup.processors()).isEmpty();
        assertThat(cgroup.cpuset()).isEmpty();
    }

    @Test
    void readsTheProcessorsOfEitherVersion() throws IOException {
        root.with("/proc/self/cgroup", "0::/jobs").with(MOUNT + "/cpuset.cpus.effective", "0-63");
        assertThat(cgroup.cpuset()).hasValue(64);
        root.with(MOUNT + "/jobs/cpuset.cpus.effective", "0-2,40").with(MOUNT + "/jobs/cpuset.cpus", "");
        assertThat(cgroup.cpuset()).hasValue(4);
        root.with("/proc/self/cgroup", "5:cpuset:/docker/8f3a\n1:cpu:/")
                .with(MOUNT + "/cpuset/cpuset.cpus", "0-15")
                .with(MOUNT + "/cpuset/cpuset.effective_cpus", "8-9");
        assertThat(cgroup.cpuset())
                .as("a container that sees the path of its host")
                .hasValue(2);
        root.with(MOUNT + "/cpuset/cpuset.effective_cpus", "none");
        assertThat(cgroup.cpuset()).isEmpty();
    }

    @Test
    void readsAContainerOfVersionTwo() throws IOException {
        root.with("/proc/self/cgroup", "0::/")
                .with(MOUNT + "/memory.max", "4294967296")
                .with(MOUNT + "/cpu.max", "150000 100000");
        assertThat(cgroup.memoryBytes()).hasValue(4L << 30);
        assertThat(cgroup.processors()).hasValue(1.5);
    }

    @Test
    void knowsTheWordsForNoLimit() throws IOException {
        root.with("/proc/self/cgroup", "0::/\n4:memory:/\n1:cpu:/")
                .with(MOUNT + "/memory.max", "max")
                .with(MOUNT + "/cpu.max", "max 100000")
                .with(MOUNT + "/memory/memory.limit_in_bytes", "9223372036854771712")
                .with(MOUNT + "/cpu/cpu.cfs_quota_us", "-1")
                .with(MOUNT + "/cpu/cpu.cfs_period_us", "100000");
        assertThat(cgroup.memoryBytes()).isEmpty();
        assertThat(cgroup.processors()).isEmpty();
    }

    @Test
    void takesTheSmallestOnTheWayUp() throws IOException {
        root.with("/proc/self/cgroup", "0::/user.slice/job.scope")
                .with(MOUNT + "/user.slice/memory.max", "1000000")
                .with(MOUNT + "/user.slice/job.scope/memory.max", "2000000")
                .with(MOUNT + "/user.slice/cpu.max", "400000 100000")
                .with(MOUNT + "/user.slice/job.scope/cpu.max", "max 100000")
                .with(MOUNT + "/other.slice/memory.max", "5");
        assertThat(cgroup.memoryBytes()).hasValue(1_000_000);
        assertThat(cgroup.processors()).hasValue(4);
    }

    @Test
    void readsVersionOne() throws IOException {
        root.with("/proc/self/cgroup", "9:name=systemd:/\n4:memory:/jobs/7\n2:cpu,cpuacct:/jobs/7\n0::/")
                .with(MOUNT + "/memory/jobs/7/memory.limit_in_bytes", "8589934592")
                .with(MOUNT + "/cpu,cpuacct/jobs/7/cpu.cfs_quota_us", "50000")
                .with(MOUNT + "/cpu,cpuacct/jobs/7/cpu.cfs_period_us", "100000");
        assertThat(cgroup.memoryBytes()).hasValue(8L << 30);
        assertThat(cgroup.processors()).hasValue(0.5);
    }

    @Test
    void readsAContainerThatSeesThePathsOfItsHost() throws IOException {
        root.with("/proc/self/cgroup", "4:memory:/docker/8f3a\n1:cpu:/../../elsewhere")
                .with(MOUNT + "/memory/memory.limit_in_bytes", "1048576")
                .with(MOUNT + "/cpu/cpu.cfs_quota_us", "200000")
                .with(MOUNT + "/cpu/cpu.cfs_period_us", "100000");
        assertThat(cgroup.memoryBytes()).hasValue(1 << 20);
        assertThat(cgroup.processors()).hasValue(2);
    }

    @Test
    void passesOverWhatIsNoNumber() throws IOException {
        root.with("/proc/self/cgroup", "nonsense\n0::/")
                .with(MOUNT + "/memory.max", "")
                .with(MOUNT + "/cpu.max", "100000 0");
        assertThat(cgroup.memoryBytes()).isEmpty();
        assertThat(cgroup.processors()).isEmpty();
    }
}
