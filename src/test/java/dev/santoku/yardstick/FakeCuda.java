package dev.santoku.yardstick;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CUDA and cuBLAS in Java, column-major as they are; the "device" is native memory of this process. */
final class FakeCuda implements CudaRuntime, CuBlas, Gemm {
    /** Names of devices. */
    final List<String> names;

    /** Their places on the PCI bus, as far as it tells. */
    List<String> addresses = List.of();

    /** Ten times the major number of their compute capability, and the minor one. */
    int capability = 90;

    /** Statuses to return instead of doing what is asked. */
    final Map<String, Integer> refusals = new HashMap<>();

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Map<Pointer, Memory> allocated = Collections.synchronizedMap(new HashMap<>());
    private final Set<Pointer> handles = Collections.synchronizedSet(new HashSet<>());
    private final ThreadLocal<Integer> used = ThreadLocal.withInitial(() -> 0);
    private long lastHandle = 0x1000;

    FakeCuda(String... names) {
        this.names = List.of(names);
    }

    Cuda cuda() {
        return new Cuda(this, this, this);
    }

    /** What was not given back: memory and handles. */
    int held() {
        return allocated.size() + handles.size();
    }

    private int status(String call) {
        calls.add(call);
        return refusals.getOrDefault(call, 0);
    }

    @Override
    public int cudaGetDeviceCount(IntByReference count) {
        count.setValue(names.size());
        return status("cudaGetDeviceCount");
    }

    @Override
    public int cudaSetDevice(int device) {
        used.set(device);
        calls.add("use " + device);
        return status("cudaSetDevice");
    }

    @Override
    public int cudaGetDevice(IntByReference device) {
        device.setValue(used.get());
        return status("cudaGetDevice");
    }

    @Override
    public int cudaGetDeviceProperties(Pointer properties, int device) {
        byte[] name = (names.get(device) + "\0junk that follows").getBytes(StandardCharsets.UTF_8);
        properties.write(0, name, 0, name.length);
        return status("cudaGetDeviceProperties");
    }

    @Override
    public int cudaDeviceGetAttribute(IntByReference value, int attribute, int device) {
        value.setValue(attribute == 75 ? capability / 10 : capability % 10);
        return attribute == 75 || attribute == 76 ? status("cudaDeviceGetAttribute") : 1;
    }

    @Override
    public int cudaDeviceGetPCIBusId(Pointer text, int length, int device) {
        if (device >= addresses.size()) {
            return 1;
        }
        text.setString(0, addresses.get(device), "UTF-8");
        return 0;
    }

    @Override
    public int cudaMalloc(PointerByReference memory, long bytes) {
        int status = status("cudaMalloc");
        if (status == 0) {
            Memory block = new Memory(bytes);
            Pointer address = new Pointer(Pointer.nativeValue(block));
            allocated.put(address, block);
            memory.setValue(address);
        }
        return status;
    }

    @Override
    public int cudaFree(Pointer memory) {
        Memory block = allocated.remove(memory);
        if (block == null) {
            return 17;
        }
        block.close();
        return status("cudaFree");
    }

    @Override
    public int cudaMemcpy(Pointer to, Pointer from, long bytes, int kind) {
        Pointer onDevice = kind == 1 ? to : from;
        if (!allocated.containsKey(onDevice) || allocated.get(onDevice).size() != bytes) {
            return 1;
        }
        to.write(0, from.getByteArray(0, (int) bytes), 0, (int) bytes);
        return status("cudaMemcpy");
    }

    @Override
    public int cudaMemset(Pointer memory, int value, long bytes) {
        memory.setMemory(0, bytes, (byte) value);
        return status("cudaMemset");
    }

    @Override
    public int cudaDeviceSynchronize() {
        return status("cudaDeviceSynchronize");
    }

    @Override
    public String cudaGetErrorString(int status) {
        return "error " + status + " of the fake";
    }

    @Override
    public int cublasCreate_v2(PointerByReference handle) {
        int status = status("cublasCreate");
        if (status == 0) {
            lastHandle++;
            handle.setValue(new Pointer(lastHandle));
            handles.add(handle.getValue());
        }
        return status;
    }

    @Override
    public int cublasDestroy_v2(Pointer handle) {
        return handles.remove(handle) ? status("cublasDestroy") : 1;
    }

    @Override
    public int cublasSetMathMode(Pointer handle, int mode) {
        calls.add("mode " + mode);
        return status("cublasSetMathMode");
    }

    /** Looks at the type of each argument, as a library cannot. */
    @Override
    public int call(String function, Object... given) {
        boolean isBatch = function.contains("StridedBatched");
        boolean isEx = function.endsWith("Ex");
        if (!Gemm.names().contains(function) || given.length != (isBatch ? 18 : 14) + (isEx ? 5 : 0)) {
            return 1;
        }
        Iterator<Object> arguments = List.of(given).iterator();
        Pointer handle = (Pointer) arguments.next();
        int operationA = (int) arguments.next();
        int operationB = (int) arguments.next();
        int m = (int) arguments.next();
        int n = (int) arguments.next();
        int k = (int) arguments.next();
        Object alpha = arguments.next();
        int own = function.startsWith("cublasD") ? FakeMatrix.F64 : FakeMatrix.F32;
        FakeMatrix a = FakeMatrix.next(arguments, isEx, isBatch, own);
        FakeMatrix b = FakeMatrix.next(arguments, isEx, isBatch, own);
        Object beta = arguments.next();
        FakeMatrix c = FakeMatrix.next(arguments, isEx, isBatch, own);
        int products = isBatch ? (int) arguments.next() : 1;
        int computing = isEx ? (int) arguments.next() : 0;
        if (isEx && ((int) arguments.next() != -1 || !FakeMatrix.fit(a, b, c, computing))) {
            return 15;
        }
        if (!isSound(handle, operationA, operationB, m, k, a.pitch(), b.pitch(), c.pitch())
                || number(alpha, c) != 1
                || number(beta, c) != 0
                || isBatch != products > 1) {
            return 7;
        }
        for (int product = 0; product < products; product++) {
            multiply(m, n, k, a.product(product), b.product(product), c.product(product));
        }
        calls.add("compute type " + computing);
        return status(function.replace("_v2", ""));
    }

    /** In the type that is summed in. */
    private static double number(Object pointer, FakeMatrix c) {
        return switch (c.type()) {
            case FakeMatrix.F64 -> ((DoubleByReference) pointer).getValue();
            case FakeMatrix.I32 -> ((IntByReference) pointer).getValue();
            default -> ((FloatByReference) pointer).getValue();
        };
    }

    /** As BLAS checks its arguments. */
    private boolean isSound(Pointer handle, int operationA, int operationB, int m, int k, int lda, int ldb, int ldc) {
        return handles.contains(handle) && operationA == 0 && operationB == 0 && lda >= m && ldb >= k && ldc >= m;
    }

    private static void multiply(int m, int n, int k, FakeMatrix a, FakeMatrix b, FakeMatrix c) {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a.at(i, p) * b.at(p, j);
                }
                c.set(i, j, sum);
            }
        }
    }

    @Override
    public String cublasGetStatusString(int status) {
        return "CUBLAS_STATUS_" + status;
    }
}
