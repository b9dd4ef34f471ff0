package dev.santoku.worker;

import dev.santoku.diagnosis.Postmortem;
import dev.santoku.result.Outcome;
import java.util.Optional;

/**
 * A worker did not do what it was asked; the message says why, in one line that is fit for a result file, with the cure where
 * one is known.
 */
public final class WorkerFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String reason;
    private final String cure;

    /** What happened to the worker. */
    public enum Kind {
        /** It lives, and says that the device cannot do this. */
        UNSUPPORTED,
        /** It lives, and says that the product is wrong. */
        WRONG,
        /** It lives, and says that what it reads from a file cannot be used. */
        INPUT,
        /** It lives, and says that a file cannot be written. */
        OUTPUT,
        /** It lives, and says what failed. */
        REFUSED,
        /** It is gone, or was ended because it hung or wrote nonsense. */
        LOST
    }

    public WorkerFailure(Kind kind, String message) {
        this(kind, new Postmortem(message, Optional.empty()));
    }

    /** With the cure apart. */
    public WorkerFailure(Kind kind, Postmortem postmortem) {
        super(postmortem.inWords());
        this.kind = kind;
        this.reason = postmortem.reason();
        this.cure = postmortem.cure().orElse(null);
    }

    /** Whether the worker may be asked again, and what its silence means. */
    public Kind kind() {
        return kind;
    }

    /** What becomes of the cell that it was about. */
    public Outcome outcome() {
        return switch (kind) {
            case UNSUPPORTED -> Outcome.SKIPPED;
            case WRONG -> Outcome.WRONG;
            case INPUT, OUTPUT, REFUSED, LOST -> Outcome.FAILED;
        };
    }

    /** The message without the cure. */
    public String reason() {
        return reason;
    }

    /** What mends it; empty where nobody knows. */
    public Optional<String> cure() {
        return Optional.ofNullable(cure);
    }
}
