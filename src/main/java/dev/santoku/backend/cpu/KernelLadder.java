package dev.santoku.backend.cpu;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.ParameterSource;
import java.lang.reflect.InvocationTargetException;

/**
 * Which micro-kernels this JVM can run: those on the Vector API, found by name so that all else runs without
 * it, or those in plain Java. It says why a rung is refused.
 */
final class KernelLadder {
    private static final String VECTOR = "dev.santoku.backend.cpu.vector.VectorKernels";

    private KernelLadder() {}

    /**
     * The kernels on the Vector API.
     *
     * @param source of what they are cut by
     * @throws BackendException where they cannot run, with the reason and the cure
     */
    static KernelProvider vector(ParameterSource source) {
        if (!VectorModule.isPresent()) {
            throw new BackendException(VectorModule.refusal());
        }
        try {
            return Class.forName(VECTOR)
                    .asSubclass(KernelProvider.class)
                    .getDeclaredConstructor(ParameterSource.class)
                    .newInstance(source);
        } catch (InvocationTargetException e) {
            throw new BackendException(
                    e.getCause().getMessage(), e.getCause()); // vectors too narrow, as the class says
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new BackendException(VECTOR + " does not load on this Java: " + e, e);
        }
    }
}
