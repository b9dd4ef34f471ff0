package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Precision;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.CLException;

/**
 * What a device can do at most, whatever it multiplies with, by the kernels of {@code ceilings.cl}. They are built when they
 * are first asked for: whoever only multiplies need not wait for them.
 */
public final class DeviceCeilings implements Handle {
    private final Context context;
    private final Queue queue;
    private final DeviceLimits limits;
    private final Handles programs = new Handles();
    private final Map<Precision, FmaRate> fma = new EnumMap<>(Precision.class);
    private Program memory;

    public DeviceCeilings(Context context, Queue queue, DeviceLimits limits) {
        this.context = context;
        this.queue = queue;
        this.limits = limits;
    }

    /**
     * 10⁹ operations a second on nothing but registers; empty of a simulator.
     *
     * @throws BackendException when the device fails or computes them wrong
     */
    public synchronized OptionalDouble gflops(Precision precision) {
        return attempt(() -> {
            if (!fma.containsKey(precision)) {
                fma.put(precision, FmaForm.fastest(context, queue, limits, precision, programs));
            }
            return fma.get(precision).gflops();
        });
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
        return whereItFits(() -> new DeviceTriad(context, queue, limits).gigabytesPerSecond(memoryProgram()))
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }

    /**
     * The way to the device; empty where there is no memory to copy.
     *
     * @throws BackendException when the device fails
     */
    public synchronized Optional<LinkCeiling> link() {
        return whereItFits(() -> new LinkProbe(context, queue, limits).measure(memoryProgram()));
    }

    private <T> Optional<T> whereItFits(Supplier<T> measurement) {
        return attempt(() -> {
            try {
                return Optional.of(measurement.get());
            } catch (CLException e) {
                if (e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private Program memoryProgram() {
        if (memory == null) {
            memory = programs.own(DeviceTriad.build(context, limits));
        }
        return memory;
    }

    private <T> T attempt(Supplier<T> measurement) {
        try {
            return measurement.get();
        } catch (CLException e) {
            throw new BackendException(
                    "what %s can do at most cannot be measured: %s"
                            .formatted(context.device().name(), OpenClErrors.describe(e)),
                    e);
        }
    }

    @Override
    public void close() {
        programs.close();
    }
}
