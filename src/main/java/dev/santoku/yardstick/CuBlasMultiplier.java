package dev.santoku.yardstick;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.ByReference;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.IntByReference;
import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.MatrixInstruction;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** cuBLAS on one device; owns a handle. One call at a time: the handle is not for several threads at once. */
final class CuBlasMultiplier extends AbstractMultiplier {
    private static final int AS_IT_IS = 0;

    /** Where it is 0, no library of NVIDIA's uses TF32, whatever it is asked for. */
    private static final String TF32_OVERRIDE = "NVIDIA_TF32_OVERRIDE";

    /** So that no sum of products of −128 overflows, or equals what stands for NaN. */
    private static final int MOST_TERMS_OF_I8 = 130_000;

    private static final int WARP = 32;

    private final Cuda cuda;
    private final int number;
    private final int capability;
    private final boolean refusesTf32;
    private final Pointer handle;

    /**
     * Opens a handle.
     *
     * @param number CUDA's, of the device
     * @param environment variables that cuBLAS sees
     */
    CuBlasMultiplier(Device device, Cuda cuda, int number, Map<String, String> environment) {
        super(device);
        this.cuda = cuda;
        this.number = number;
        cuda.use(number);
        this.capability = cuda.capability(number);
        this.refusesTf32 = "0".equals(environment.get(TF32_OVERRIDE));
        this.handle = cuda.open();
    }

    /** {@inheritDoc} Its own where this device's architecture has it. */
    @Override
    public Precision arithmetic(Precision inputs) {
        if (inputs == Precision.TF32 && refusesTf32) {
            throw new UnsupportedProductException(
                    "with %s=0 cuBLAS computes tf32 in f32: unset it".formatted(TF32_OVERRIDE));
        }
        return MathMode.of(inputs).filter(mode -> mode.runsOn(capability)).isPresent() ? inputs : inputs.storage();
    }

    /** {@inheritDoc} Where {@code jocl}, which measures the peak, does not have the architecture's best instruction. */
    @Override
    public boolean mayExceedCeiling(Precision arithmetic) {
        GpuArchitecture architecture = GpuArchitecture.ofNvidia(capability / 10, capability % 10, WARP, Set.of());
        return MatrixInstruction.mayBeOutdone(architecture, arithmetic);
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        if (a.precision() == Precision.I8 && shape.k() > MOST_TERMS_OF_I8) {
            throw new UnsupportedProductException(
                    "cuBLAS sums i8 in i32, which could overflow where k is above %d".formatted(MOST_TERMS_OF_I8));
        }
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
        try (HostMemory staging = new HostMemory(matrix, MathMode.rowMultiple(matrix.precision()))) {
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
    synchronized String multiply(Shape shape, Precision format, Pointer a, Pointer b, Pointer c) {
        cuda.use(number);
        boolean batch = shape.batch() > 1;
        Optional<MathMode> mode = MathMode.of(format);
        int n = shape.n();
        int pitchOfA = HostMemory.pitch(shape.k(), MathMode.rowMultiple(format));
        int pitchOfB = HostMemory.pitch(n, MathMode.rowMultiple(format));
        List<Object> arguments = new ArrayList<>(List.of(handle, AS_IT_IS, AS_IT_IS, n, shape.m(), shape.k()));
        arguments.add(scalar(format, 1));
        add(arguments, b, mode.map(MathMode::factors), pitchOfB, batch, (long) shape.k() * pitchOfB);
        add(arguments, a, mode.map(MathMode::factors), pitchOfA, batch, (long) shape.m() * pitchOfA);
        arguments.add(scalar(format, 0));
        add(arguments, c, mode.map(MathMode::result), n, batch, (long) shape.m() * n);
        if (batch) {
            arguments.add(shape.batch());
        }
        mode.ifPresent(ex -> arguments.addAll(List.of(ex.computing(), MathMode.ALGORITHM)));
        cuda.multiply(batch ? Gemm.batch(format) : Gemm.one(format), arguments.toArray());
        cuda.finish();
        return cuda.nameOfUsed();
    }

    /** Alpha or beta, in the type that is summed in. */
    private static ByReference scalar(Precision format, int value) {
        return switch (format) {
            case F64 -> new DoubleByReference(value);
            case I8 -> new IntByReference(value);
            default -> new FloatByReference(value);
        };
    }

    private static void add(
            List<Object> arguments, Pointer matrix, Optional<Integer> type, int pitch, boolean batch, long stride) {
        arguments.add(matrix);
        type.ifPresent(arguments::add);
        arguments.add(pitch);
        if (batch) {
            arguments.add(stride);
        }
    }

    /** Copies C to the host. */
    void download(Pointer c, Precision format, Matrix to) {
        cuda.use(number);
        try (HostMemory staging = new HostMemory(to)) {
            cuda.download(c, staging);
            if (format == Precision.I8) {
                staging.readIntegers((FloatMatrix) to);
            } else {
                staging.read(to);
            }
        }
    }

    void fillWithNaN(Pointer c, Precision format, long bytes) {
        cuda.use(number);
        cuda.fill(c, format == Precision.I8 ? HostMemory.UNWRITTEN_BYTE : HostMemory.NAN_BYTE, bytes);
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
