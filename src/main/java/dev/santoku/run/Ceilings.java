package dev.santoku.run;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Precision;
import dev.santoku.result.Audits;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Roofline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The best that was measured of each device, number of threads and precision, whoever measured it: a ceiling is what the
 * machine can do.
 */
final class Ceilings {
    private final Map<Rate, Double> gflops = new LinkedHashMap<>();
    private final Map<Memory, Double> bandwidths = new LinkedHashMap<>();
    private final Map<Memory, LinkCeiling> links = new LinkedHashMap<>();

    /** A contender's device and threads did so many 10⁹ operations a second. */
    void fma(Contender contender, Precision precision, double rate) {
        gflops.merge(new Rate(memory(contender), precision), rate, Math::max);
    }

    /** The best so far; empty where nobody could tell. */
    OptionalDouble fma(Contender contender, Precision precision) {
        Double best = gflops.get(new Rate(memory(contender), precision));
        return best == null ? OptionalDouble.empty() : OptionalDouble.of(best);
    }

    /** A contender's device and threads moved so many 10⁹ bytes a second. */
    void bandwidth(Contender contender, double rate) {
        bandwidths.merge(memory(contender), rate, Math::max);
    }

    /** A contender's device is reached so fast. */
    void link(Contender contender, LinkCeiling link) {
        links.merge(memory(contender), link, LinkCeiling::best);
    }

    /** What an earlier part of the run has measured. */
    void known(Ceiling ceiling) {
        Memory memory = new Memory(ceiling.device(), ceiling.threads());
        gflops.merge(new Rate(memory, ceiling.precision()), ceiling.gflops(), Math::max);
        if (ceiling.bandwidthGBs() != null) {
            bandwidths.merge(memory, ceiling.bandwidthGBs(), Math::max);
        }
        ceiling.link().ifPresent(link -> links.merge(memory, link, LinkCeiling::best));
    }

    private static Memory memory(Contender contender) {
        return new Memory(contender.device(), contender.threads());
    }

    /** All, in the order in which they were first measured. */
    List<Ceiling> all() {
        return gflops.entrySet().stream()
                .map(entry -> ceiling(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Ceiling ceiling(Rate rate, double best) {
        Memory memory = rate.memory;
        return new Ceiling(memory.device, memory.threads, rate.precision, best, bandwidths.get(memory))
                .withLink(links.get(memory));
    }

    /**
     * The same cell with its share of the best so far and its place under the roofs, where they are known, and with doubts
     * about its clocks and its copies.
     */
    CellResult judged(CellResult cell) {
        Memory memory = new Memory(cell.device(), cell.threads());
        return Audits.judged(roofed(cell, memory), links.get(memory));
    }

    private CellResult roofed(CellResult cell, Memory memory) {
        Double ceiling = gflops.get(new Rate(memory, cell.computedIn()));
        if (cell.gflops() == null || ceiling == null || cell.flags().contains(CellFlags.NO_PEAK)) {
            return cell;
        }
        double computed = cell.gflops().compute();
        Double bandwidth = bandwidths.get(memory);
        return cell.under(
                computed / ceiling,
                bandwidth == null ? null : Roofline.of(cell.shape(), cell.precision(), computed, ceiling, bandwidth));
    }

    private record Memory(String device, Integer threads) {}

    private record Rate(Memory memory, Precision precision) {}
}
