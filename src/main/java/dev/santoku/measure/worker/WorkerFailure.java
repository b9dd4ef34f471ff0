package dev.santoku.measure.worker;

import dev.santoku.backend.OutsideText;

/** A worker did not do what it was asked; the message says why, in one line that is fit for a result file. */
public final class WorkerFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What happened to the worker. */
    public enum Kind {
        /** It lives, and says that the device cannot do this. */
        UNSUPPORTED,
        /** It lives, and says that the product is wrong. */
        WRONG,
        /** It lives, and says what failed. */
        REFUSED,
        /** It is gone, or was ended because it hung or wrote nonsense. */
        LOST
    }

    public WorkerFailure(Kind kind, String message) {
        super(OutsideText.reason(message));
        this.kind = kind;
    }

    /** Whether the worker may be asked again, and what its silence means. */
    public Kind kind() {
        return kind;
    }
}
