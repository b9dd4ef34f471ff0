package dev.santoku.backend.opencl;

/** The one owner of one OpenCL handle. */
interface Handle extends AutoCloseable {
    /** Releases the handle; called once. */
    @Override
    void close();
}
