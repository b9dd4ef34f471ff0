package dev.santoku.backend.opencl.handle;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.lang.System.Logger;

/**
 * AMX's tile registers, 8 KB for each thread. Linux gives them to processes that ask, and ends one that uses them without having
 * asked.
 *
 * <p>Source: Linux, Documentation/arch/x86/xstate.rst.
 */
final class TileRegisters {
    private static final Logger LOG = System.getLogger(TileRegisters.class.getName());

    private static final long ARCH_PRCTL = 158;
    private static final long ARCH_REQ_XCOMP_PERM = 0x1023;
    private static final long XFEATURE_XTILEDATA = 18;

    private TileRegisters() {}

    /** Asks for them, for all threads of this process. Asking again changes nothing. */
    static boolean areGranted() {
        if (!Platform.isLinux() || !Platform.is64Bit() || !Platform.isIntel()) {
            return false;
        }
        Object[] arguments = {
            new NativeLong(ARCH_PRCTL), new NativeLong(ARCH_REQ_XCOMP_PERM), new NativeLong(XFEATURE_XTILEDATA)
        };
        boolean granted = Function.getFunction("c", "syscall").invokeInt(arguments) == 0;
        if (!granted) {
            LOG.log(
                    Logger.Level.WARNING,
                    "the system gives this process no AMX registers, so bf16 and i8 are multiplied by vectors:"
                            + " Linux 5.16 or newer gives them");
        }
        return granted;
    }
}
