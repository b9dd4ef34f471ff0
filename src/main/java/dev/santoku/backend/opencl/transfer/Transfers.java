package dev.santoku.backend.opencl.transfer;

import dev.santoku.backend.Audit;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Window;

/** How matrices travel between Java's heap and a device's buffers; several threads may ask. */
public interface Transfers extends Handle {
    /**
     * Copies a window, row by row, to a buffer of its size; returns when it is there. The device has it after {@link
     * #handOver}.
     */
    void write(Window from, Buffer to);

    /** Copies a matrix to a buffer of its size, likewise. */
    default void write(Matrix from, Buffer to) {
        write(Window.of(from), to);
    }

    /** Copies two matrices to buffers of their sizes, likewise. */
    default void write(Matrix a, Buffer toA, Matrix b, Buffer toB) {
        write(a, toA);
        write(b, toB);
    }

    /** Gives the device what was written, before it runs a later command of the queue; to be called before each command. */
    default void handOver(Operands operands) {}

    /** Gives the device a buffer that was written, before it runs a later command of the queue. */
    default void handOver(Buffer written) {}

    /**
     * Starts to show the host C, which the commands before compute, and maybe A and B; to be called behind those commands,
     * if at all, and once after each {@link #handOver}.
     */
    default void startToShow(Operands operands) {}

    /** Copies a buffer to a window of its size, row by row, which is overwritten; returns when it is there. */
    void read(Buffer from, Window to);

    /** Copies a buffer to a matrix of its size, likewise. */
    default void read(Buffer from, Matrix to) {
        read(from, Window.of(to));
    }

    /** Adds a buffer to a window of its size, row by row; returns when it is done. */
    void add(Buffer from, Window to);

    /** How a matrix of so many bytes is written. */
    Audit.Way wayToWrite(long bytes);

    /** How a matrix of so many bytes is read. */
    Audit.Way wayToRead(long bytes);

    /** The way that suits a device. */
    static Transfers of(DeviceLimits limits, Context context, Queue queue) {
        return limits.memory().unified()
                ? new MappedTransfers(queue, limits, MappedTransfers.REGION)
                : new StagedTransfers(context, queue);
    }

    /** Opens a way through a queue. */
    @FunctionalInterface
    interface Choice {
        Transfers open(DeviceLimits limits, Context context, Queue queue);
    }
}
