package dev.santoku.host.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.host.FakeRoot;
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
        assertThat(host.temperatureC()).isEmpty();
        assertThat(host.onBattery()).isEmpty();
        assertThat(host.turbo()).isEmpty();
        assertThat(host.online()).isEmpty();
        assertThat(host.slowerProcessors()).isEmpty();
    }

    @Test
    void readsTheSwitchOfTurbo() throws IOException {
        root.with("/sys/devices/system/cpu/cpufreq/boost", "1");
        assertThat(host.turbo())
                .contains(new LinuxHost.Turbo(true, "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"));
        root.with("/sys/devices/system/cpu/intel_pstate/no_turbo", "1");
        assertThat(host.turbo())
                .contains(
                        new LinuxHost.Turbo(false, "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo"));
        root.with("/sys/devices/system/cpu/intel_pstate/no_turbo", "0");
        assertThat(host.turbo()).map(LinuxHost.Turbo::on).contains(true);
    }

    @Test
    void theHottestSpotIsThatOfTheProcessor() throws IOException {
        root.with("/sys/class/hwmon/hwmon0/name", "nvme").with("/sys/class/hwmon/hwmon0/temp1_input", "90000");
        assertThat(host.temperatureC()).isEmpty();
        root.with("/sys/class/hwmon/hwmon1/name", "k10temp")
                .with("/sys/class/hwmon/hwmon1/temp1_input", "61125")
                .with("/sys/class/hwmon/hwmon1/temp3_input", "72250")
                .with("/sys/class/hwmon/hwmon1/temp3_label", "Tccd1")
                .with("/sys/class/hwmon/hwmon1/temp4_input", "-1");
        assertThat(host.temperatureC()).hasValue(72.25);
    }

    @Test
    void tellsTheSlowerProcessorsOfAHybrid() throws IOException {
        root.with("/sys/devices/cpu_core/cpus", "0-11").with("/sys/devices/cpu_atom/cpus", "12-15,18");
        assertThat(host.slowerProcessors()).map(Object::toString).contains("{12, 13, 14, 15, 18}");
    }

    @Test
    void tellsTheSmallProcessorsOfAnArm() throws IOException {
        for (int cpu = 0; cpu < 4; cpu++) {
            root.with("/sys/devices/system/cpu/cpu%d/cpu_capacity".formatted(cpu), cpu < 3 ? "1024" : "430");
        }
        assertThat(host.slowerProcessors()).map(Object::toString).contains("{3}");
        root.with("/sys/devices/system/cpu/cpu3/cpu_capacity", "1024");
        assertThat(host.slowerProcessors())
                .as("all are alike")
                .map(Object::toString)
                .contains("{}");
    }

    @Test
    void countsTheProcessorsThatAreOn() throws IOException {
        root.with("/sys/devices/system/cpu/online", "0-63,128");
        assertThat(host.online().orElseThrow().cardinality()).isEqualTo(65);
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
