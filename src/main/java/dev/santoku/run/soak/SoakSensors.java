package dev.santoku.run.soak;

import dev.santoku.backend.Device;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.host.probe.LinuxHost;
import dev.santoku.result.GpuState;
import dev.santoku.result.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Clocks, temperatures and power beside a burn-in. GPUs are looked at every few seconds in a thread of its own: a driver's
 * tool may take its time, and the load waits for nobody.
 */
public final class SoakSensors implements AutoCloseable {
    private static final long PAUSE_MILLIS = 5000;
    private static final long PATIENCE_MILLIS = 1000;

    private final LinuxHost linux;
    private final Set<String> processors;
    private final Thread watcher;
    private volatile Map<String, GpuState> gpus = Map.of();

    /** Begins to look. */
    public SoakSensors(Machine machine, GpuWatch watch) {
        this(machine, watch, Path.of("/"));
    }

    SoakSensors(Machine machine, GpuWatch watch, Path root) {
        this.linux = new LinuxHost(root);
        this.processors = machine.devices().stream()
                .filter(device -> device.kind() == Device.Kind.CPU)
                .map(Device::id)
                .collect(Collectors.toSet());
        this.watcher = new Thread(() -> watch(watch), "santoku-sensors");
        watcher.setDaemon(true);
        if (watch.seesAny()) {
            watcher.start();
        }
    }

    private void watch(GpuWatch watch) {
        try {
            while (!Thread.interrupted()) {
                gpus = watch.now();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A device at one moment; unknown is null.
     *
     * @param slowdowns what holds its clocks down; null where nobody tells
     */
    record Reading(Integer clockMHz, Double temperatureC, Double powerWatts, List<String> slowdowns) {
        static final Reading UNKNOWN = new Reading(null, null, null, null);
    }

    /** As it was seen last. */
    Reading of(String device) {
        if (processors.contains(device)) {
            OptionalInt clock = linux.currentMHz();
            OptionalDouble temperature = linux.temperatureC();
            return new Reading(
                    clock.isPresent() ? clock.getAsInt() : null,
                    temperature.isPresent() ? temperature.getAsDouble() : null,
                    null,
                    null);
        }
        GpuState state = gpus.get(device);
        return state == null
                ? Reading.UNKNOWN
                : new Reading(state.smClockMHz(), state.temperatureC(), state.powerWatts(), state.slowdowns());
    }

    /** Looks no more; a tool that hangs is not waited for. */
    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
