package dev.santoku.backend.opencl;

import dev.santoku.backend.Audit;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Window;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jocl.CLException;

/** A driver that finds no memory for large buffers, only when they are first used. */
record TightTransfers(Transfers real, Tightness tightness) implements Transfers {
    /**
     * When it fails, and with what.
     *
     * @param largest bytes that it has memory for
     * @param failures so far
     * @param whenComputing whether it fails in the kernel and not in the upload
     */
    record Tightness(AtomicLong largest, AtomicInteger failures, int status, boolean whenComputing) {
        Tightness(long largest, int status, boolean whenComputing) {
            this(new AtomicLong(largest), new AtomicInteger(), status, whenComputing);
        }

        Transfers.Choice choice() {
            return (limits, context, queue) -> new TightTransfers(Transfers.of(limits, context, queue), this);
        }

        private void check(Buffer buffer, boolean computing) {
            if (computing == whenComputing && buffer.bytes() > largest.get()) {
                failures.incrementAndGet();
                throw new CLException("tight", status);
            }
        }
    }

    @Override
    public void write(Window from, Buffer to) {
        tightness.check(to, false);
        real.write(from, to);
    }

    @Override
    public void handOver(Operands operands) {
        tightness.check(operands.a(), true);
        real.handOver(operands);
    }

    @Override
    public void handOver(Buffer written) {
        real.handOver(written);
    }

    @Override
    public void startToShow(Operands operands) {
        real.startToShow(operands);
    }

    @Override
    public void read(Buffer from, Window to) {
        real.read(from, to);
    }

    @Override
    public void add(Buffer from, Window to) {
        real.add(from, to);
    }

    @Override
    public Audit.Way wayToWrite(long bytes) {
        return real.wayToWrite(bytes);
    }

    @Override
    public Audit.Way wayToRead(long bytes) {
        return real.wayToRead(bytes);
    }

    @Override
    public void close() {
        real.close();
    }
}
