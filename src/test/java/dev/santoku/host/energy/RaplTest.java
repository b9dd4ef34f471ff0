package dev.santoku.host.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.host.FakeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaplTest {
    private static final String ZONE = "/sys/class/powercap/";
    private static final long RANGE = 262_143_328_850L;

    @TempDir
    private Path folder;

    private FakeRoot root;

    @BeforeEach
    void makeRoot() {
        root = new FakeRoot(folder);
    }

    private void zone(String zone, String name, long micros) throws IOException {
        root.with(ZONE + zone + "/name", name)
                .with(ZONE + zone + "/max_energy_range_uj", Long.toString(RANGE))
                .with(ZONE + zone + "/energy_uj", Long.toString(micros));
    }

    private EnergyCounter open() {
        return Rapl.open(folder).orElseThrow();
    }

    @Test
    void isAbsentWithoutPackages() throws IOException {
        assertThat(Rapl.open(folder)).isEmpty();
        root.with(ZONE + "dtpm/enabled", "1");
        zone("intel-rapl:0", "psys", 5);
        assertThat(Rapl.open(folder)).isEmpty();
    }

    @Test
    void countsFromTheMomentItWasOpened() throws IOException {
        zone("intel-rapl:0", "package-0", 1_000_000);
        EnergyCounter counter = open();
        assertThat(counter.joules()).hasValue(0);
        zone("intel-rapl:0", "package-0", 3_500_000);
        assertThat(counter.joules().orElseThrow()).isEqualTo(2.5, within(1e-12));
    }

    @Test
    void addsPackagesButNothingTwice() throws IOException {
        zone("intel-rapl:0", "package-0", 0);
        zone("intel-rapl:0:0", "core", 0);
        zone("intel-rapl:0:1", "dram", 0);
        zone("intel-rapl:1", "package-1-die-0", 0);
        zone("intel-rapl:2", "psys", 0);
        zone("intel-rapl-mmio:0", "package-0", 0);
        EnergyCounter counter = open();
        zone("intel-rapl:0", "package-0", 4_000_000);
        zone("intel-rapl:0:0", "core", 3_000_000);
        zone("intel-rapl:0:1", "dram", 1_000_000);
        zone("intel-rapl:1", "package-1-die-0", 2_000_000);
        zone("intel-rapl:2", "psys", 9_000_000);
        zone("intel-rapl-mmio:0", "package-0", 4_000_000);
        assertThat(counter.joules()).hasValue(6);
    }

    @Test
    void goesOnWhereACounterBeginsAgain() throws IOException {
        zone("intel-rapl:0", "package-0", RANGE - 500_000);
        EnergyCounter counter = open();
        zone("intel-rapl:0", "package-0", 250_000);
        assertThat(counter.joules().orElseThrow()).isEqualTo(0.75, within(1e-12));
        zone("intel-rapl:0", "package-0", 500_000);
        assertThat(counter.joules().orElseThrow()).isEqualTo(1, within(1e-12));
    }

    @Test
    void isAbsentUnlessEveryPackageCanBeRead() throws IOException {
        zone("intel-rapl:0", "package-0", 0);
        zone("intel-rapl:1", "package-1", 0);
        Files.delete(folder.resolve("sys/class/powercap/intel-rapl:1/energy_uj")); // root may read what others may not
        assertThat(Rapl.open(folder)).isEmpty();
        root.with(ZONE + "intel-rapl:1/energy_uj", "not a number");
        assertThat(Rapl.open(folder)).isEmpty();
    }

    @Test
    void saysSoWhenItCanNoLongerBeRead() throws IOException {
        zone("intel-rapl:0", "package-0", 0);
        EnergyCounter counter = open();
        Files.delete(folder.resolve("sys/class/powercap/intel-rapl:0/energy_uj"));
        assertThat(counter.joules()).isEmpty();
    }
}
