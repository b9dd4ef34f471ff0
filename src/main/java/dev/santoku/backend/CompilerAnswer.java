package dev.santoku.backend;

import java.util.Objects;

/**
 * What became of a {@link CompilerQuestion}.
 *
 * @param verdict what became of it
 * @param detail why, or what the compiler told beside, in one line; null where there is nothing to tell
 */
public record CompilerAnswer(Verdict verdict, String detail) {
    /** What becomes of a question. */
    public enum Verdict {
        /** It compiles, and what the device computed with it is right. */
        ACCEPTED,
        /** The compiler, or the launch, refuses it. */
        REFUSED,
        /** It compiles, and the device computes something else. */
        WRONG,
        /** It makes no sense on this device. */
        NOT_ASKED,
        /** The driver crashed or hung over it. */
        LOST
    }

    public CompilerAnswer {
        Objects.requireNonNull(verdict, "verdict");
    }
}
