package dev.santoku.yardstick;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.FloatByReference;
import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.Device;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
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
        CudaMemory memory = new CudaMemory(cuda);
        try {
            Pointer deviceA = upload(memory, a);
            Pointer deviceB = upload(memory, b);
            Pointer deviceC = memory.allocate(
                    (long) shape.rows() * shape.n() * a.precision().bytes());
            return new CuBlasProduct(this, shape, a.precision(), memory, deviceA, deviceB, deviceC);
        } catch (RuntimeException e) {
            memory.closeAfter(e);
            throw e;
        }
    }

    private Pointer upload(CudaMemory memory, Matrix matrix) {
        try (Memory staging = new Memory(
                (long) matrix.rows() * matrix.columns() * matrix.precision().bytes())) {
            if (matrix instanceof FloatMatrix floats) {
                staging.write(0, floats.elements(), 0, floats.elements().length);
            } else {
                double[] elements = ((DoubleMatrix) matrix).elements();
                staging.write(0, elements, 0, elements.length);
            }
            Pointer onDevice = memory.allocate(staging.size());
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
        if (shape.batch() == 1) {
            multiplyOne(shape, precision, a, b, c);
        } else {
            multiplyBatch(shape, precision, a, b, c);
        }
        cuda.finish();
        return cuda.nameOfUsed();
    }

    private void multiplyOne(Shape shape, Precision precision, Pointer a, Pointer b, Pointer c) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        if (precision == Precision.F64) {
            DoubleByReference one = new DoubleByReference(1);
            DoubleByReference zero = new DoubleByReference(0);
            cuda.checkBlas(
                    cuda.blas().cublasDgemm_v2(handle, AS_IT_IS, AS_IT_IS, n, m, k, one, b, n, a, k, zero, c, n),
                    "cublasDgemm");
        } else {
            FloatByReference one = new FloatByReference(1);
            FloatByReference zero = new FloatByReference(0);
            cuda.checkBlas(
                    cuda.blas().cublasSgemm_v2(handle, AS_IT_IS, AS_IT_IS, n, m, k, one, b, n, a, k, zero, c, n),
                    "cublasSgemm");
        }
    }

    private void multiplyBatch(Shape shape, Precision precision, Pointer a, Pointer b, Pointer c) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        if (precision == Precision.F64) {
            DoubleByReference one = new DoubleByReference(1);
            DoubleByReference zero = new DoubleByReference(0);
            cuda.checkBlas(
                    cuda.blas()
                            .cublasDgemmStridedBatched(
                                    handle,
                                    AS_IT_IS,
                                    AS_IT_IS,
                                    n,
                                    m,
                                    k,
                                    one,
                                    b,
                                    n,
                                    (long) k * n,
                                    a,
                                    k,
                                    (long) m * k,
                                    zero,
                                    c,
                                    n,
                                    (long) m * n,
                                    shape.batch()),
                    "cublasDgemmStridedBatched");
        } else {
            FloatByReference one = new FloatByReference(1);
            FloatByReference zero = new FloatByReference(0);
            cuda.checkBlas(
                    cuda.blas()
                            .cublasSgemmStridedBatched(
                                    handle,
                                    AS_IT_IS,
                                    AS_IT_IS,
                                    n,
                                    m,
                                    k,
                                    one,
                                    b,
                                    n,
                                    (long) k * n,
                                    a,
                                    k,
                                    (long) m * k,
                                    zero,
                                    c,
                                    n,
                                    (long) m * n,
                                    shape.batch()),
                    "cublasSgemmStridedBatched");
        }
    }

    /** Copies C to the host. */
    void download(Pointer c, Matrix to) {
        cuda.use(number);
        try (Memory staging =
                new Memory((long) to.rows() * to.columns() * to.precision().bytes())) {
            cuda.download(c, staging);
            if (to instanceof FloatMatrix floats) {
                staging.read(0, floats.elements(), 0, floats.elements().length);
            } else {
                double[] elements = ((DoubleMatrix) to).elements();
                staging.read(0, elements, 0, elements.length);
            }
        }
    }

    void fillWithNaN(Pointer c, long bytes) {
        cuda.use(number);
        cuda.fillWithNaN(c, bytes);
    }

    void free(CudaMemory memory) {
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
