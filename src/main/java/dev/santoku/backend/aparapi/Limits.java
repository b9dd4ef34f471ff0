package dev.santoku.backend.aparapi;

import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** What a product may weigh. */
final class Limits {
    private Limits() {}

    /**
     * Compares A, B and C with the largest buffer, of the device and of Aparapi, which counts bytes in an {@code int},
     * and their sum with the device's memory.
     *
     * @throws UnsupportedProductException when one does not fit, with the figures
     */
    static void check(Shape shape, Precision precision, Device device) {
        long a = (long) shape.rows() * shape.k() * precision.bytes();
        long b = (long) shape.rowsOfB() * shape.n() * precision.bytes();
        long c = (long) shape.rows() * shape.n() * precision.bytes();
        long largest = Math.max(a, Math.max(b, c));
        if (largest > Integer.MAX_VALUE) {
            throw new UnsupportedProductException(
                    "%s in %s needs a buffer of %d bytes, and Aparapi makes none beyond %d: choose a smaller size or another back end"
                            .formatted(shape, precision, largest, Integer.MAX_VALUE));
        }
        if (device.maxAllocationBytes() != null && largest > device.maxAllocationBytes()) {
            throw new UnsupportedProductException(
                    "%s in %s needs a buffer of %d bytes, and %s allows %d at most: choose a smaller size"
                            .formatted(shape, precision, largest, device.name(), device.maxAllocationBytes()));
        }
        if (device.memoryBytes() != null && a + b + c > device.memoryBytes()) {
            throw new UnsupportedProductException("%s in %s needs %d bytes, and %s has %d: choose a smaller size"
                    .formatted(shape, precision, a + b + c, device.name(), device.memoryBytes()));
        }
    }
}
