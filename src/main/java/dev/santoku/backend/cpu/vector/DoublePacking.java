package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.Operands;
import dev.santoku.backend.cpu.kernel.Packing;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

// The build writes the twin for float, see pom.xml.
/** Packing by vectors: rows are too short for {@link System#arraycopy}, of which a call costs as much as ten vectors. */
final class DoublePacking implements Packing<double[]> {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final Class<?> VECTOR = SPECIES.vectorType();
    private static final int LANES = SPECIES.length();
    private static final int SLICE = MicroKernel.SLICE_BYTES / Double.BYTES;

    @Override
    public void packA(double[] from, int fromAt, int fromStep, int rows, Operands<double[]> to, int toAt) {
        double[] strip = to.a();
        int sliceStep = to.sliceStep();
        int depth = to.depth();
        int whole = depth / SLICE * SLICE;
        for (int i = 0; i < rows; i++) {
            int row = fromAt + i * fromStep;
            int at = toAt + i * SLICE;
            for (int p = 0; p < whole; p += SLICE, at += sliceStep) {
                for (int element = 0; element < SLICE; element += LANES) {
                    vector(from, row + p + element).intoArray(strip, at + element);
                }
            }
            for (int p = whole; p < depth; p++) {
                strip[at + p - whole] = from[row + p];
            }
        }
    }

    @Override
    public void packB(double[] from, int fromAt, int fromStep, int rows, int columns, Operands<double[]> to, int toAt) {
        double[] panels = to.b();
        int width = to.ldb();
        int panelStep = to.panelStep();
        for (int p = 0; p < rows; p++) {
            int row = fromAt + p * fromStep;
            int at = toAt + p * width;
            for (int j = 0; j < columns; j += width, at += panelStep) {
                copy(from, row + j, panels, at, Math.min(width, columns - j));
            }
        }
    }

    private static void copy(double[] from, int fromAt, double[] to, int toAt, int length) {
        int end = SPECIES.loopBound(length);
        for (int i = 0; i < end; i += LANES) {
            vector(from, fromAt + i).intoArray(to, toAt + i);
        }
        for (int i = end; i < length; i++) {
            to[toAt + i] = from[fromAt + i];
        }
    }

    /** The cast tells C2 the class of the vector, see {@link HotSpotQuirks#tellClass}. */
    private static DoubleVector vector(double[] from, int at) {
        return (DoubleVector) VECTOR.cast(DoubleVector.fromArray(SPECIES, from, at));
    }
}
