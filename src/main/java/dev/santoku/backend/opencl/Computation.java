package dev.santoku.backend.opencl;

import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.transfer.Buffers;
import dev.santoku.backend.opencl.transfer.Operands;

/** One product, bound to its buffers and to a queue. */
interface Computation {
    /**
     * Computes C; returns when it is finished.
     *
     * @param meanwhile what the host does while the device computes
     * @return the event of the last command, which the caller owns
     */
    Event run(Runnable meanwhile);

    /** All of it but buffers and queue. */
    interface Unbound {
        /**
         * Binds it.
         *
         * @param memory lends scratch
         */
        Computation bind(Operands operands, Queue queue, Buffers memory);
    }
}
