package dev.santoku.backend.hybrid;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.RowProduct;
import dev.santoku.backend.Sharing;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A processor's part in one product. */
final class Member {
    private static final double NANO = 1e-9;

    private final Processor processor;
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final TileCheck check;
    private volatile RowProduct product;
    private volatile boolean cancelled;
    private final List<Sharing.Tile> tiles = new ArrayList<>();
    private long begin;
    private boolean travels;
    private double delay;
    private String refusal;

    Member(Processor processor, Matrix a, Matrix b, Matrix c, TileCheck check) {
        this.processor = processor;
        this.a = a;
        this.b = b;
        this.c = c;
        this.check = check;
    }

    String id() {
        return processor.id();
    }

    /** The driver's name of the processor. */
    String name() {
        return processor.multiplier().device().name();
    }

    /** Seconds until its first tile could begin, in which B was uploaded. */
    double delay() {
        return delay;
    }

    /** A product begins: its tiles until now were those of others. */
    void begin(long nanoTime) {
        begin = nanoTime;
        tiles.clear();
        travels = false;
    }

    /** What is told of its part in the last product. */
    Account.Part account(Handout.Work work, long end) {
        double busy =
                tiles.stream().mapToDouble(tile -> tile.end() - tile.begin()).sum();
        double transfer = tiles.stream()
                .mapToDouble(tile -> tile.upload().seconds() + tile.download().seconds())
                .sum();
        return new Account.Part(
                id(),
                work.rows(),
                work.tiles(),
                busy - transfer,
                travels ? Optional.of(transfer) : Optional.empty(),
                work.tiles() == 0 ? 0 : end - work.lastEnd(),
                refusal(),
                processor.loss().isPresent());
    }

    /** Those that it computed of the last product. */
    List<Sharing.Tile> tiles() {
        return tiles;
    }

    /** Why the processor cannot compute this product, though it may compute others. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Why it computes no more of this product. */
    Optional<String> trouble() {
        return processor.loss().or(this::refusal);
    }

    /**
     * Computes tiles as long as it is given any. Whatever its processor throws takes it out, of this product alone where it refuses
     * this product; its tile goes back.
     *
     * @param number of the processor in the handout
     */
    void work(Handout handout, int number) {
        try {
            if (trouble().isPresent()) {
                return;
            }
            if (product != null) {
                product.begin();
            }
            Optional<Tile> tile = handout.next(number);
            while (tile.isPresent()) {
                handout.done(number, compute(tile.get()));
                tile = handout.next(number);
            }
        } catch (UnsupportedProductException e) {
            refusal = "refuses it: " + reason(e);
        } catch (RuntimeException | Error e) { // whatever a driver's binding throws, others may still do it
            if (!cancelled) {
                isLost(handout, number, e);
            }
        } finally {
            handout.leaves(number);
        }
    }

    /** Has it stop as soon as its processor can. */
    void cancel() {
        cancelled = true;
        RowProduct running = product;
        if (running != null) {
            running.cancel();
        }
    }

    /** Takes its processor out. */
    void isLost(Handout handout, int number, Throwable cause) {
        processor.lose("is lost, after %d tiles of this product: %s"
                .formatted(handout.work(number).tiles(), reason(cause)));
    }

    /** Returns the seconds of it in which B was uploaded. */
    private double compute(Tile tile) {
        double start = now();
        double uploading = 0;
        if (product == null) {
            product = processor.multiplier().prepareRows(a, b, c);
            uploading = now() - start;
            delay = uploading;
        }
        if (cancelled) {
            product.cancel(); // it may not have been there when the others were
        }
        product.compute(tile.fromRow(), tile.rows());
        double back = now();
        proveExecution();
        check.complaint(tile).ifPresent(complaint -> {
            throw new WrongTileException("computed %s wrongly: %s".formatted(tile, complaint));
        });
        tiles.add(timed(tile, start, uploading, back));
        return uploading;
    }

    private Sharing.Tile timed(Tile tile, double start, double uploadingB, double back) {
        Optional<RowProduct.Travel> travel = product.travel();
        travels = travel.isPresent();
        double uploaded = start + travel.map(some -> uploadingB + some.upload()).orElse(0.0);
        double computed = back - travel.map(RowProduct.Travel::download).orElse(0.0);
        return new Sharing.Tile(id(), tile.fromRow(), tile.rows(), start, uploaded, computed, back, now());
    }

    /** Seconds since the product began. */
    private double now() {
        return (System.nanoTime() - begin) * NANO;
    }

    private void proveExecution() {
        Multiplier multiplier = processor.multiplier();
        String ran = product.ranOn();
        if (!ran.equals(multiplier.device().name())) {
            throw new WrongTileException(
                    "asked for %s, it ran on %s".formatted(multiplier.device().name(), ran));
        }
    }

    private static String reason(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }

    /** Releases its buffers; a failure to do so counts only where the processor is not lost anyway. */
    Optional<RuntimeException> close() {
        try {
            if (product != null) {
                product.close();
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            return processor.loss().isPresent() ? Optional.empty() : Optional.of(e);
        }
    }
}
