package dev.santoku.yardstick;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** CUDA's runtime and cuBLAS, with every status looked at. */
record Cuda(CudaRuntime runtime, CuBlas blas, Gemm gemm) {
    private static final int NO_MEMORY = 2;
    private static final int TO_DEVICE = 1;
    private static final int TO_HOST = 2;
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;
    private static final int DEFAULT_MATH = 0;

    /** More than any release's structure takes. */
    private static final int PROPERTIES_BYTES = 16 << 10;

    private static final int ADDRESS_BYTES = 64;

    /** The names of all devices, by their numbers. */
    List<String> deviceNames() {
        IntByReference count = new IntByReference();
        check(runtime.cudaGetDeviceCount(count), "cudaGetDeviceCount");
        List<String> names = new ArrayList<>();
        for (int device = 0; device < count.getValue(); device++) {
            names.add(name(device));
        }
        return names;
    }

    private String name(int device) {
        try (Memory properties = new Memory(PROPERTIES_BYTES)) {
            properties.clear();
            check(runtime.cudaGetDeviceProperties(properties, device), "cudaGetDeviceProperties");
            return UntrustedText.name(properties.getString(0, "UTF-8"));
        }
    }

    /** Its compute capability: ten times the major number and the minor one. */
    int capability(int device) {
        return attribute(CAPABILITY_MAJOR, device) * 10 + attribute(CAPABILITY_MINOR, device);
    }

    private int attribute(int attribute, int device) {
        IntByReference value = new IntByReference();
        check(runtime.cudaDeviceGetAttribute(value, attribute, device), "cudaDeviceGetAttribute");
        return value.getValue();
    }

    /** Where a device sits on the PCI bus, {@code 0000:3b:00.0}; empty where CUDA does not tell. */
    Optional<String> pciAddress(int device) {
        try (Memory text = new Memory(ADDRESS_BYTES)) {
            text.clear();
            return runtime.cudaDeviceGetPCIBusId(text, ADDRESS_BYTES, device) == 0
                    ? Optional.of(text.getString(0, "UTF-8").toLowerCase(Locale.ROOT))
                    : Optional.empty();
        }
    }

    /** Has this thread use a device: every call that follows must come from the same thread. */
    void use(int device) {
        check(runtime.cudaSetDevice(device), "cudaSetDevice");
    }

    /** The name of the device that this thread uses. */
    String nameOfUsed() {
        IntByReference device = new IntByReference();
        check(runtime.cudaGetDevice(device), "cudaGetDevice");
        return name(device.getValue());
    }

    /**
     * Memory on the device, which {@link #free} gives back.
     *
     * @throws UnsupportedProductException when there is no more
     */
    Pointer allocate(long bytes) {
        PointerByReference memory = new PointerByReference();
        int status = runtime.cudaMalloc(memory, bytes);
        if (status == NO_MEMORY) {
            throw new UnsupportedProductException("the device finds no %d MiB for a matrix now".formatted(bytes >> 20));
        }
        check(status, "cudaMalloc");
        return memory.getValue();
    }

    void free(Pointer memory) {
        check(runtime.cudaFree(memory), "cudaFree");
    }

    void upload(HostMemory from, Pointer to) {
        check(runtime.cudaMemcpy(to, from.pointer(), from.bytes(), TO_DEVICE), "cudaMemcpy to the device");
    }

    void download(Pointer from, HostMemory to) {
        check(runtime.cudaMemcpy(to.pointer(), from, to.bytes(), TO_HOST), "cudaMemcpy from the device");
    }

    /** Sets every byte. */
    void fill(Pointer memory, byte value, long bytes) {
        check(runtime.cudaMemset(memory, value & 0xFF, bytes), "cudaMemset");
        finish();
    }

    /** Waits until the device has done all that it was given. */
    void finish() {
        check(runtime.cudaDeviceSynchronize(), "cudaDeviceSynchronize");
    }

    /** A handle of cuBLAS on this thread's device, which computes f32 in f32. */
    Pointer open() {
        PointerByReference handle = new PointerByReference();
        checkBlas(blas.cublasCreate_v2(handle), "cublasCreate");
        checkBlas(blas.cublasSetMathMode(handle.getValue(), DEFAULT_MATH), "cublasSetMathMode");
        return handle.getValue();
    }

    void close(Pointer handle) {
        checkBlas(blas.cublasDestroy_v2(handle), "cublasDestroy");
    }

    /** Has this thread's device multiply, by a function of {@link Gemm}. */
    void multiply(String function, Object... arguments) {
        checkBlas(gemm.call(function, arguments), function.replace("_v2", ""));
    }

    /** @throws BackendException for anything but success */
    private void check(int status, String call) {
        if (status != 0) {
            throw new BackendException(
                    "%s failed with status %d: %s".formatted(call, status, runtime.cudaGetErrorString(status)));
        }
    }

    /** Likewise, for a call of cuBLAS. */
    private void checkBlas(int status, String call) {
        if (status != 0) {
            throw new BackendException(
                    "%s failed with status %d: %s".formatted(call, status, blas.cublasGetStatusString(status)));
        }
    }
}
