package dev.santoku.backend.opencl;

import dev.santoku.matrix.Matrix;

/** How matrices travel between Java's heap and a device's buffers; several threads may ask. */
interface Transfers extends Handle {
    /** Copies a matrix to a buffer of its size; returns when it is there. */
    void write(Matrix from, Buffer to);

    /** Copies a buffer to a matrix of its size, which is overwritten; returns when it is there. */
    void read(Buffer from, Matrix to);

    /** The way that suits a device. */
    static Transfers of(Limits limits, Context context, Queue queue) {
        return limits.unifiedMemory()
                ? new MappedTransfers(queue, limits.fillsBuffers())
                : new StagedTransfers(context, queue);
    }
}
