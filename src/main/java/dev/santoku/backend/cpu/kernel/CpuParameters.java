package dev.santoku.backend.cpu.kernel;

import dev.santoku.backend.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How products are cut on a model of processor: what no size of a cache tells, and is worth a search.
 *
 * @param mostVectors width of a tile at most, in vectors
 * @param farVector what a vector of B costs in each step where it comes from beyond L1, in tenths of a multiply-add of vectors
 * @param narrowVector what half a vector costs, in percent of a whole one: half on a processor that computes a whole one in two steps, all on others
 * @param depth of a block at most
 * @param panelOfB share of L2 for one panel of B, in percent
 * @param stripsOfA share of L2 for strips of A, in percent
 * @param nearA an A up to so many times L3 is read in place
 * @param nearB a B up to this share of L2 is read in place, in percent
 */
public record CpuParameters(
        int mostVectors,
        int farVector,
        int narrowVector,
        int depth,
        int panelOfB,
        int stripsOfA,
        int nearA,
        int nearB) {
    /** The kernels that have them: the variant of {@code single} and {@code pool} of this name. */
    public static final String FAMILY = "vector";

    /** What is used on a processor that nothing was found out about. */
    public static final CpuParameters DEFAULTS = new CpuParameters(8, 1, 50, 2048, 50, 38, 4, 75);

    private static final SortedMap<String, List<Integer>> SPACE = new TreeMap<>(Map.of(
            "MOST_VECTORS", List.of(1, 2, 3, 4, 6, 8),
            "FAR_VECTOR", List.of(0, 1, 2, 5, 10, 20, 40),
            "NARROW_VECTOR", List.of(50, 75, 100),
            "DEPTH", List.of(256, 384, 512, 1024, 2048),
            "PANEL_OF_B", List.of(25, 50, 75),
            "STRIPS_OF_A", List.of(12, 25, 38, 50),
            "NEAR_A", List.of(0, 1, 4, 16),
            "NEAR_B", List.of(0, 40, 75, 100)));

    /** The values that are worth trying, in ascending order, by the names that a {@link Candidate} has for them. */
    public static SortedMap<String, List<Integer>> space() {
        return SPACE;
    }

    /**
     * Those of a candidate.
     *
     * @throws IllegalArgumentException when it has not just these parameters, each with a value of the space
     */
    public static CpuParameters of(Candidate candidate) {
        SortedMap<String, Integer> values = candidate.parameters();
        boolean fits = candidate.family().equals(FAMILY)
                && values.keySet().equals(SPACE.keySet())
                && SPACE.entrySet().stream().allMatch(entry -> entry.getValue().contains(values.get(entry.getKey())));
        if (!fits) {
            throw new IllegalArgumentException("no parameters of vector kernels: " + candidate);
        }
        return new CpuParameters(
                values.get("MOST_VECTORS"),
                values.get("FAR_VECTOR"),
                values.get("NARROW_VECTOR"),
                values.get("DEPTH"),
                values.get("PANEL_OF_B"),
                values.get("STRIPS_OF_A"),
                values.get("NEAR_A"),
                values.get("NEAR_B"));
    }

    /**
     * The same with what half a vector costs, as it was measured.
     *
     * @param percent of a whole one; the nearest value of the space is taken
     */
    public CpuParameters withNarrowVector(double percent) {
        int nearest = SPACE.get("NARROW_VECTOR").stream()
                .min(Comparator.comparingDouble(value -> Math.abs(value - percent)))
                .orElseThrow();
        return of(candidate().with("NARROW_VECTOR", nearest));
    }

    /** These as a candidate. */
    public Candidate candidate() {
        return Candidate.of(
                FAMILY,
                Map.of(
                        "MOST_VECTORS", mostVectors,
                        "FAR_VECTOR", farVector,
                        "NARROW_VECTOR", narrowVector,
                        "DEPTH", depth,
                        "PANEL_OF_B", panelOfB,
                        "STRIPS_OF_A", stripsOfA,
                        "NEAR_A", nearA,
                        "NEAR_B", nearB));
    }
}
