package dev.santoku.backend.opencl.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Program;
import java.nio.charset.StandardCharsets;

/** Owns the kernels of one file of PTX, as the driver compiled them for its device. */
final class CudaModule implements Handle {
    private static final int LOG_BYTES = 8 << 10;

    // Numbers of CUjit_option.
    private static final int ERROR_LOG = 5;
    private static final int ERROR_LOG_BYTES = 6;

    private final CudaContext context;
    private final Pointer handle;

    /**
     * Has the driver compile a file.
     *
     * @throws BackendException when it refuses, with what its compiler said
     */
    CudaModule(CudaContext context, PtxIndex.Entry entry) {
        this.context = context;
        byte[] text = (entry.read() + '\0').getBytes(StandardCharsets.US_ASCII);
        try (Memory image = new Memory(text.length);
                Memory log = new Memory(LOG_BYTES);
                Memory values = new Memory(2L * Native.POINTER_SIZE)) {
            image.write(0, text, 0, text.length);
            log.clear();
            values.setPointer(0, log);
            values.setPointer(Native.POINTER_SIZE, new Pointer(LOG_BYTES));
            PointerByReference loaded = new PointerByReference();
            int[] options = {ERROR_LOG, ERROR_LOG_BYTES};
            try {
                context.check(
                        context.use().cuModuleLoadDataEx(loaded, image, options.length, options, values),
                        "cuModuleLoadDataEx");
            } catch (CudaException e) {
                throw new BackendException(refusal(context, entry, e, log.getString(0, "UTF-8")), e);
            }
            this.handle = loaded.getValue();
        }
    }

    private static String refusal(CudaContext context, PtxIndex.Entry entry, CudaException e, String log) {
        return "%s does not take %s, of PTX %s: %s: %s; a newer driver may"
                .formatted(
                        context.device().name(),
                        entry.file(),
                        entry.version(),
                        e.getMessage(),
                        Program.firstLines(log, "its compiler says no more"));
    }

    /** A kernel of that name, with arguments of its own. */
    CudaKernel kernel(String name) {
        PointerByReference function = new PointerByReference();
        context.check(context.use().cuModuleGetFunction(function, handle, name), "cuModuleGetFunction of " + name);
        return new CudaKernel(context, function.getValue());
    }

    @Override
    public void close() {
        context.check(context.use().cuModuleUnload(handle), "cuModuleUnload");
    }
}
