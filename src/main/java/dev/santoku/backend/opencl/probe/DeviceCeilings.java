package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.matrix.Precision;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a device can do at most, whatever it multiplies with, by the kernels of {@code ceilings.cl} and {@code mma_rate.cl}. They
 * are built when they are first asked for: whoever only multiplies need not wait for them.
 */
public final class DeviceCeilings implements Handle {
    private final ProbedDevice<?> device;
    private final DeviceLimits limits;
    private final Handles handles = new Handles();
    private final Map<Precision, FmaRate<?>> fma = new EnumMap<>(Precision.class);

    /** @param device is taken over */
    public DeviceCeilings(ProbedDevice<?> device, DeviceLimits limits) {
        this.device = handles.own(device);
        this.limits = limits;
    }

    /** The code that a device may be asked to run for the peak of that arithmetic. */
    public static Stream<KernelCode> codes(DeviceLimits limits, Precision precision) {
        return Stream.concat(
                FmaForm.all(limits, precision).stream().map(form -> form.code(precision)),
                Stream.of(DeviceTriad.code(limits)));
    }

    /**
     * 10⁹ operations a second on nothing but registers; empty of a simulator, where the device has no room, and of a reduced format
     * that it has no instructions for.
     *
     * @throws BackendException when the device fails or computes them wrong
     */
    public synchronized OptionalDouble gflops(Precision precision) {
        if (FmaForm.all(limits, precision).isEmpty()) {
            return OptionalDouble.empty();
        }
        return device.attempt(() -> {
                    if (!fma.containsKey(precision)) {
                        fma.put(precision, FmaForm.fastest(device, limits, precision, handles));
                    }
                    return fma.get(precision).gflops();
                })
                .orElseGet(OptionalDouble::empty);
    }

    /**
     * 10⁹ bytes a second of the device's own memory; empty where it has no room, or is too old to fill a buffer.
     *
     * @throws BackendException when the device fails or computes the triad wrong
     */
    public synchronized OptionalDouble gigabytesPerSecond() {
        if (!limits.fillsBuffers()) {
            return OptionalDouble.empty();
        }
        return device.attempt(() -> new DeviceTriad<>(device, limits).gigabytesPerSecond())
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }

    /**
     * The way to the device; empty where there is no memory to copy.
     *
     * @throws BackendException when the device fails
     */
    public synchronized Optional<LinkCeiling> link() {
        return device.attempt(() -> new LinkProbe<>(device, limits).measure(DeviceTriad.code(limits)));
    }

    @Override
    public void close() {
        handles.close();
    }
}
