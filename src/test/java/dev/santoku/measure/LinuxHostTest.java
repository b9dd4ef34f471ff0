package dev.santoku.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxHostTest {
    private static final String CPU = "/sys/devices/system/cpu/cpu%d/cpufreq/%s";
    private static final String SUPPLY = "/sys/class/power_supply/";

    @TempDir
    private Path folder;

    private FakeRoot root;
    private LinuxHost host;

    @BeforeEach
    void makeRoot() {
        root = new FakeRoot(folder);
        host = new LinuxHost(folder);
    }

    @Test
    void knowsNothingWithoutTheFiles() {
        assertThat(host.governor()).isEmpty();
        assertThat(host.maxMHz()).isEmpty();
        assertThat(host.currentMHz()).isEmpty();
        assertThat(host.onBattery()).isEmpty();
    }

    @Test
    void readsTheGovernors() throws IOException {
        root.with(CPU.formatted(0, "scaling_governor"), "performance")
                .with(CPU.formatted(1, "scaling_governor"), "performance");
        assertThat(host.governor()).contains("performance");
        root.with(CPU.formatted(11, "scaling_governor"), "powersave");
        assertThat(host.governor()).contains("performance, powersave");
    }

    @Test
    void readsTheClockOfTheFastestProcessor() throws IOException {
        root.with(CPU.formatted(0, "cpuinfo_max_freq"), "3400500")
                .with(CPU.formatted(1, "cpuinfo_max_freq"), "5200000")
                .with(CPU.formatted(2, "cpuinfo_max_freq"), "<unknown>")
                .with(CPU.formatted(0, "scaling_cur_freq"), "3100000")
                .with(CPU.formatted(1, "scaling_cur_freq"), "800000");
        assertThat(host.maxMHz()).hasValue(5200);
        assertThat(host.currentMHz()).hasValue(3100);
    }

    @Test
    void seesALaptopOnItsBattery() throws IOException {
        root.with(SUPPLY + "AC/online", "0").with(SUPPLY + "BAT0/status", "Discharging");
        assertThat(host.onBattery()).contains(true);
    }

    @Test
    void seesALaptopPluggedIn() throws IOException {
        root.with(SUPPLY + "ucsi-source-psy/online", "1").with(SUPPLY + "BAT0/status", "Discharging");
        assertThat(host.onBattery()).contains(false);
        root.with(SUPPLY + "ucsi-source-psy/online", "0").with(SUPPLY + "BAT0/status", "Not charging");
        assertThat(host.onBattery()).contains(false);
    }

    @Test
    void passesOverTheBatteryOfAMouse() throws IOException {
        root.with(SUPPLY + "hidpp_battery_0/status", "Discharging").with(SUPPLY + "hidpp_battery_0/scope", "Device");
        assertThat(host.onBattery()).isEmpty();
    }
}
