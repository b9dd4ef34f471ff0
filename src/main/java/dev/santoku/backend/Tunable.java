package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Backend} whose kernels have parameters that are worth a search on each device. It tells what there is to
 * search and remembers what was found; who searches, checks and times, knows no more of it than this.
 */
public interface Tunable {
    /**
     * What is to be searched on a device. May load native code: call it in a worker process.
     *
     * @param key of what is found
     * @param today what a product is computed with now, when no variant is asked for
     * @param known what it is computed with by each family, which is a variant of the same name
     * @param spaces a space for each family that can run there
     * @param starts what is worth trying first; {@code today} need not be among them
     * @param trouble what is wrong with the file of earlier findings, which is then not used, in one line; null where
     *     nothing is
     */
    record Survey(
            TuningKey key,
            Tuning today,
            Map<String, Tuning> known,
            List<SearchSpace> spaces,
            List<Candidate> starts,
            String trouble) {
        public Survey {
            known = Map.copyOf(known);
            spaces = List.copyOf(spaces);
            starts = List.copyOf(starts);
        }
    }

    /**
     * Looks at a device and at what is known about it.
     *
     * @param device one of {@link Backend#probe()}'s
     * @param precision one of the device's, or a reduced one
     * @throws UnsupportedProductException when nothing is to be tuned in that precision: a reduced one is computed in another
     *     where the device has no instructions for it
     * @throws BackendException when the device refuses
     */
    Survey survey(Device device, Precision precision);

    /** What searches on this machine have found so far, on whatever device. Never throws, and loads no native code. */
    default List<Tuned> findings() {
        return List.of();
    }

    /** The shapes at which candidates are timed when the user names none; empty to choose them by the kind of device. */
    default List<Shape> sizes() {
        return List.of();
    }

    /** Whether {@link #prove} computes anything. Loads no native code. */
    default boolean proves() {
        return false;
    }

    /**
     * Computes small products with what products will be computed with, unless that was done before on this device, with its
     * driver and these kernels; parameters that compute wrong ones give way to the next. What was found is kept.
     *
     * @param family whose parameters; empty for those of {@link Survey#today()}
     * @return what {@link #survey} tells from now on
     * @throws BackendException when the device refuses
     */
    default Survey prove(Device device, Precision precision, Optional<String> family) {
        return survey(device, precision);
    }

    /**
     * What is to be expected of candidates on a device before they are compiled, an estimate for each: likely ones are tried
     * first, hopeless ones never. Compiles nothing.
     *
     * @param sizes at which they will be timed
     * @throws BackendException when the device refuses
     */
    default List<Estimate> estimate(Device device, Precision precision, List<Shape> sizes, List<Candidate> candidates) {
        return candidates.stream().map(candidate -> Estimate.UNKNOWN).toList();
    }

    /**
     * Opens a multiplier that computes every product with this candidate and nothing else.
     *
     * @throws UnsupportedProductException when the candidate does not suit the device, at once or when a product is
     *     prepared; the reason says why
     * @throws BackendException when the device refuses
     */
    Multiplier open(Device device, Precision precision, Candidate candidate);

    /**
     * Makes sure that findings can be kept. Loads no native code.
     *
     * @throws IOException when they cannot; the message says why and what to do
     */
    void prepareToKeep() throws IOException;

    /**
     * Remembers what was found, in place of what was known under its key. Loads no native code.
     *
     * @throws IOException when it cannot be written
     */
    void keep(Tuned tuned) throws IOException;
}
