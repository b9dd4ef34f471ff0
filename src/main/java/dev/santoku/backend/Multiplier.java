package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An opened back end: it owns what outlives one product. Several products may be alive at once, and be computed from
 * several threads.
 */
public interface Multiplier extends AutoCloseable {
    /** The device that it was opened on. */
    Device device();

    /**
     * Whether a name that {@link Product#ranOn()} tells is that of the device asked for. Where several devices are taken together,
     * any of them may have computed.
     */
    default boolean isOwn(String ranOn) {
        return ranOn.equals(device().name());
    }

    /**
     * What products of such inputs are computed in: the precision itself, or f32 for a reduced one that this multiplier has no
     * instructions for. The inputs are numbers of the format all the same.
     *
     * @throws UnsupportedProductException when it computes none; the reason says why
     */
    default Precision arithmetic(Precision inputs) {
        return inputs.storage();
    }

    /**
     * Checks the shapes, acquires the buffers, uploads A and B.
     *
     * @param a m×k; not modified, and not to be modified while the product is open
     * @param b k×n; likewise
     * @throws IllegalArgumentException when the shapes or precisions do not fit
     * @throws UnsupportedProductException when the device cannot hold or compute it; the reason says why
     * @throws IllegalStateException when closed
     */
    default Product prepare(Matrix a, Matrix b) {
        return prepare(a, b, 1);
    }

    /**
     * Prepares a batch of independent products of one shape, all of which one {@link Product#compute()} computes. Their
     * matrices lie one behind the other, the factors and the result alike.
     *
     * @param a (batch·m)×k; not modified, and not to be modified while the product is open
     * @param b (batch·k)×n; likewise
     * @param batch at least 1
     * @throws IllegalArgumentException when the shapes or precisions do not fit
     * @throws UnsupportedProductException when the device cannot hold or compute it; the reason says why
     * @throws IllegalStateException when closed
     */
    Product prepare(Matrix a, Matrix b, int batch);

    /**
     * Prepares a product that goes into a matrix of the caller's: {@link Product#result()} downloads to it and returns it. On the
     * CPU {@link Product#compute()} writes into it, so that nothing is allocated or copied.
     *
     * @param a m×k; not modified, and not to be modified while the product is open
     * @param b k×n; likewise
     * @param c m×n, overwritten; not to be read before {@link Product#result()}
     * @throws IllegalArgumentException when the shapes or precisions do not fit, or {@code c} is {@code a} or {@code b}
     * @throws UnsupportedProductException when the device cannot hold or compute it; the reason says why
     * @throws IllegalStateException when closed
     */
    Product prepare(Matrix a, Matrix b, Matrix c);

    /**
     * Prepares a product whose rows are computed in blocks, each when it is asked for: several multipliers can share one product.
     *
     * @param a m×k; not modified, and not to be modified while the product is open
     * @param b k×n; likewise
     * @param c m×n; gets the rows that are computed, and may be read as soon as they are
     * @throws IllegalArgumentException when the shapes or precisions do not fit, or {@code c} is {@code a} or {@code b}
     * @throws UnsupportedProductException when the device cannot hold or compute it; the reason says why
     * @throws IllegalStateException when closed
     */
    RowProduct prepareRows(Matrix a, Matrix b, Matrix c);

    /**
     * Multiplies once, into a matrix of the caller's.
     *
     * @param a m×k; not modified
     * @param b k×n, of the same precision; not modified
     * @param c m×n, of the same precision, of f32 where that is reduced; overwritten
     * @throws IllegalArgumentException when the shapes or precisions do not fit, or {@code c} is {@code a} or {@code b}
     * @throws UnsupportedProductException when the device cannot hold or compute it; the reason says why
     * @throws BackendException when the device fails; {@code c} may then hold anything
     * @throws IllegalStateException when closed
     */
    void multiply(Matrix a, Matrix b, Matrix c);

    /**
     * Multiplies once: prepares, computes, downloads and releases.
     *
     * @param a m×k; not modified
     * @param b k×n, of the same precision; not modified
     * @return m×n, a matrix of the caller's own
     * @throws IllegalArgumentException when the shapes or precisions do not fit
     * @throws UnsupportedProductException when the device cannot hold or compute it; the reason says why
     * @throws BackendException when the device fails
     * @throws IllegalStateException when closed
     */
    Matrix multiply(Matrix a, Matrix b);

    /**
     * Multiplies once, in the background. Products that are asked for so are computed one after the other, in that order, by a daemon
     * thread of this multiplier.
     *
     * <p>To cancel the future takes the product out of the queue, or {@linkplain Product#cancel stops} it, and frees its buffers; the
     * others go on. What depends on the future should not wait for other products of this multiplier on that thread: use {@code
     * thenApplyAsync} and the like.
     *
     * @param a m×k; not modified, and not to be modified until the future is done
     * @param b k×n, of the same precision; likewise
     * @return m×n, a matrix of the caller's own; or what {@link #multiply(Matrix, Matrix)} throws, an {@link IllegalStateException}
     *     where the multiplier was closed before the product began
     * @throws IllegalArgumentException when the shapes or precisions do not fit
     */
    CompletableFuture<Matrix> multiplyAsync(Matrix a, Matrix b);

    /**
     * The same into a matrix of the caller's, which is what the future gives. When it is cancelled or fails, {@code c} may hold
     * anything. When it is cancelled while it is computed, {@code c} may be written until the next product is begun, or the multiplier is
     * closed.
     *
     * @param a m×k; not modified, and not to be modified until the future is done
     * @param b k×n, of the same precision; likewise
     * @param c m×n, of the same precision, of f32 where that is reduced; overwritten
     * @throws IllegalArgumentException when the shapes or precisions do not fit, or {@code c} is {@code a} or {@code b}
     */
    CompletableFuture<Matrix> multiplyAsync(Matrix a, Matrix b, Matrix c);

    /**
     * What the device can do at most with this multiplier's threads, whatever the algorithm: the rate of multiply-adds,
     * each counted as two operations, that depend on nothing but registers. Measured anew at each call, in some tens of
     * milliseconds once compiled.
     *
     * @return 10⁹ operations a second; empty where this multiplier cannot tell
     */
    default OptionalDouble fmaCeiling(Precision precision) {
        return OptionalDouble.empty();
    }

    /**
     * Whether products in such arithmetic may be computed by instructions that are faster than those which {@link #fmaCeiling} of
     * this device, whoever measures it, is made of. That peak then neither bounds nor judges them.
     */
    default boolean mayExceedCeiling(Precision arithmetic) {
        return false;
    }

    /**
     * How fast this multiplier's threads read and write the device's memory at most, by the triad of STREAM, a[i] = b[i] +
     * s·c[i], over arrays that no cache holds: 3 elements' bytes for each i. Measured anew at each call, in some tenths of
     * a second.
     *
     * @return 10⁹ bytes a second; empty where this multiplier cannot tell, or where there is no memory to do it in
     */
    default OptionalDouble bandwidthCeiling() {
        return OptionalDouble.empty();
    }

    /**
     * How fast data goes to the device and back at most, and what a launch takes. Measured anew at each call, in some tenths
     * of a second.
     *
     * @return empty where data goes nowhere, or where this multiplier cannot tell
     */
    default Optional<LinkCeiling> linkCeiling() {
        return Optional.empty();
    }

    /**
     * Uploads, computes and downloads a few times more, beside what is timed, and compares the device's own clock with
     * Java's. Takes as long as three products, or a second.
     *
     * @param a m×k, or (batch·m)×k; not modified
     * @param b k×n, or (batch·k)×n; likewise
     * @param batch at least 1
     * @param products is given each product, a matrix of its own; it may change the elements of {@code a} and {@code b} for the
     *     next one
     * @return empty where nothing travels and there is no other clock, as on the CPU by Java
     * @throws BackendException when the device fails
     */
    default Optional<Audit> audit(Matrix a, Matrix b, int batch, Consumer<Matrix> products) {
        return Optional.empty();
    }

    /**
     * Whether two products of the same inputs are the same to the bit. They are not where the sums of an element may be computed
     * in another order each time.
     */
    default boolean sumsInOneOrder() {
        return true;
    }

    /** Devices that it took out since they failed or computed wrongly, each with the reason; some of {@link #remarks()}. */
    default List<String> losses() {
        return List.of();
    }

    /** What a user should know of the products so far, a line each: a device that was lost, or one that had nothing to do. */
    default List<String> remarks() {
        return List.of();
    }

    /** How several processors shared the products of the last shape so far; empty where one computes alone. */
    default Optional<Sharing> sharing() {
        return Optional.empty();
    }

    /** What the products of the last shape cost so far on a cluster; empty where there is none. */
    default Optional<ClusterCost> clusterCost() {
        return Optional.empty();
    }

    /**
     * Has all that products were computed with compiled, and waits for it: what is timed then is at full speed. Products do not
     * need it.
     */
    default void awaitCompiler() {}

    /**
     * Releases all, products still open included. It waits for whatever is being uploaded, computed or multiplied; what comes later,
     * and what waits in the background, throws an {@link IllegalStateException}. Closing twice is allowed.
     */
    @Override
    void close();
}
