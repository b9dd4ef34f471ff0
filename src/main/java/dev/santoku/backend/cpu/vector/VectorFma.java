package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.peak.FmaLoop;
import dev.santoku.backend.cpu.peak.FmaLoops;
import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiply-adds on the Vector API. One class for each width, since C2 turns vectors into registers only where the species
 * is a constant of the code.
 */
public final class VectorFma implements FmaLoops {
    private static final Map<Integer, Supplier<FmaLoop>> FLOATS =
            Map.of(128, FloatFma128::new, 256, FloatFma256::new, 512, FloatFma512::new);
    private static final Map<Integer, Supplier<FmaLoop>> DOUBLES =
            Map.of(128, DoubleFma128::new, 256, DoubleFma256::new, 512, DoubleFma512::new);

    /**
     * {@inheritDoc}
     *
     * <p>The widest registers that this processor has and, where a process may use both, those half as wide, which are
     * faster where wide ones lower the clock. Still narrower ones cannot be: a unit starts no more instructions a cycle because they do less.
     */
    @Override
    public List<FmaLoop> of(Precision precision) {
        return precision == Precision.F32
                ? loops(FLOATS, FloatVector.SPECIES_PREFERRED)
                : loops(DOUBLES, DoubleVector.SPECIES_PREFERRED);
    }

    private static List<FmaLoop> loops(Map<Integer, Supplier<FmaLoop>> byBits, VectorSpecies<?> widest) {
        int bits = Math.min(widest.vectorBitSize(), VectorShape.S_512_BIT.vectorBitSize());
        List<FmaLoop> loops = new ArrayList<>();
        loops.add(byBits.get(bits).get());
        if (byBits.containsKey(bits / 2) && HotSpotQuirks.severalWidthsAreHarmless()) {
            loops.add(byBits.get(bits / 2).get());
        }
        return loops;
    }
}
