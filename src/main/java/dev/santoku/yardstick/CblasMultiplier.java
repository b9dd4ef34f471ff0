package dev.santoku.yardstick;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.function.Consumer;

/** A CBLAS with a number of threads. Its device's name tells the library, its kernels and that number. */
final class CblasMultiplier extends AbstractMultiplier {
    private final Cblas library;
    private final int threads;
    private final String processor;

    CblasMultiplier(Device device, Cblas library, int threads) {
        super(device.named(library.on(device.name(), threads)));
        this.library = library;
        this.threads = threads;
        this.processor = device.name();
    }

    /** {@inheritDoc} Its own where the library has a product for it. */
    @Override
    public Precision arithmetic(Precision inputs) {
        return library.multiplies(inputs) ? inputs : inputs.storage();
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        int granted = library.useThreads(threads);
        if (granted == 0) {
            throw new UnsupportedProductException(
                    "%s has no call for its number of threads: start Java with %s=%d in its environment"
                            .formatted(library.name(), CblasThreads.VARIABLES.get(0), threads));
        } else if (granted != threads) {
            throw new UnsupportedProductException(
                    "this %s runs on %d threads, not on %d".formatted(library.name(), granted, threads));
        }
        return new CblasProduct(this, shape, a, b);
    }

    /** Computes; returns the name of what ran it. */
    String compute(Precision format, Consumer<CblasGemm> product) {
        return library.on(processor, library.compute(threads, format, product));
    }

    @Override
    protected void release() {
        // the library stays loaded as long as the process lives
    }
}
