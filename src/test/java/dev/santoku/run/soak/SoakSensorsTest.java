package dev.santoku.run.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.host.FakeRoot;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakSensorsTest {
    @Test
    void processorsHaveTheirClockAndHeatAndOtherDevicesNoneOfThem(@TempDir Path folder) throws Exception {
        new FakeRoot(folder)
                .with("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "3141000")
                .with("/sys/class/hwmon/hwmon0/name", "coretemp")
                .with("/sys/class/hwmon/hwmon0/temp1_input", "83000");
        Machine machine =
                new Machine(HostFacts.unknown(), Map.of("pool", new Availability.Available(List.of(Device.cpu()))));
        try (SoakSensors sensors = new SoakSensors(machine, GpuWatch.begin(machine), folder)) {
            assertThat(sensors.of("cpu")).isEqualTo(new SoakSensors.Reading(3141, 83.0, null, null));
            assertThat(sensors.of("cl0")).isEqualTo(SoakSensors.Reading.UNKNOWN);
        }
    }
}
