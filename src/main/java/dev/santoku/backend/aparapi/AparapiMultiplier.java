package dev.santoku.backend.aparapi;

import com.aparapi.device.OpenCLDevice;
import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Owns the built kernels of a device, and lends one to each open product. */
final class AparapiMultiplier extends AbstractMultiplier {
    private final KernelPool<float[]> floats;
    private final KernelPool<double[]> doubles;

    /**
     * Builds one kernel for each precision of the device.
     *
     * @throws BackendException when it could not
     */
    AparapiMultiplier(Device device, OpenCLDevice handle, KernelChoice choice) {
        super(device);
        floats = new KernelPool<>(() -> new KernelHandle<>(choice.inFloat(handle), handle, device.name()));
        doubles = new KernelPool<>(() -> new KernelHandle<>(choice.inDouble(handle), handle, device.name()));
        try {
            floats.giveBack(floats.take());
            if (device.precisions().contains(Precision.F64)) {
                doubles.giveBack(doubles.take());
            }
        } catch (BackendException e) {
            release();
            throw e;
        }
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        Limits.check(shape, a.precision(), device());
        return a instanceof FloatMatrix
                ? upload(shape, a, b, floats, matrix -> ((FloatMatrix) matrix).elements())
                : upload(shape, a, b, doubles, matrix -> ((DoubleMatrix) matrix).elements());
    }

    private static <T> AparapiProduct<T> upload(
            Shape shape, Matrix a, Matrix b, KernelPool<T> pool, Function<Matrix, T> elements) {
        Matrix c = Matrix.zeros(a.precision(), shape.rows(), shape.n());
        KernelHandle<T> kernel = pool.take();
        try {
            kernel.bind(shape, elements.apply(a), elements.apply(b), elements.apply(c));
        } catch (BackendException e) {
            pool.giveBack(kernel);
            throw e;
        }
        return new AparapiProduct<>(shape, kernel, c, pool::giveBack);
    }

    /** How Aparapi copies, by the driver's calls; its events are its own. */
    @Override
    public Optional<Audit> audit(Matrix a, Matrix b, int batch, Consumer<Matrix> products) {
        Audit.Memory memory =
                device().kind() == Device.Kind.CPU ? Audit.Memory.HOST : null; // of others it does not tell
        return Optional.of(Audit.of(Audit.Transfers.byDriver(memory)));
    }

    @Override
    protected void release() {
        floats.close();
        doubles.close();
    }
}
