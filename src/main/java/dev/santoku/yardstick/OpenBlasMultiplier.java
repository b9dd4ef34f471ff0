package dev.santoku.yardstick;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** OpenBLAS with a number of threads. Its device's name tells the library, its kernels and that number. */
final class OpenBlasMultiplier extends AbstractMultiplier {
    private final OpenBlas library;
    private final int threads;
    private final String processor;

    OpenBlasMultiplier(Device device, OpenBlas library, int threads) {
        super(device.named(library.on(device.name(), threads)));
        this.library = library;
        this.threads = threads;
        this.processor = device.name();
    }

    /** {@inheritDoc} bf16 where this build has a product for it. */
    @Override
    public Precision arithmetic(Precision inputs) {
        return inputs == Precision.BF16 && library.bf16().isPresent() ? inputs : inputs.storage();
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        int granted = library.useThreads(threads);
        if (granted != threads) {
            throw new UnsupportedProductException(
                    "this %s runs on %d threads, not on %d".formatted(library.name(), granted, threads));
        }
        return new OpenBlasProduct(shape, library, threads, processor, new Operands(shape, a, b, library.bf16()));
    }

    @Override
    protected void release() {
        // the library stays loaded as long as the process lives
    }
}
