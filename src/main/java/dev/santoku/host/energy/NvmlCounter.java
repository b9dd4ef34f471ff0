package dev.santoku.host.energy;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The energy of an NVIDIA GPU's board. The library is asked within the process that computes, which takes microseconds; a
 * start of {@code nvidia-smi} would disturb it. The library stays open until that process ends.
 */
final class NvmlCounter implements EnergyCounter {
    private static final double MILLI = 1e-3;

    private final Nvml nvml;
    private final Pointer device;
    private double first;

    private NvmlCounter(Nvml nvml, Pointer device) {
        this.nvml = nvml;
        this.device = device;
    }

    /**
     * The driver's library.
     *
     * @throws UnsatisfiedLinkError where there is none
     */
    static Nvml load() {
        return Native.load(Platform.isWindows() ? "nvml" : "libnvidia-ml.so.1", Nvml.class);
    }

    /**
     * Opens it.
     *
     * @param library loads it
     * @return empty where there is no library, no such GPU, or a GPU that does not count
     */
    static Optional<EnergyCounter> open(Supplier<Nvml> library, String pciAddress) {
        try {
            Nvml nvml = library.get();
            PointerByReference device = new PointerByReference();
            if (nvml.nvmlInit_v2() != 0 || nvml.nvmlDeviceGetHandleByPciBusId_v2(pciAddress, device) != 0) {
                return Optional.empty();
            }
            NvmlCounter counter = new NvmlCounter(nvml, device.getValue());
            OptionalDouble now = counter.joules();
            counter.first = now.orElse(0);
            return now.isPresent() ? Optional.of(counter) : Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalDouble joules() {
        LongByReference millijoules = new LongByReference();
        return nvml.nvmlDeviceGetTotalEnergyConsumption(device, millijoules) == 0
                ? OptionalDouble.of(millijoules.getValue() * MILLI - first)
                : OptionalDouble.empty();
    }
}
