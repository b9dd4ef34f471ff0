package dev.santoku.report.fleet;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Units;
import dev.santoku.statistics.Repeatability;
import java.util.List;

/**
 * Many runs in one, by hardware.
 *
 * @param schema of its JSON
 * @param runs how many were merged
 * @param machines how many they come from: runs of one label and hardware are one machine's, a run without label is a machine
 * @param within how narrow an interval settled cells, each that runs name; none where all are of older versions
 * @param duplicates files of a run that another file had already
 * @param refused files that are no results, with the reason
 */
public record Merge(
        String schema,
        int runs,
        int machines,
        List<Double> within,
        List<String> duplicates,
        List<Refused> refused,
        List<Hardware> hardware) {

    /** The format that this version writes. */
    public static final String SCHEMA = "santoku/merge/1";

    public Merge {
        within = List.copyOf(within);
        duplicates = List.copyOf(duplicates);
        refused = List.copyOf(refused);
        hardware = List.copyOf(hardware);
    }

    /**
     * A file that was not merged.
     *
     * @param file its name, without its folder
     */
    public record Refused(String file, String reason) {}

    /**
     * Processors that are alike.
     *
     * @param kind {@code CPU}, {@code GPU} or {@code ACCELERATOR}
     * @param route {@code java}, {@code opencl} or {@code cuda}
     * @param name the CPU's model or the device's name
     * @param units physical cores of a CPU, compute units of a device; null where unknown
     * @param memoryBytes of a device, rounded to 256 MB; null of a CPU and where unknown
     * @param machines how many have it
     * @param facets JDKs of a CPU, drivers of a device
     * @param outliers machines whose speed is not that of their class
     * @param rows cells by contender, precision and shape
     */
    public record Hardware(
            String kind,
            String route,
            String name,
            Integer units,
            Long memoryBytes,
            int machines,
            List<String> facets,
            List<Outlier> outliers,
            List<Row> rows) {

        /** {@code AMD EPYC 9B14, 2 cores}. */
        public String inWords() {
            return name
                    + (units == null ? "" : ", " + units + (route.equals("java") ? " cores" : " units"))
                    + (memoryBytes == null ? "" : ", " + Units.bytes(memoryBytes))
                    + (route.equals("java") ? "" : route.equals("cuda") ? " by CUDA" : " by OpenCL");
        }
    }

    /**
     * A machine beyond 3 scaled MAD of its class.
     *
     * @param machine its label, or the id of its run
     * @param speed the median over its cells of its rate over the class's median: 0.7 is 30 % less
     * @param deviations how many scaled MAD its logarithm lies off the class's median
     * @param cells that this stands on
     */
    public record Outlier(String machine, double speed, double deviations, int cells) {}

    /**
     * A cell over all machines of a class.
     *
     * @param contender back end and variant; the device is the hardware
     * @param threads of the CPU, else null
     * @param gflops end to end
     * @param computeGflops computing alone
     * @param overSingle speedup over one thread of the same machine, end to end; null where no machine has it
     * @param overPool speedup over the pool of the same machine
     * @param repeatability of its rates end to end within machines and between them; null where no machine ran twice
     * @param byFacet the median rate end to end with each JDK or driver, where there are several
     */
    public record Row(
            String contender,
            Integer threads,
            Precision precision,
            Shape shape,
            Spread gflops,
            Spread computeGflops,
            Spread overSingle,
            Spread overPool,
            Repeatability repeatability,
            List<FacetMedian> byFacet) {}

    /**
     * Values of several machines.
     *
     * @param machines how many
     * @param low the smallest
     * @param high the largest
     */
    public record Spread(int machines, double median, double low, double high) {}

    /** The median of those machines that have one JDK or driver. */
    public record FacetMedian(String facet, int machines, double median) {}
}
