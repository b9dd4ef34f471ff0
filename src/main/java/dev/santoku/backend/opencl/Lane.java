package dev.santoku.backend.opencl;

import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.transfer.Buffers;
import dev.santoku.backend.opencl.transfer.Transfers;

/** A queue with buffers of its own: what one lane uploads, computes or downloads overlaps with what another one does. */
record Lane(Queue queue, Transfers transfers, Buffers memory) {
    /** @param owner of all three */
    static Lane open(Context context, DeviceLimits limits, Transfers.Choice choice, Handles owner) {
        Queue queue = owner.own(context.createQueue());
        Transfers transfers = owner.own(choice.open(limits, context, queue));
        Buffers memory = owner.own(new Buffers(context, queue, limits.memory().unified()));
        return new Lane(queue, transfers, memory);
    }
}
