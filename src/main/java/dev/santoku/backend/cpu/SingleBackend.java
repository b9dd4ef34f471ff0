package dev.santoku.backend.cpu;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.backend.cpu.threads.SingleThreadTeam;
import dev.santoku.backend.cpu.threads.Team;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** {@code single}: one thread, the caller's, whatever {@link OpenOptions#threads()} says. */
public final class SingleBackend extends CpuBackend {
    private static final Variant NAIVE =
            new Variant("naive", "three loops, each element of C a row times a column: the textbook's way");

    /** Found by {@link java.util.ServiceLoader}. */
    public SingleBackend() {
        super(
                "single",
                new Variant(
                        "blocked", "packed panels and blocks that fit the caches, around a micro-kernel in plain Java"),
                new Variant("vector", "the same blocks around a micro-kernel of SIMD instructions (Vector API)"));
    }

    /** {@inheritDoc} No: it computes with what was found for {@code pool}. */
    @Override
    boolean searches() {
        return false;
    }

    @Override
    Team team(OpenOptions options) {
        return new SingleThreadTeam();
    }

    @Override
    public List<Variant> variants() {
        return Stream.concat(Stream.of(NAIVE), super.variants().stream()).toList();
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        return variant.equals(NAIVE) ? new NaiveMultiplier(device) : super.open(device, variant, options);
    }

    /** {@inheritDoc} It is one. */
    @Override
    public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return OptionalInt.of(1);
    }
}
