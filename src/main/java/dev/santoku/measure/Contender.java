package dev.santoku.measure;

/**
 * One back end, variant and device: {@code jocl:tiled@cl1}.
 *
 * @param backend the back end's id
 * @param variant the variant's id
 * @param device the device's id; null where the back end has no device here
 */
public record Contender(String backend, String variant, String device) {
    @Override
    public String toString() {
        return backend + ":" + variant + (device == null ? "" : "@" + device);
    }
}
