package dev.santoku.backend.opencl.handle;

import java.nio.ByteBuffer;

/**
 * All of a buffer, as the host sees it from the end of a command on until the device is to have it back. Owns that
 * command's event.
 */
public final class Mapping implements Handle {
    private final ByteBuffer region;
    private final Event visible;
    private final boolean writable;

    /**
     * Takes the event over.
     *
     * @param visible when the host may look
     * @param writable whether it may write as well
     */
    Mapping(ByteBuffer region, Event visible, boolean writable) {
        this.region = region;
        this.visible = visible;
        this.writable = writable;
    }

    public boolean isWritable() {
        return writable;
    }

    /** The region, of the buffer's size; returns when the host may look at it. */
    public ByteBuffer await() {
        visible.await();
        return region;
    }

    ByteBuffer region() {
        return region;
    }

    @Override
    public void close() {
        visible.close();
    }
}
