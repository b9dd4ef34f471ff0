package dev.santoku.result;

import dev.santoku.matrix.Shape;

/**
 * The energy of a cell's product, end to end: {@code energy} in the result file. It is all that the processor's packages or
 * the GPU's board took meanwhile, what they take in idleness included; no other contender computes then.
 *
 * @param source who counted
 * @param joulesPerProduct the mean
 * @param gflopsPerWatt 10⁹ operations for each joule, which is as many a second for each watt
 * @param watts the mean
 * @param samples products that it stands on
 * @param seconds that they took
 */
public record Energy(
        EnergySource source,
        double joulesPerProduct,
        double gflopsPerWatt,
        double watts,
        long samples,
        double seconds) {
    /** Of products of a shape. */
    public static Energy of(EnergyBurst burst, EnergySource source, Shape shape) {
        double joules = burst.joules() / burst.products();
        return new Energy(
                source,
                joules,
                shape.flops() / joules / 1e9,
                burst.joules() / burst.seconds(),
                burst.products(),
                burst.seconds());
    }
}
