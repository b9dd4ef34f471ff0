package dev.santoku.backend.hybrid;

import dev.santoku.backend.Multiplier;
import java.util.Optional;

/** One of the multipliers that share products; once it failed or computed wrongly it gets no more of them. */
final class Processor implements AutoCloseable {
    private final Multiplier multiplier;
    private volatile String loss;

    /** Takes a multiplier over. */
    Processor(Multiplier multiplier) {
        this.multiplier = multiplier;
    }

    Multiplier multiplier() {
        return multiplier;
    }

    String id() {
        return multiplier.device().id();
    }

    /** Takes it out for good. */
    void lose(String why) {
        loss = why;
    }

    /** Why it was taken out; empty as long as it was not. */
    Optional<String> loss() {
        return Optional.ofNullable(loss);
    }

    @Override
    public void close() {
        multiplier.close();
    }
}
