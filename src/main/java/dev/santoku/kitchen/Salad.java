package dev.santoku.kitchen;

import java.util.Arrays;
import java.util.List;

/**
 * Ingredients, each in a state that tells all that was done to it, and in which order: cutting and then dressing gives
 * another state than dressing and then cutting.
 */
final class Salad {
    /** A few microseconds of computing. */
    private static final int CUTS = 500;

    private final long[] states;

    /** Untouched ingredients. */
    Salad(List<String> ingredients) {
        this.states = ingredients.stream().mapToLong(String::hashCode).toArray();
    }

    /** Cuts one ingredient. */
    void cut(int ingredient) {
        states[ingredient] = Chopping.chop(states[ingredient], CUTS);
    }

    /** Washes one ingredient. */
    void wash(int ingredient) {
        states[ingredient] = Chopping.chop(~states[ingredient], CUTS);
    }

    /** Grills one ingredient. */
    void grill(int ingredient) {
        states[ingredient] = Chopping.chop(Long.reverse(states[ingredient]), CUTS);
    }

    /** Dresses some ingredients, as they are now. */
    void dress(int... ingredients) {
        for (int ingredient : ingredients) {
            states[ingredient] = Chopping.chop(Long.rotateLeft(states[ingredient], 1), CUTS);
        }
    }

    /** Tells salads apart. */
    long digest() {
        return Arrays.stream(states).reduce(0, (digest, state) -> 31 * digest + state);
    }
}
