package dev.santoku.yardstick;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.ByReference;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.FloatByReference;
import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import java.util.function.Consumer;

/** cuBLAS on one device; owns a handle. One call at a time: the handle is not for several threads at once. */
final class CuBlasMultiplier extends AbstractMultiplier {
    private static final int AS_IT_IS = 0;

    private final Cuda cuda;
    private final int number;
    private final Pointer handle;

    /** @param number CUDA's, of the device */
    CuBlasMultiplier(Device device, Cuda cuda, int number) {
        super(device);
        this.cuda = cuda;
        this.number = number;
        cuda.use(number);
        this.handle = cuda.open();
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        cuda.use(number);
        try (Handles memory = new Handles()) {
            Pointer deviceA = upload(memory, a);
            Pointer deviceB = upload(memory, b);
            Pointer deviceC = allocate(
                    memory, (long) shape.rows() * shape.n() * a.precision().bytes());
            return new CuBlasProduct(this, shape, a.precision(), memory.handOver(), deviceA, deviceB, deviceC);
        }
    }

    private Pointer allocate(Handles owner, long bytes) {
        Pointer memory = cuda.allocate(bytes);
        owner.own(() -> cuda.free(memory));
        return memory;
    }

    private Pointer upload(Handles memory, Matrix matrix) {
        try (HostMemory staging = new HostMemory(matrix)) {
            staging.write(matrix);
            Pointer onDevice = allocate(memory, staging.bytes());
            cuda.upload(staging, onDevice);
            return onDevice;
        }
    }

    /**
     * C = 1·A·B + 0·C, finished when it returns. What cuBLAS takes for columns are our rows, so it sees the transposes, and
     * Cᵀ = Bᵀ·Aᵀ: the operands change places, and m and n with them.
     *
     * @return the name of the device that ran it
     */
    synchronized String multiply(Shape shape, Precision precision, Pointer a, Pointer b, Pointer c) {
        cuda.use(number);
        boolean isDouble = precision == Precision.F64;
        ByReference one = isDouble ? new DoubleByReference(1) : new FloatByReference(1);
        ByReference zero = isDouble ? new DoubleByReference(0) : new FloatByReference(0);
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        int count = shape.batch();
        if (count == 1) {
            String function = Gemm.one(precision);
            cuda.multiply(function, handle, AS_IT_IS, AS_IT_IS, n, m, k, one, b, n, a, k, zero, c, n);
        } else {
            String function = Gemm.batch(precision);
            long ofA = (long) m * k;
            long ofB = (long) k * n;
            long ofC = (long) m * n;
            cuda.multiply(
                    function, handle, AS_IT_IS, AS_IT_IS, n, m, k, one, b, n, ofB, a, k, ofA, zero, c, n, ofC, count);
        }
        cuda.finish();
        return cuda.nameOfUsed();
    }

    /** Copies C to the host. */
    void download(Pointer c, Matrix to) {
        cuda.use(number);
        try (HostMemory staging = new HostMemory(to)) {
            cuda.download(c, staging);
            staging.read(to);
        }
    }

    void fillWithNaN(Pointer c, long bytes) {
        cuda.use(number);
        cuda.fillWithNaN(c, bytes);
    }

    void free(Handles memory) {
        cuda.use(number);
        memory.close();
    }

    @Override
    public Optional<Audit> audit(Matrix a, Matrix b, int batch, Consumer<Matrix> products) {
        return Optional.of(Audit.of(Audit.Transfers.byDriver(Audit.Memory.DEVICE)));
    }

    @Override
    protected void release() {
        cuda.use(number);
        cuda.close(handle);
    }
}
