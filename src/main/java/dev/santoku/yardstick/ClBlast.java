package dev.santoku.yardstick;

import dev.santoku.backend.opencl.ExternalGemm;
import dev.santoku.backend.opencl.ExternalGemmHandles;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jocl.blast.CLBlast;
import org.jocl.blast.CLBlastLayout;
import org.jocl.blast.CLBlastTranspose;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_mem;

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

    private final Map<Precision, Functions> functions = new EnumMap<>(Precision.class);
    private int contexts;

    /** @throws LinkageError when the native library cannot be loaded */
    ClBlast() {
        CLBlast.setExceptionsEnabled(true);
        functions.put(Precision.F32, Functions.of('S'));
        functions.put(Precision.F64, Functions.of('D'));
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
        long m = shape.m();
        long n = shape.n();
        long k = shape.k();
        long[] bytes = new long[1];
        MethodHandle ask = functions.get(product.precision()).scratchBytes;
        attempt(() -> (int) ask.invoke(m, n, k, 0, k, 0, n, 0, n, product.queue(), bytes));
        return bytes[0];
    }

    /** {@inheritDoc} A batch is one call; its matrices lie as far apart as they are large. */
    @Override
    public cl_event start(ExternalGemmHandles product) {
        Shape shape = product.shape();
        long m = shape.m();
        long n = shape.n();
        long k = shape.k();
        long batch = shape.batch();
        cl_mem a = product.a();
        cl_mem b = product.b();
        cl_mem c = product.c();
        Optional<cl_mem> scratch = product.scratch();
        cl_command_queue queue = product.queue();
        cl_event last = new cl_event();
        Functions of = functions.get(product.precision());
        if (batch > 1) {
            attempt(() -> (int)
                    of.batch.invoke(m, n, k, 1, a, 0, k, m * k, b, 0, n, k * n, 0, c, 0, n, m * n, batch, queue, last));
        } else if (scratch.isPresent()) {
            attempt(() ->
                    (int) of.withScratch.invoke(m, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, n, queue, last, scratch.get()));
        } else {
            attempt(() -> (int) of.direct.invoke(m, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, n, queue, last));
        }
        return last;
    }

    /** A refusal is an exception of JOCLBlast's. */
    private static void attempt(Call call) {
        try {
            call.status();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("JOCLBlast's methods throw nothing that must be declared", e);
        }
    }

    /** A method of JOCLBlast. */
    @FunctionalInterface
    private interface Call {
        int status() throws Throwable;
    }

    /**
     * CLBlast's functions in one precision, for matrices that lie row by row as they are. Those of the other one differ in their
     * names and in the type of alpha and beta alone, which a method handle converts an {@code int} to.
     */
    private record Functions(
            MethodHandle scratchBytes, MethodHandle direct, MethodHandle withScratch, MethodHandle batch) {
        static Functions of(char letter) {
            return new Functions(
                    find("CLBlast" + letter + "GemmTempBufferSize"),
                    find("CLBlast" + letter + "gemm"),
                    find("CLBlast" + letter + "gemmWithTempBuffer"),
                    find("CLBlast" + letter + "gemmStridedBatched"));
        }

        private static MethodHandle find(String name) {
            try {
                MethodHandle found = MethodHandles.publicLookup()
                        .unreflect(Stream.of(CLBlast.class.getMethods())
                                .filter(method -> method.getName().equals(name))
                                .findFirst()
                                .orElseThrow(() -> new LinkageError("JOCLBlast lacks " + name)));
                return MethodHandles.insertArguments(found, 0, ROW_MAJOR, PLAIN, PLAIN);
            } catch (IllegalAccessException e) {
                throw new LinkageError("JOCLBlast hides " + name, e);
            }
        }
    }
}
