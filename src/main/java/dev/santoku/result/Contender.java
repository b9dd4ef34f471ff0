package dev.santoku.result;

/**
 * One back end, variant and device: {@code jocl:tiled@cl1}. Its text does not tell the number of threads: where one
 * contender runs on several, they are told apart by that.
 *
 * @param backend the back end's id
 * @param variant the variant's id
 * @param device the device's id; null where the back end has no device here
 * @param threads of the CPU that it computes on; null for other devices, and as long as it is not decided
 */
public record Contender(String backend, String variant, String device, Integer threads) {
    /** A contender whose threads are not decided. */
    public Contender(String backend, String variant, String device) {
        this(backend, variant, device, null);
    }

    /** The same on so many threads. */
    public Contender on(Integer count) {
        return new Contender(backend, variant, device, count);
    }

    /** With its threads, where there are several: {@code pool:vector@cpu on 4 threads}. */
    public String inWords() {
        return inWords(toString(), threads);
    }

    /** Likewise, of a contender that is known by its text. */
    public static String inWords(String contender, Integer threads) {
        return threads == null || threads == 1 ? contender : "%s on %d threads".formatted(contender, threads);
    }

    @Override
    public String toString() {
        return backend + ":" + variant + (device == null ? "" : "@" + device);
    }
}
