package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How many products of a cell were verified, outside the clock: all that were timed, and those that warmed up.
 *
 * @param products at least 0
 * @param seconds that it took
 * @param method how
 */
public record Verified(long products, double seconds, Method method) {
    /** Before the first. */
    public static final Verified NOTHING = new Verified(0, 0, Method.BITS);

    /** How a product is verified. */
    public enum Method {
        /** All its bits are those of the checked product of the same inputs. */
        @JsonProperty("bits")
        BITS,
        /** It is within the error bound: the library sums in another order each time. */
        @JsonProperty("bound")
        BOUND
    }

    /** Of two launches of one cell. */
    public Verified and(Verified other) {
        return new Verified(
                products + other.products, seconds + other.seconds, method == Method.BOUND ? method : other.method);
    }
}
