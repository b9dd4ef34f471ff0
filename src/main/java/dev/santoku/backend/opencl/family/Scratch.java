package dev.santoku.backend.opencl.family;

/**
 * A buffer that holds what one step of a plan leaves for a later one.
 *
 * @param name neither {@link LaunchPlan#A}, {@link LaunchPlan#B} nor {@link LaunchPlan#C}
 * @param bytes at least 1
 */
public record Scratch(String name, long bytes) {
    public Scratch {
        if (bytes < 1) {
            throw new IllegalArgumentException("scratch %s of %d bytes".formatted(name, bytes));
        }
    }
}
