package dev.santoku.untrusted;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * How JSON is read that somebody else may have written: far more than Santoku writes, and bounded nonetheless. How long a
 * document may be is up to who reads it.
 */
public final class BoundedJson {
    private static final int MOST_NESTING = 100;
    private static final int MOST_DIGITS = 100;
    private static final int MOST_LETTERS = 1 << 20;
    private static final int MOST_LETTERS_OF_A_NAME = 1000;
    private static final long MOST_TOKENS = 4_000_000;

    private BoundedJson() {}

    /** A factory with these bounds, to be completed. */
    public static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_NESTING)
                        .maxNumberLength(MOST_DIGITS)
                        .maxStringLength(MOST_LETTERS)
                        .maxNameLength(MOST_LETTERS_OF_A_NAME)
                        .maxTokenCount(MOST_TOKENS)
                        .build())
                // A million made-up names would stay in tables that are never cleared.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    }
}
