package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The rate of multiply-adds on nothing but registers, each two operations, in one precision: {@code fma_rate} of {@code
 * ceilings.cl} in one form, on every compute unit at once.
 *
 * @param <B> the driver's buffers
 */
final class FmaRate<B extends Handle> {
    private static final String KERNEL = "fma_rate";

    /** A driver for a CPU runs a work-group as a loop on one thread; several for each unit even out a late start. */
    private static final int CPU_GROUPS = 4;

    private static final int GROUP_ITEMS = 256;
    private static final int GROUPS = 32;

    private static final int CHECKED_ROUNDS = 37;
    private static final double LEAST_SECONDS = 4e-3;

    /** Some drivers take 8 ms to launch anything: a burst lasts so many times as long. */
    private static final int LEAST_LAUNCHES = 20;

    /** No burst need last longer. A device that takes so long for the few rounds of the check is a simulator. */
    private static final double MOST_SECONDS = 0.25;

    /** One launch may wait for a busy machine, hardly as many in a row. */
    private static final int SLOW_LAUNCHES = 3;

    private static final int MOST_ROUNDS = 1 << 28;

    /** A chain of products of 18 at most stays exact in f32 for so many. */
    private static final int MOST_ROUNDS_OF_SUMS = 1 << 19;

    /** So many sums of four products of 1 stay exact in f32. */
    private static final int MOST_ROUNDS_OF_WORDS = 1 << 21;

    private static final int BURSTS = 5;

    /** After 64 rounds nothing is left of where a chain started; what is left is rounding. */
    private static final double CONVERGED = 1e-3;

    private final ProbedDevice<B> device;
    private final Precision precision;
    private final FmaForm form;
    private final ProbedDevice.ProbeKernel<B> kernel;
    private final B sums;
    private final Matrix host;
    private final long groups;
    private final int groupItems;
    private boolean simulated;
    private int rounds = 64;

    private FmaRate(
            ProbedDevice<B> device,
            Precision precision,
            FmaForm form,
            ProbedDevice.ProbeKernel<B> kernel,
            B sums,
            long groups,
            int groupItems) {
        this.device = device;
        this.precision = precision;
        this.form = form;
        this.kernel = kernel;
        this.sums = sums;
        this.groups = groups;
        this.groupItems = groupItems;
        this.host = Matrix.zeros(precision.storage(), 1, Math.toIntExact(groups * groupItems));
    }

    /**
     * Builds the kernel and sees that it does what is counted.
     *
     * @param owner of all that is acquired
     * @throws BackendException when the sums are wrong
     */
    static <B extends Handle> FmaRate<B> build(
            ProbedDevice<B> device, DeviceLimits limits, Precision precision, FmaForm form, Handles owner) {
        ProbedDevice.ProbeKernel<B> kernel = device.kernel(form.code(precision), KERNEL, owner);
        boolean cpu = limits.kind() == Device.Kind.CPU;
        int groupItems = cpu ? 1 : kernel.groupItems(Math.min(GROUP_ITEMS, limits.groupItems()));
        long groups = (long) limits.computeUnits() * (cpu ? CPU_GROUPS : GROUPS);
        B sums = device.buffer(groups * groupItems * precision.bytes(), owner);
        FmaRate<B> rate = new FmaRate<>(device, precision, form, kernel, sums, groups, groupItems);
        check(device.name(), precision, form, rate.sumsOfOnes());
        rate.simulated =
                IntStream.range(0, SLOW_LAUNCHES).allMatch(launch -> rate.seconds(CHECKED_ROUNDS, 1, 1) > MOST_SECONDS);
        return rate;
    }

    /** Whether it would take minutes to measure anything. */
    boolean simulated() {
        return simulated;
    }

    /** The sums of all work-items after rounds by a factor of 1 and an addend of 1. */
    private double[] sumsOfOnes() {
        seconds(CHECKED_ROUNDS, 1, 1);
        return sums();
    }

    private double[] sums() {
        device.read(sums, host);
        return IntStream.range(0, host.columns())
                .mapToDouble(item -> host.at(0, item))
                .toArray();
    }

    /** Small integers are exact: a compiler that left a multiply-add out would be found out. */
    static void check(String device, Precision precision, FmaForm form, double[] found) {
        for (int item = 0; item < found.length; item++) {
            double expected = form.sum(item, CHECKED_ROUNDS, 1);
            if (found[item] != expected) {
                throw new BackendException("%s of %s.cl is wrong on %s in %s: work-item %d sums up to %s, not to %s"
                        .formatted(KERNEL, form.source(), device, precision, item, found[item], expected));
            }
        }
    }

    /** 10⁹ operations a second, the best of several bursts; empty of a simulator. */
    OptionalDouble gflops() {
        if (simulated) {
            return OptionalDouble.empty();
        }
        double launch = launch();
        double least = Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, LEAST_LAUNCHES * launch));
        double best = burst();
        boolean longer = true;
        while (best < least && longer) {
            longer = rounds < mostRounds() && computes(2 * rounds);
            if (longer) {
                rounds *= 2;
                best = burst();
            }
        }
        for (int i = 1; i < BURSTS; i++) {
            best = Math.min(best, burst());
        }
        double computing = longer ? best : Math.max(best - launch, best / LEAST_LAUNCHES);
        return OptionalDouble.of(
                2.0 * form.perWord() * form.chains() * form.lanes() * rounds * groups * groupItems / computing / 1e9);
    }

    private int mostRounds() {
        if (form.perWord() > 1) {
            return MOST_ROUNDS_OF_WORDS / Math.max(1, form.perWord() / 4);
        }
        return form.sums() ? MOST_ROUNDS_OF_SUMS : MOST_ROUNDS;
    }

    /** Whether the device goes through so many rounds: llvmpipe ends every loop after 65,535. */
    private boolean computes(int more) {
        seconds(more, 1, 1);
        double least = (1 - CONVERGED) * form.lanes() * form.chains() * more;
        return Arrays.stream(sums()).allMatch(sum -> sum >= least);
    }

    /** Seconds of a launch that computes next to nothing. */
    private double launch() {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < BURSTS; i++) {
            best = Math.min(best, seconds(1, 0.75, 0.25));
        }
        return best;
    }

    /**
     * The sums stay near 1: neither denormal nor infinite, which some units are slower at. A driver that leaves a burst out would
     * raise the ceiling that others are judged by, so its sums are looked at.
     */
    private double burst() {
        host.fill(Double.NaN);
        device.write(host, sums);
        boolean grows = form.sums() || form.perWord() > 1;
        double addend = form.sums() ? 1.0 / rounds : 1;
        double taken = grows ? seconds(rounds, 1, addend) : seconds(rounds, 0.75, 0.25);
        double[] sums = sums();
        for (int item = 0; item < sums.length; item++) {
            double expected = grows ? form.sum(item, rounds, addend) : form.lanes() * form.chains();
            if (!(Math.abs(sums[item] / expected - 1) < CONVERGED)) {
                throw new BackendException(
                        "%s of %s.cl was right when checked and wrong when timed: a sum is %s, not %s"
                                .formatted(KERNEL, form.source(), sums[item], expected));
            }
        }
        return taken;
    }

    private double seconds(int times, double factor, double addend) {
        kernel.set(0, times);
        kernel.set(1, HostMemory.element(precision, factor));
        kernel.set(2, HostMemory.element(precision, addend));
        kernel.set(3, sums);
        return kernel.seconds(groups, groupItems);
    }
}
