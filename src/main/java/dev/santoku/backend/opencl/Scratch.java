package dev.santoku.backend.opencl;

/**
 * A buffer that holds what one step of a plan leaves for a later one.
 *
 * @param name neither {@link Plan#A}, {@link Plan#B} nor {@link Plan#C}
 * @param bytes at least 1
 */
record Scratch(String name, long bytes) {
    Scratch {
        if (bytes < 1) {
            throw new IllegalArgumentException("scratch %s of %d bytes".formatted(name, bytes));
        }
    }
}
