package dev.santoku.backend.opencl;

import dev.santoku.backend.RowProduct;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.Window;
import org.jocl.CLException;

/** Owns a part of B on the device, and what blocks of rows make of it. Several lanes may multiply by it at once. */
final class Panel implements Handle {
    private final Capacity capacity;
    private final Buffer ofB;
    private final MadeOfB made;
    private final Preparation preparation;
    private final Handles handles;

    /** Acquires what computes a block of rows. */
    @FunctionalInterface
    interface Preparation {
        Computation.Unbound prepare(Shape block, Precision precision, Handles owner, MadeOfB made);
    }

    /**
     * Uploads a part of B; returns when it is there.
     *
     * @param lane with the buffers that hold it
     */
    static Panel upload(Window b, Lane lane, Capacity capacity, Preparation preparation) {
        try (Handles acquired = new Handles()) {
            Buffer ofB = Operands.lendB(lane.memory(), b, acquired);
            lane.transfers().write(b, ofB);
            lane.transfers().handOver(ofB);
            lane.queue().finish();
            Handles owner = acquired.handOver();
            return new Panel(capacity, ofB, new MadeOfB(lane.memory(), owner), preparation, owner);
        } catch (CLException e) {
            throw capacity.refusal(new Shape(1, b.columns(), b.rows()), e);
        }
    }

    /** Takes the handles over. */
    private Panel(Capacity capacity, Buffer ofB, MadeOfB made, Preparation preparation, Handles handles) {
        this.capacity = capacity;
        this.ofB = ofB;
        this.made = made;
        this.preparation = preparation;
        this.handles = handles;
    }

    /**
     * Uploads a block of rows of A, multiplies it and downloads the product.
     *
     * @param a m×k, where this is k×n
     * @param c m×n
     * @param adds whether the product is added to it; else it is overwritten
     */
    Passage multiply(Lane lane, Window a, Window c, boolean adds) {
        Shape block = new Shape(a.rows(), c.columns(), a.columns());
        Precision precision = a.matrix().precision();
        capacity.check(block, precision);
        try (Handles acquired = new Handles()) {
            Computation.Unbound unbound = preparation.prepare(block, precision, acquired, made);
            Operands operands = Operands.lendBeside(ofB, lane.memory(), a, block.n(), acquired);
            double start = now();
            lane.transfers().write(a, operands.a());
            double uploaded = now();
            Computation computation = unbound.bind(operands, lane.queue(), lane.memory());
            String ranOn = compute(lane, block, operands, computation);
            double computed = now();
            download(lane, block, operands, c, adds);
            return new Passage(ranOn, new RowProduct.Travel(uploaded - start, now() - computed));
        } catch (CLException e) {
            throw capacity.refusal(block, e);
        }
    }

    /**
     * A block that was computed.
     *
     * @param ranOn the device that did
     */
    record Passage(String ranOn, RowProduct.Travel travel) {}

    private static double now() {
        return System.nanoTime() * 1e-9;
    }

    private String compute(Lane lane, Shape block, Operands operands, Computation computation) {
        try {
            lane.transfers().handOver(operands);
            try (Event end = computation.run(() -> lane.transfers().startToShow(operands))) {
                return end.deviceName();
            }
        } catch (CLException e) {
            throw capacity.failure("compute", block, e);
        }
    }

    private void download(Lane lane, Shape block, Operands operands, Window c, boolean adds) {
        try {
            if (adds) {
                lane.transfers().add(operands.c(), c);
            } else {
                lane.transfers().read(operands.c(), c);
            }
        } catch (CLException e) {
            throw capacity.failure("download", block, e);
        }
    }

    /** Has the next block make anew what blocks before made of B. */
    void forget() {
        made.forget();
    }

    @Override
    public void close() {
        handles.close();
    }
}
