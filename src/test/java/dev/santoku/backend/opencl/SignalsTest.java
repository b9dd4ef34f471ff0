package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;

/** That a driver's compiler leaves the virtual machine its signal handlers, as these tests and the workers run. */
class SignalsTest {
    /** A division by zero. PoCL keeps its handler there for good; that of SIGSEGV is gone after one signal. */
    private static final int SIGFPE = 8;

    @Test
    void aDriverTakesNoSignalFromTheVirtualMachine() {
        long before = handler();
        JoclBackend backend = new JoclBackend();
        Inputs inputs = Inputs.uniform(new Shape(3, 4, 5), Precision.F32, 1);
        for (Device device : backend.probe().devices()) {
            try (Multiplier multiplier = backend.open(device, backend.defaultVariant(device), OpenOptions.defaults());
                    Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                product.compute();
            }
        }
        assertThat(handler()).isEqualTo(before);
    }

    /** Asks the kernel: the C library's own function is libjsig's here, which tells what it has been told. */
    private static long handler() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        Memory action = new Memory(64);
        action.clear();
        Function syscall = NativeLibrary.getInstance("c").getFunction("syscall");
        long result = syscall.invokeLong(new Object[] {arm ? 134L : 13L, (long) SIGFPE, null, action, 8L});
        assertThat(result).isZero();
        return action.getLong(0);
    }
}
