package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.TuningKey;
import dev.santoku.diagnosis.PoclCache;
import dev.santoku.host.CpuFlags;
import dev.santoku.matrix.Precision;
import dev.santoku.untrusted.UntrustedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** One device of one platform, and what its driver says about it. Ids are the loader's: nothing is to be released. */
public record OpenClDevice(cl_platform_id platform, cl_device_id id) {
    /** Bytes: lists of extensions have a few thousand. */
    private static final int LONGEST_TEXT = 1 << 20;

    /** All devices have 3. */
    private static final int MOST_DIMENSIONS = 16;

    private static final int CAPABILITY_MAJOR_NV = 0x4000;
    private static final int CAPABILITY_MINOR_NV = 0x4001;
    private static final int WARP_SIZE_NV = 0x4003;
    private static final int WAVEFRONT_WIDTH_AMD = 0x4043;
    private static final int IP_VERSION_INTEL = 0x4250;
    private static final int SUBGROUP_SIZES_INTEL = 0x4108;

    /** Powers of two; a driver that has more of them is not believed. */
    private static final int MOST_SIZES = 16;

    /** Describes it under the name {@code cl<index>}. */
    public Device describe(int index) {
        return new Device(
                "cl" + index,
                kind(number(CL.CL_DEVICE_TYPE)),
                name(),
                "opencl",
                platformName(platform),
                text(CL.CL_DRIVER_VERSION),
                Math.toIntExact(number(CL.CL_DEVICE_MAX_COMPUTE_UNITS)),
                number(CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                precisions());
    }

    /** What parameters are tuned for on it. */
    public TuningKey key(Device described, Precision precision) {
        return new TuningKey(
                described.name(),
                vendor(),
                described.kind(),
                described.driver(),
                described.platform(),
                precision,
                architecture().name());
    }

    public String name() {
        return nameOf(id);
    }

    public String vendor() {
        return text(CL.CL_DEVICE_VENDOR);
    }

    static String nameOf(cl_device_id id) {
        return UntrustedText.name(text(id, CL.CL_DEVICE_NAME));
    }

    /** What its driver says of it that cannot be. */
    public Optional<String> nonsense() {
        return Device.nonsense(
                number(CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                number(CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE));
    }

    /** PoCL's cache, which compiling goes through; empty where another driver compiles. */
    Optional<PoclCache> poclCache() {
        return platformName(platform).equals(PoclCache.PLATFORM)
                ? Optional.of(PoclCache.of(System.getenv()))
                : Optional.empty();
    }

    /** Whether the driver lends it now. */
    public boolean available() {
        return number(CL.CL_DEVICE_AVAILABLE) != 0;
    }

    /** What the fitting of kernels asks for. */
    @SuppressWarnings("deprecation") // OpenCL 2.0 asks for shared virtual memory instead, which many devices lack
    public DeviceLimits limits() {
        long dimensions = number(CL.CL_DEVICE_MAX_WORK_ITEM_DIMENSIONS);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw new BackendException("%s reports work-items of %d dimensions".formatted(name(), dimensions));
        }
        long[] itemSizes = new long[(int) dimensions];
        CL.clGetDeviceInfo(
                id,
                CL.CL_DEVICE_MAX_WORK_ITEM_SIZES,
                (long) itemSizes.length * Sizeof.size_t,
                Pointer.to(itemSizes),
                null);
        Device.Kind kind = kind(number(CL.CL_DEVICE_TYPE));
        return new DeviceLimits(
                kind,
                Math.toIntExact(number(CL.CL_DEVICE_MAX_COMPUTE_UNITS)),
                clampToInt(Math.min(number(CL.CL_DEVICE_MAX_WORK_GROUP_SIZE), itemSizes[0])),
                new DeviceLimits.Memory(
                        number(CL.CL_DEVICE_LOCAL_MEM_SIZE),
                        number(CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                        number(CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                        number(CL.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0),
                WordInstructions.lanes(
                        kind,
                        clampToInt(number(CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT)),
                        clampToInt(number(CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE)),
                        CpuFlags.ofThisMachine().orElse(Set.of())),
                !isBeforeOpenCl12(text(CL.CL_DEVICE_VERSION)),
                architecture());
    }

    /** What its vendor's extension tells; an older driver may know the extension and not the question. */
    private GpuArchitecture architecture() {
        if (kind(number(CL.CL_DEVICE_TYPE)) != Device.Kind.GPU) {
            return GpuArchitecture.UNKNOWN;
        }
        Set<String> extensions = Set.copyOf(extensions());
        return switch (GpuArchitecture.Vendor.of(told(CL.CL_DEVICE_VENDOR_ID), vendor())) {
            case NVIDIA ->
                GpuArchitecture.ofNvidia(
                        told(CAPABILITY_MAJOR_NV), told(CAPABILITY_MINOR_NV), told(WARP_SIZE_NV), extensions);
            case AMD -> GpuArchitecture.ofAmd(name(), told(WAVEFRONT_WIDTH_AMD), extensions);
            case INTEL -> GpuArchitecture.ofIntel(told(IP_VERSION_INTEL), subgroupSizes(), extensions);
            case OTHER -> GpuArchitecture.UNKNOWN;
        };
    }

    /** None where the driver does not know the question. */
    private List<Long> subgroupSizes() {
        try {
            long[] length = new long[1];
            CL.clGetDeviceInfo(id, SUBGROUP_SIZES_INTEL, 0, null, length);
            long[] sizes = new long[(int) Math.max(0, Math.min(MOST_SIZES, length[0] / Sizeof.size_t))];
            CL.clGetDeviceInfo(id, SUBGROUP_SIZES_INTEL, (long) sizes.length * Sizeof.size_t, Pointer.to(sizes), null);
            return LongStream.of(sizes).boxed().toList();
        } catch (CLException e) {
            return List.of();
        }
    }

    /** 0 where the driver does not know the question. */
    private long told(int key) {
        try {
            return number(key);
        } catch (CLException e) {
            return 0;
        }
    }

    /** Bytes of the last cache before its memory; 0 where it has none. */
    public long cacheBytes() {
        return number(CL.CL_DEVICE_GLOBAL_MEM_CACHE_SIZE);
    }

    /** Seconds between two ticks of the clock that events are timed by. */
    public double timerResolution() {
        return number(CL.CL_DEVICE_PROFILING_TIMER_RESOLUTION) * 1e-9;
    }

    /** A simulator may claim to be all kinds at once; that is neither a CPU nor a GPU. */
    public static Device.Kind kind(long type) {
        boolean cpu = (type & CL.CL_DEVICE_TYPE_CPU) != 0;
        boolean gpu = (type & CL.CL_DEVICE_TYPE_GPU) != 0;
        if (cpu == gpu) {
            return Device.Kind.ACCELERATOR;
        }
        return cpu ? Device.Kind.CPU : Device.Kind.GPU;
    }

    /** A version reads {@code OpenCL 1.2 …}. */
    public static boolean isBeforeOpenCl12(String version) {
        return version.matches("OpenCL 1\\.[01]\\b.*");
    }

    public static String platformName(cl_platform_id platform) {
        return text(platform, CL.CL_PLATFORM_NAME);
    }

    /** The platform's version in its own words: PoCL's names the release of the compiler, too. */
    public String platformVersion() {
        return text(platform, CL.CL_PLATFORM_VERSION);
    }

    private static String text(cl_platform_id platform, int key) {
        return UntrustedText.name(
                text((bytes, into, length) -> CL.clGetPlatformInfo(platform, key, bytes, into, length)));
    }

    /** Where it sits on the PCI bus; empty where the driver does not tell. */
    public Optional<String> pciAddress() {
        try {
            List<String> extensions = extensions();
            if (extensions.contains("cl_khr_pci_bus_info")) {
                int[] place = new int[4];
                CL.clGetDeviceInfo(
                        id, PciAddress.INFO_KHR, (long) place.length * Sizeof.cl_uint, Pointer.to(place), null);
                return Optional.of(PciAddress.text(place[0], place[1], place[2], place[3]));
            } else if (extensions.contains("cl_nv_device_attribute_query")) {
                return Optional.of(PciAddress.ofNvidia(
                        told(PciAddress.DOMAIN_NV), number(PciAddress.BUS_NV), number(PciAddress.SLOT_NV)));
            } else if (extensions.contains("cl_amd_device_attribute_query")) {
                byte[] topology = new byte[PciAddress.TOPOLOGY_BYTES];
                CL.clGetDeviceInfo(id, PciAddress.TOPOLOGY_AMD, topology.length, Pointer.to(topology), null);
                return Optional.ofNullable(PciAddress.ofAmd(topology));
            }
            return Optional.empty();
        } catch (CLException e) {
            return Optional.empty();
        }
    }

    public List<String> extensions() {
        return List.of(text(CL.CL_DEVICE_EXTENSIONS).split("\\s+"));
    }

    private List<Precision> precisions() {
        List<Precision> precisions = new ArrayList<>(List.of(Precision.F32));
        if (extensions().contains("cl_khr_fp64")) {
            precisions.add(Precision.F64);
        }
        return precisions;
    }

    private String text(int key) {
        return text(id, key);
    }

    private static String text(cl_device_id id, int key) {
        return text((bytes, into, length) -> CL.clGetDeviceInfo(id, key, bytes, into, length));
    }

    private static String text(Question question) {
        long[] length = new long[1];
        question.ask(0, null, length);
        byte[] bytes = room(length[0]);
        question.ask(bytes.length, Pointer.to(bytes), null);
        return decode(bytes);
    }

    /** Asks a driver for at most so many bytes, and how many there are; either may be left out. */
    @FunctionalInterface
    private interface Question {
        void ask(long bytes, Pointer into, long[] length);
    }

    /** For a text of so many bytes, as its driver says. */
    private static byte[] room(long bytes) {
        if (bytes < 0 || bytes > LONGEST_TEXT) {
            throw new BackendException("its driver has a text of %d bytes".formatted(bytes));
        }
        return new byte[(int) bytes];
    }

    /** A number of 4 or 8 bytes, whichever the driver says that it is. */
    private long number(int key) {
        long[] length = new long[1];
        CL.clGetDeviceInfo(id, key, 0, null, length);
        if (length[0] == Sizeof.cl_uint) {
            int[] value = new int[1];
            CL.clGetDeviceInfo(id, key, Sizeof.cl_uint, Pointer.to(value), null);
            return Integer.toUnsignedLong(value[0]);
        }
        long[] value = new long[1];
        CL.clGetDeviceInfo(id, key, Sizeof.cl_ulong, Pointer.to(value), null);
        return value[0];
    }

    private static int clampToInt(long value) {
        return (int) Math.max(0, Math.min(value, Integer.MAX_VALUE));
    }

    /** OpenCL strings end with a zero byte, and some drivers pad names with blanks. */
    private static String decode(byte[] bytes) {
        return UntrustedText.line(new String(bytes, StandardCharsets.UTF_8).replace("\0", ""))
                .strip();
    }
}
