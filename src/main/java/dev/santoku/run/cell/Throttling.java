package dev.santoku.run.cell;

import dev.santoku.result.Noise;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/**
 * Whether a device became slower while a cell was measured, read from what it can do at most, before and after the samples.
 * A processor whose clock is known, and stayed, was not throttled: somebody else had it.
 */
public final class Throttling {
    private static final double FELL = 0.9;
    private static final double CLOCK_FELL = 0.95;

    private OptionalDouble gflopsBefore = OptionalDouble.empty();
    private OptionalDouble gflopsAfter = OptionalDouble.empty();
    private OptionalDouble megahertzBefore = OptionalDouble.empty();
    private OptionalDouble megahertzAfter = OptionalDouble.empty();

    /** Measured before the samples; unknown is empty. */
    public void before(OptionalDouble gflops, OptionalInt megahertz) {
        gflopsBefore = gflops;
        megahertzBefore = asDouble(megahertz);
    }

    /** Measured after the samples; when it is measured again, the best counts, since a burst may be disturbed. */
    public void after(OptionalDouble gflops, OptionalInt megahertz) {
        gflopsAfter = best(gflopsAfter, gflops);
        megahertzAfter = best(megahertzAfter, asDouble(megahertz));
    }

    private static OptionalDouble best(OptionalDouble one, OptionalDouble other) {
        return DoubleStream.concat(one.stream(), other.stream()).max();
    }

    private static OptionalDouble asDouble(OptionalInt value) {
        return value.isPresent() ? OptionalDouble.of(value.getAsInt()) : OptionalDouble.empty();
    }

    /** Whether the rate fell by more than a tenth, and the clock, where it is known, by more than a twentieth. */
    public boolean fell() {
        Noise.Change rate = gflops();
        Noise.Change clock = megahertz();
        return rate != null && rate.ratio() < FELL && (clock == null || clock.ratio() < CLOCK_FELL);
    }

    /** 10⁹ operations a second; null where unknown. */
    Noise.Change gflops() {
        return change(gflopsBefore, gflopsAfter);
    }

    /** The clock of the fastest processor in MHz; null where unknown. */
    Noise.Change megahertz() {
        return change(megahertzBefore, megahertzAfter);
    }

    private static Noise.Change change(OptionalDouble before, OptionalDouble after) {
        return before.isPresent() && after.isPresent()
                ? new Noise.Change(before.getAsDouble(), after.getAsDouble())
                : null;
    }
}
