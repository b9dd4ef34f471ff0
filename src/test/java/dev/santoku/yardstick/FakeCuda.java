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
import java.util.function.IntToDoubleFunction;

/** CUDA and cuBLAS in Java, column-major as they are; the "device" is native memory of this process. */
final class FakeCuda implements CudaRuntime, CuBlas, Gemm {
    /** Names of devices. */
    final List<String> names;

    /** Their places on the PCI bus, as far as it tells. */
    List<String> addresses = List.of();

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
        boolean isDouble = function.startsWith("cublasD");
        boolean isBatch = function.endsWith("StridedBatched");
        if (!Gemm.names().contains(function) || given.length != (isBatch ? 18 : 14)) {
            return 1;
        }
        Iterator<Object> arguments = List.of(given).iterator();
        Pointer handle = (Pointer) arguments.next();
        int operationA = (int) arguments.next();
        int operationB = (int) arguments.next();
        int m = (int) arguments.next();
        int n = (int) arguments.next();
        int k = (int) arguments.next();
        double alpha = number(arguments.next(), isDouble);
        Pointer a = (Pointer) arguments.next();
        int lda = (int) arguments.next();
        long strideA = isBatch ? (long) arguments.next() : 0;
        Pointer b = (Pointer) arguments.next();
        int ldb = (int) arguments.next();
        long strideB = isBatch ? (long) arguments.next() : 0;
        double beta = number(arguments.next(), isDouble);
        Pointer c = (Pointer) arguments.next();
        int ldc = (int) arguments.next();
        long strideC = isBatch ? (long) arguments.next() : 0;
        int products = isBatch ? (int) arguments.next() : 1;
        if (!isSound(handle, operationA, operationB, m, k, lda, ldb, ldc)
                || alpha != 1
                || beta != 0
                || isBatch != products > 1) {
            return 7;
        }
        for (int product = 0; product < products; product++) {
            long toA = product * strideA;
            long toB = product * strideB;
            long toC = product * strideC;
            if (isDouble) {
                multiply(
                        m,
                        n,
                        k,
                        at -> a.getDouble(8L * (toA + at)),
                        lda,
                        at -> b.getDouble(8L * (toB + at)),
                        ldb,
                        ldc,
                        (at, sum) -> c.setDouble(8L * (toC + at), sum));
            } else {
                multiply(
                        m,
                        n,
                        k,
                        at -> a.getFloat(4L * (toA + at)),
                        lda,
                        at -> b.getFloat(4L * (toB + at)),
                        ldb,
                        ldc,
                        (at, sum) -> c.setFloat(4L * (toC + at), (float) sum));
            }
        }
        return status(function.replace("_v2", ""));
    }

    private static double number(Object pointer, boolean isDouble) {
        return isDouble ? ((DoubleByReference) pointer).getValue() : ((FloatByReference) pointer).getValue();
    }

    /** As BLAS checks its arguments. */
    private boolean isSound(Pointer handle, int operationA, int operationB, int m, int k, int lda, int ldb, int ldc) {
        return handles.contains(handle) && operationA == 0 && operationB == 0 && lda >= m && ldb >= k && ldc >= m;
    }

    private static void multiply(
            int m, int n, int k, IntToDoubleFunction a, int lda, IntToDoubleFunction b, int ldb, int ldc, Store c) {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a.applyAsDouble(i + p * lda) * b.applyAsDouble(p + j * ldb);
                }
                c.store(i + j * ldc, sum);
            }
        }
    }

    @Override
    public String cublasGetStatusString(int status) {
        return "CUBLAS_STATUS_" + status;
    }

    private interface Store {
        void store(int at, double sum);
    }
}
