package dev.santoku.backend.opencl.cuda;

import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import dev.santoku.backend.Device;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.matrix.Precision;
import dev.santoku.untrusted.UntrustedText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One of CUDA's devices, and what the driver says of it.
 *
 * @param number the driver's, from 0
 * @param handle the driver's
 */
public record CudaDevice(Cuda cuda, int number, int handle) {
    /** That of devices in {@link Device#route()}. */
    public static final String ROUTE = "cuda";

    /** Local memory that every kernel may have, on any of them. */
    static final int LOCAL_BYTES_OF_ALL = 48 << 10;

    private static final String PLATFORM = "CUDA";
    private static final String VENDOR = "NVIDIA Corporation";
    private static final int LONGEST_NAME = 256;

    // Numbers of CUdevice_attribute.
    private static final int MAX_THREADS_PER_BLOCK = 1;
    private static final int MAX_SHARED_MEMORY_PER_BLOCK = 8;
    private static final int WARP_SIZE = 10;
    private static final int MULTIPROCESSOR_COUNT = 16;
    private static final int INTEGRATED = 18;
    private static final int L2_CACHE_SIZE = 38;
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;
    private static final int MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97;

    static CudaDevice of(Cuda cuda, int number) {
        IntByReference handle = new IntByReference();
        cuda.check(cuda.driver().cuDeviceGet(handle, number), "cuDeviceGet");
        return new CudaDevice(cuda, number, handle.getValue());
    }

    /** Describes it under the name {@code cuda<number>}. */
    Device describe() {
        return new Device(
                "cuda" + number,
                Device.Kind.GPU,
                name(),
                ROUTE,
                PLATFORM,
                "CUDA " + version(),
                attribute(MULTIPROCESSOR_COUNT),
                memoryBytes(),
                memoryBytes(),
                Precision.full());
    }

    /** What the driver says of it that cannot be. */
    Optional<String> nonsense() {
        return Device.nonsense(attribute(MULTIPROCESSOR_COUNT), memoryBytes(), memoryBytes());
    }

    /** What was found out holds for. */
    public TuningKey key(Device described, Precision precision) {
        return new TuningKey(
                described.name(), VENDOR, described.kind(), described.driver(), described.platform(), precision);
    }

    /** What the fitting of kernels asks for. */
    public DeviceLimits limits() {
        return new DeviceLimits(
                Device.Kind.GPU,
                attribute(MULTIPROCESSOR_COUNT),
                Math.max(1, attribute(MAX_THREADS_PER_BLOCK)),
                new DeviceLimits.Memory(localBytes(), memoryBytes(), memoryBytes(), attribute(INTEGRATED) != 0),
                new DeviceLimits.Lanes(1, 1),
                true,
                GpuArchitecture.ofNvidia(
                        attribute(CAPABILITY_MAJOR), attribute(CAPABILITY_MINOR), attribute(WARP_SIZE), Set.of()),
                false);
    }

    /** Where it sits on the PCI bus; empty where the driver does not tell. */
    public Optional<String> pciAddress() {
        byte[] text = new byte[LONGEST_NAME];
        return cuda.driver().cuDeviceGetPCIBusId(text, text.length, handle) == 0
                ? Optional.of(decode(text).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    String name() {
        return name(cuda, handle);
    }

    static String name(Cuda cuda, int handle) {
        byte[] name = new byte[LONGEST_NAME];
        cuda.check(cuda.driver().cuDeviceGetName(name, name.length, handle), "cuDeviceGetName");
        return UntrustedText.name(decode(name));
    }

    private static String decode(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private String version() {
        IntByReference version = new IntByReference();
        cuda.check(cuda.driver().cuDriverGetVersion(version), "cuDriverGetVersion");
        return "%d.%d".formatted(version.getValue() / 1000, version.getValue() % 1000 / 10);
    }

    /** Bytes of its last cache. */
    long cacheBytes() {
        return attribute(L2_CACHE_SIZE);
    }

    /** More than {@link #LOCAL_BYTES_OF_ALL} for kernels that ask for it. */
    private int localBytes() {
        IntByReference most = new IntByReference();
        boolean known = cuda.driver().cuDeviceGetAttribute(most, MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, handle) == 0;
        int ofAll = attribute(MAX_SHARED_MEMORY_PER_BLOCK);
        return known ? Math.max(ofAll, most.getValue()) : ofAll;
    }

    private long memoryBytes() {
        LongByReference bytes = new LongByReference();
        cuda.check(cuda.driver().cuDeviceTotalMem_v2(bytes, handle), "cuDeviceTotalMem");
        return bytes.getValue();
    }

    private int attribute(int which) {
        IntByReference value = new IntByReference();
        cuda.check(cuda.driver().cuDeviceGetAttribute(value, which, handle), "cuDeviceGetAttribute");
        return value.getValue();
    }
}
