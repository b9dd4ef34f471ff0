package dev.santoku.measure;

import dev.santoku.matrix.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The best that was measured of each device, number of threads and precision, whoever measured it: a ceiling is what the
 * machine can do.
 */
final class Ceilings {
    private final Map<Rate, Double> gflops = new LinkedHashMap<>();
    private final Map<Memory, Double> bandwidths = new LinkedHashMap<>();

    /** A contender's device and threads did so many 10⁹ operations a second. */
    void fma(Contender contender, Precision precision, double rate) {
        gflops.merge(new Rate(memory(contender), precision), rate, Math::max);
    }

    /** A contender's device and threads moved so many 10⁹ bytes a second. */
    void bandwidth(Contender contender, double rate) {
        bandwidths.merge(memory(contender), rate, Math::max);
    }

    private static Memory memory(Contender contender) {
        return new Memory(contender.device(), contender.threads());
    }

    /** All, in the order in which they were first measured. */
    List<Ceiling> all() {
        return gflops.entrySet().stream()
                .map(entry -> new Ceiling(
                        entry.getKey().memory.device,
                        entry.getKey().memory.threads,
                        entry.getKey().precision,
                        entry.getValue(),
                        bandwidths.get(entry.getKey().memory)))
                .toList();
    }

    /** The same cell with its share of the best so far, where that is known. */
    CellResult judged(CellResult cell) {
        Memory memory = new Memory(cell.device(), cell.threads());
        Optional<Double> ceiling = Optional.ofNullable(gflops.get(new Rate(memory, cell.precision())));
        return cell.gflops() == null || ceiling.isEmpty()
                ? cell
                : cell.ofCeiling(cell.gflops().compute() / ceiling.get());
    }

    private record Memory(String device, Integer threads) {}

    private record Rate(Memory memory, Precision precision) {}
}
