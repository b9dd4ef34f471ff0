package dev.santoku.backend;

/**
 * One algorithm of a back end.
 *
 * @param id its name: {@code naive}, {@code blocked}, {@code tiled} …
 * @param description one line that tells a user what this step is
 */
public record Variant(String id, String description) {
    public Variant {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("'" + id + "' is no variant's name");
        }
    }
}
