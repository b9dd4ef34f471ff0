package dev.santoku.yardstick;

import dev.santoku.backend.opencl.ExternalGemm;
import dev.santoku.backend.opencl.ExternalGemmHandles;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import org.jocl.blast.CLBlast;
import org.jocl.blast.CLBlastLayout;
import org.jocl.blast.CLBlastTranspose;
import org.jocl.cl_event;

/**
 * CLBlast's GEMM through JOCLBlast, whose class initialiser loads the native library.
 *
 * <p>CLBlast keeps what it has compiled for a context as long as the process lives, and with it the context. So the cache
 * is cleared when the last context that was lent to it ends; CLBlast's cache of binaries goes along, and whoever comes next
 * compiles anew.
 */
final class ClBlast implements ExternalGemm {
    private static final int ROW_MAJOR = CLBlastLayout.CLBlastLayoutRowMajor;
    private static final int PLAIN = CLBlastTranspose.CLBlastTransposeNo;

    private int contexts;

    /** @throws LinkageError when the native library cannot be loaded */
    ClBlast() {
        CLBlast.setExceptionsEnabled(true);
    }

    /** Whoever is lent a context says so before. */
    synchronized void contextBegins() {
        contexts++;
    }

    @Override
    public synchronized void contextEnds() {
        contexts--;
        if (contexts == 0) {
            CLBlast.CLBlastClearCache();
        }
    }

    /** {@inheritDoc} For large shapes CLBlast pads and transposes its operands into it; for a batch it takes memory of its own. */
    @Override
    public long scratchBytes(ExternalGemmHandles product) {
        Shape shape = product.shape();
        if (shape.batch() > 1) {
            return 0;
        }
        long n = shape.n();
        long k = shape.k();
        long[] bytes = new long[1];
        if (product.precision() == Precision.F64) {
            CLBlast.CLBlastDGemmTempBufferSize(
                    ROW_MAJOR, PLAIN, PLAIN, shape.m(), n, k, 0, k, 0, n, 0, n, product.queue(), bytes);
        } else {
            CLBlast.CLBlastSGemmTempBufferSize(
                    ROW_MAJOR, PLAIN, PLAIN, shape.m(), n, k, 0, k, 0, n, 0, n, product.queue(), bytes);
        }
        return bytes[0];
    }

    @Override
    public cl_event start(ExternalGemmHandles product) {
        if (product.shape().batch() > 1) {
            return startBatch(product);
        }
        return product.scratch().isPresent() ? startWithScratch(product) : startDirectly(product);
    }

    /** All of a batch by one call, whose matrices lie as far apart as they are large. */
    private static cl_event startBatch(ExternalGemmHandles product) {
        Shape shape = product.shape();
        long m = shape.m();
        long n = shape.n();
        long k = shape.k();
        cl_event last = new cl_event();
        if (product.precision() == Precision.F64) {
            CLBlast.CLBlastDgemmStridedBatched(
                    ROW_MAJOR,
                    PLAIN,
                    PLAIN,
                    m,
                    n,
                    k,
                    1,
                    product.a(),
                    0,
                    k,
                    m * k,
                    product.b(),
                    0,
                    n,
                    k * n,
                    0,
                    product.c(),
                    0,
                    n,
                    m * n,
                    shape.batch(),
                    product.queue(),
                    last);
        } else {
            CLBlast.CLBlastSgemmStridedBatched(
                    ROW_MAJOR,
                    PLAIN,
                    PLAIN,
                    m,
                    n,
                    k,
                    1,
                    product.a(),
                    0,
                    k,
                    m * k,
                    product.b(),
                    0,
                    n,
                    k * n,
                    0,
                    product.c(),
                    0,
                    n,
                    m * n,
                    shape.batch(),
                    product.queue(),
                    last);
        }
        return last;
    }

    private static cl_event startDirectly(ExternalGemmHandles product) {
        Shape shape = product.shape();
        long n = shape.n();
        long k = shape.k();
        cl_event last = new cl_event();
        if (product.precision() == Precision.F64) {
            CLBlast.CLBlastDgemm(
                    ROW_MAJOR,
                    PLAIN,
                    PLAIN,
                    shape.m(),
                    n,
                    k,
                    1,
                    product.a(),
                    0,
                    k,
                    product.b(),
                    0,
                    n,
                    0,
                    product.c(),
                    0,
                    n,
                    product.queue(),
                    last);
        } else {
            CLBlast.CLBlastSgemm(
                    ROW_MAJOR,
                    PLAIN,
                    PLAIN,
                    shape.m(),
                    n,
                    k,
                    1,
                    product.a(),
                    0,
                    k,
                    product.b(),
                    0,
                    n,
                    0,
                    product.c(),
                    0,
                    n,
                    product.queue(),
                    last);
        }
        return last;
    }

    private static cl_event startWithScratch(ExternalGemmHandles product) {
        Shape shape = product.shape();
        long n = shape.n();
        long k = shape.k();
        cl_event last = new cl_event();
        if (product.precision() == Precision.F64) {
            CLBlast.CLBlastDgemmWithTempBuffer(
                    ROW_MAJOR,
                    PLAIN,
                    PLAIN,
                    shape.m(),
                    n,
                    k,
                    1,
                    product.a(),
                    0,
                    k,
                    product.b(),
                    0,
                    n,
                    0,
                    product.c(),
                    0,
                    n,
                    product.queue(),
                    last,
                    product.scratch().orElseThrow());
        } else {
            CLBlast.CLBlastSgemmWithTempBuffer(
                    ROW_MAJOR,
                    PLAIN,
                    PLAIN,
                    shape.m(),
                    n,
                    k,
                    1,
                    product.a(),
                    0,
                    k,
                    product.b(),
                    0,
                    n,
                    0,
                    product.c(),
                    0,
                    n,
                    product.queue(),
                    last,
                    product.scratch().orElseThrow());
        }
        return last;
    }
}
