package dev.santoku.backend.aparapi;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.exception.CompileFailedException;
import com.aparapi.internal.kernel.KernelManager;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The smallest kernel in f64. Aparapi shows no device's extensions, but refuses to compile this one, without falling
 * back, where {@code cl_khr_fp64} is missing.
 */
final class DoubleProbe extends Kernel {
    private final double[] numbers = new double[1];

    @Override
    public void run() {
        numbers[getGlobalId()] += 1;
    }

    /**
     * Compiles it for a device, and runs it: Aparapi's native half crashes when it disposes of a kernel that never ran.
     * So where f64 is missing, the context that was made to find out stays until the process ends.
     */
    static boolean isSupportedBy(OpenCLDevice device) {
        DoubleProbe probe = new DoubleProbe();
        KernelManager.instance().setPreferredDevices(probe, new LinkedHashSet<>(List.of(device)));
        try {
            probe.compile(device);
        } catch (CompileFailedException e) {
            return false;
        }
        probe.execute(Range.create(device, 1, 1));
        boolean ran = device.equals(probe.getTargetDevice());
        probe.dispose();
        return ran;
    }
}
