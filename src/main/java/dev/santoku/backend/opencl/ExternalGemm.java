package dev.santoku.backend.opencl;

import org.jocl.cl_event;

/** Somebody else's matrix product on a context, a queue and buffers that this package owns. */
public interface ExternalGemm {
    /**
     * Scratch memory on the device that it wants for a product; it is made at upload, so that no launch waits for it.
     *
     * @return bytes; 0 for none
     */
    long scratchBytes(ExternalGemmHandles product);

    /**
     * Puts C = 1·A·B + 0·C into the product's queue, for each product of a batch.
     *
     * @return the event of the last command, which the lender waits for and releases
     * @throws org.jocl.CLException when the library or the driver refuses
     */
    cl_event start(ExternalGemmHandles product);

    /** The context is about to be released; called once for each time that this was lent one. */
    void contextEnds();
}
