package dev.santoku.backend.opencl.cuda;

/** A call of CUDA's driver failed; the message says which, and how the driver calls that. */
final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int OUT_OF_MEMORY = 2;
    static final int NO_DEVICE = 100;

    private final int status;

    CudaException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** As the driver counts them. */
    int status() {
        return status;
    }
}
