package dev.santoku.backend.opencl.handle;

/** The one owner of one OpenCL handle. */
public interface Handle extends AutoCloseable {
    /** Releases the handle; called once. */
    @Override
    void close();
}
