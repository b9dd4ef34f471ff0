package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.OffHeapMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What every multiplier does alike, so that no back end repeats it: it checks the arguments once, refuses use after close, computes
 * in the background, and closes the products that are still open before it releases what they stand on.
 */
public abstract class AbstractMultiplier implements Multiplier {
    private final Device device;
    private final Set<AbstractProduct> open = new LinkedHashSet<>();
    private final Background background = new Background();

    /** Whoever prepares or multiplies shares it; whoever closes has it alone. */
    private final ReadWriteLock life = new ReentrantReadWriteLock();

    private boolean closed;

    protected AbstractMultiplier(Device device) {
        this.device = device;
    }

    @Override
    public final Device device() {
        return device;
    }

    @Override
    public final Product prepare(Matrix a, Matrix b, int batch) {
        Shape shape = shapeOnHeap(a, b, batch);
        return prepared(a, () -> mustCopy(a, b) ? copied(shape, a, b) : upload(shape, operand(a), operand(b)));
    }

    @Override
    public final Product prepare(Matrix a, Matrix b, Matrix c) {
        Shape shape = shapeInto(a, b, c);
        return prepared(
                a,
                () -> mustCopy(a, b, c)
                        ? inBlocks(shape, operand(a), operand(b), c)
                        : uploadInto(shape, operand(a), operand(b), c));
    }

    @Override
    public final RowProduct prepareRows(Matrix a, Matrix b, Matrix c) {
        Shape shape = shapeInto(a, b, c);
        return prepared(
                a,
                () -> mustCopy(a, b, c)
                        ? inBlocks(shape, operand(a), operand(b), c)
                        : uploadRows(shape, operand(a), operand(b), c));
    }

    private boolean mustCopy(Matrix... matrices) {
        return !readsOffHeap() && areOffHeap(matrices);
    }

    private static boolean areOffHeap(Matrix... matrices) {
        return Stream.of(matrices).anyMatch(OffHeapMatrix.class::isInstance);
    }

    private AbstractProduct copied(Shape shape, Matrix a, Matrix b) {
        if (shape.batch() > 1) {
            throw new UnsupportedProductException(
                    "%s: %s computes batches of matrices on the heap alone: multiply one by one"
                            .formatted(shape, device.name()));
        }
        return inBlocks(
                shape, operand(a), operand(b), Matrix.zeros(a.precision().storage(), shape.m(), shape.n()));
    }

    private RowProduct inBlocks(Shape shape, Matrix a, Matrix b, Matrix c) {
        return new BlockwiseProduct(shape, a, b, c, HeapBlocks.of(shape, a.precision(), device), this::uploadRows);
    }

    /** The shape of a product whose C is made here. */
    private static Shape shapeOnHeap(Matrix a, Matrix b, int batch) {
        Shape shape = Shape.of(a, b, batch);
        long elements = (long) shape.rows() * shape.n();
        if (elements > Shape.MAX_ELEMENTS) {
            throw new IllegalArgumentException(
                    "C would hold %d×%d = %d elements, more than the %d of a Java array: give an OffHeapMatrix for it"
                            .formatted(shape.rows(), shape.n(), elements, Shape.MAX_ELEMENTS));
        }
        return shape;
    }

    private static Shape shapeInto(Matrix a, Matrix b, Matrix c) {
        Shape shape = Shape.of(a, b, 1);
        if (c.rows() != shape.m()
                || c.columns() != shape.n()
                || c.precision() != a.precision().storage()) {
            throw new IllegalArgumentException("C is %d×%d in %s, and must be %d×%d in %s"
                    .formatted(
                            c.rows(),
                            c.columns(),
                            c.precision(),
                            shape.m(),
                            shape.n(),
                            a.precision().storage()));
        }
        if (c.sharesElementsWith(a) || c.sharesElementsWith(b)) {
            throw new IllegalArgumentException(
                    "C is also a factor, which its first element would change: give it an array of its own");
        }
        return shape;
    }

    /** {@inheritDoc} Here it is f32 for all reduced precisions, whose matrices then come as those of f32. */
    @Override
    public Precision arithmetic(Precision inputs) {
        return inputs.storage();
    }

    /** What the back end gets of a factor: the matrix itself where it computes in its format, else the view in f32. */
    protected final Matrix operand(Matrix factor) {
        return arithmetic(factor.precision()) == factor.precision() ? factor : factor.stored();
    }

    private <P extends AbstractProduct> P prepared(Matrix a, Supplier<P> upload) {
        Precision arithmetic = arithmetic(a.precision());
        if (!device.precisions().contains(arithmetic.storage())) {
            throw new UnsupportedProductException("%s does not compute in %s".formatted(device.name(), arithmetic));
        }
        return whileOpen(() -> {
            P product = upload.get();
            synchronized (open) {
                open.add(product);
            }
            product.onClose(() -> forget(product));
            return product;
        });
    }

    /** Has whoever closes it wait until something is done. */
    private <T> T whileOpen(Supplier<T> something) {
        life.readLock().lock();
        try {
            if (closed) {
                throw closed();
            }
            return something.get();
        } finally {
            life.readLock().unlock();
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException("this multiplier is closed: open another");
    }

    @Override
    public final Matrix multiply(Matrix a, Matrix b) {
        return whole(() -> prepare(a, b), product -> {});
    }

    @Override
    public final void multiply(Matrix a, Matrix b, Matrix c) {
        whole(() -> prepare(a, b, c), product -> {});
    }

    @Override
    public final CompletableFuture<Matrix> multiplyAsync(Matrix a, Matrix b) {
        shapeOnHeap(a, b, 1); // what does not fit is refused at once
        return background.submit(begun -> whole(() -> prepare(a, b), begun));
    }

    @Override
    public final CompletableFuture<Matrix> multiplyAsync(Matrix a, Matrix b, Matrix c) {
        shapeInto(a, b, c);
        return background.submit(begun -> whole(() -> prepare(a, b, c), begun));
    }

    private Matrix whole(Supplier<Product> prepare, Consumer<Product> begun) {
        return whileOpen(() -> {
            try (Product product = prepare.get()) {
                begun.accept(product);
                product.compute();
                return product.result();
            }
        });
    }

    private void forget(AbstractProduct product) {
        synchronized (open) {
            open.remove(product);
        }
    }

    @Override
    public final void close() {
        List<AbstractProduct> remaining;
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            life.writeLock().unlock();
        }
        background.close();
        synchronized (open) {
            remaining = List.copyOf(open);
        }
        try {
            remaining.forEach(AbstractProduct::close);
        } finally {
            release();
        }
    }

    /**
     * Acquires the buffers and uploads A and B, which fit together and have the precision of the {@link #arithmetic}. Of a batch,
     * whose matrices lie one behind the other, it does so for all products; {@link BatchProduct#oneByOne} helps a back end
     * that knows single ones alone.
     *
     * @throws UnsupportedProductException when the device cannot hold or compute it
     */
    protected abstract AbstractProduct upload(Shape shape, Matrix a, Matrix b);

    /**
     * The same for one product, which goes into a matrix of the caller's. Here it is copied when it is downloaded; a back end that
     * computes in Java's memory writes there at once.
     *
     * @param c m×n; it fits, and is no factor
     */
    protected AbstractProduct uploadInto(Shape shape, Matrix a, Matrix b, Matrix c) {
        return new CopiedProduct(upload(shape, a, b), c);
    }

    /**
     * The same for one product whose rows are computed in blocks. Here each block is a product of its own, for which all of B is
     * uploaded again; what lies outside of the heap is copied there before, as far as it fits. A back end that can, keeps B.
     *
     * @param a m×k; its rows are read when they are computed, and may change before
     * @param c m×n; it fits, and is no factor
     */
    protected RowProduct uploadRows(Shape shape, Matrix a, Matrix b, Matrix c) {
        return areOffHeap(a, b, c)
                ? inBlocks(shape, a, b, c)
                : new SlicedProduct(shape, a, c, (block, rows) -> upload(block, rows, b));
    }

    /**
     * Whether it is given matrices outside of the heap as they are. Here it is not: their blocks are copied to the heap, and
     * multiplied by {@link #uploadRows}.
     */
    protected boolean readsOffHeap() {
        return false;
    }

    /** Releases what outlives the products; called once, when all of them are closed. */
    protected abstract void release();
}
