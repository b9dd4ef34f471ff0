package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/**
 * Where a product stands under the roofs of its device: no program computes faster than the units multiply, nor than the
 * memory delivers. Whichever roof is lower at the product's arithmetic intensity bounds it.
 *
 * <p>Source: S. Williams, A. Waterman, D. Patterson, Roofline: an insightful visual performance model for multicore
 * architectures, CACM 52(4), 2009.
 *
 * @param flopsPerByte operations for each byte of A, B and C when each is moved once, which is the least there is to move
 * @param roof which one bounds it
 * @param gflops that roof at this intensity, 10⁹ operations a second
 * @param share of that roof which computing reached; under the memory's it may be above 1 where a cache holds A, B and C
 */
public record Roofline(double flopsPerByte, Roof roof, double gflops, double share) {
    /** The roofs. */
    public enum Roof {
        /** The rate of multiply-adds. */
        @JsonProperty("compute")
        COMPUTE,
        /** What the memory delivers. */
        @JsonProperty("memory")
        MEMORY
    }

    /**
     * The place of a product.
     *
     * @param computed its rate, 10⁹ operations a second
     * @param gflops what the device computes at most
     * @param bandwidthGBs what its memory delivers at most
     */
    public static Roofline of(Shape shape, Precision precision, double computed, double gflops, double bandwidthGBs) {
        double intensity = shape.flops() / shape.bytes(precision);
        double memory = intensity * bandwidthGBs;
        Roof roof = memory < gflops ? Roof.MEMORY : Roof.COMPUTE;
        double bound = Math.min(memory, gflops);
        return new Roofline(intensity, roof, bound, computed / bound);
    }
}
