package dev.santoku.worker;

import dev.santoku.backend.Audit;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.host.energy.BurstMeter;
import dev.santoku.host.energy.EnergyCounter;
import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellResult;
import dev.santoku.result.EnergyBurst;
import dev.santoku.result.EnergySource;
import dev.santoku.result.Json;
import dev.santoku.result.SampleTimes;
import dev.santoku.result.Verified;
import dev.santoku.statistics.Medians;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One cell in a worker: first the checks, then warm-up and samples on the same multiplier. Each product is verified, outside
 * the clock.
 */
final class CellSession {
    /** A sample lasts at least this long, so that the clock's own 20–30 ns do not count. */
    private static final double LEAST_SAMPLE_SECONDS = 1e-3;

    private static final int MOST_REPEATS = 10_000;
    private static final double STABLE = 0.05;

    /** After so many verified at once, one more that is not counted costs little. */
    private static final int MANY = 8;

    private static final double NANO = 1e-9;

    private final Multiplier multiplier;
    private final Precision precision;
    private final Shape shape;
    private final long seed;
    private final QuiescenceWait rest = new QuiescenceWait();
    private Inputs uniform;
    private Optional<Verification> verification = Optional.empty();
    private int sample;
    private int repeats = 1;
    private double secondsPerProduct;

    CellSession(Multiplier multiplier, Precision precision, Shape shape, long seed) {
        this.multiplier = multiplier;
        this.precision = precision;
        this.shape = shape;
        this.seed = seed;
    }

    /** Draws inputs without checking: what is timed then is a first rate, and no figure. */
    void load() {
        uniform = Inputs.uniform(shape, precision, seed);
    }

    /**
     * Exact on small integers, which every order of summing shares; exact on integers of full width, which no rounding
     * of inputs survives; within the error bound on random inputs. All into poisoned buffers.
     */
    Answer.Checked check() {
        Inputs integers = Inputs.integers(shape, precision, seed);
        multiplier.arithmetic(
                precision); // outside the clock: instructions for the format may first have to prove right
        String digest;
        double firstProduct;
        long start = System.nanoTime();
        try (Product product = prepare(integers)) {
            long prepared = System.nanoTime();
            product.poison();
            long poisoned = System.nanoTime();
            product.compute();
            firstProduct = (System.nanoTime() - poisoned + prepared - start) * NANO;
            proveExecution(product);
            digest = Digest.of(ProductChecks.exact(integers, product.result()));
        }
        for (Inputs wide : Inputs.fullWidth(shape, precision, seed)) {
            try (Product product = prepare(wide)) {
                ProductChecks.exact(wide, poisonAndCompute(product));
            }
        }
        load();
        Verification begun = new Verification(multiplier, uniform, seed);
        verification = Optional.of(begun);
        ProductCheck.Bounded bounded = begun.firstCheck();
        CellResult.Check check = new CellResult.Check(
                true, digest, Json.finite(bounded.error()), Json.finite(bounded.bound()), bounded.method());
        Precision arithmetic = multiplier.arithmetic(precision);
        return new Answer.Checked(
                check, begun.ranOn(), firstProduct, arithmetic, multiplier.mayExceedCeiling(arithmetic));
    }

    private Product prepare(Inputs inputs) {
        return multiplier.prepare(inputs.a(), inputs.b(), inputs.batch());
    }

    private Matrix poisonAndCompute(Product product) {
        product.poison();
        product.compute();
        proveExecution(product);
        return product.result();
    }

    private void proveExecution(Product product) {
        ProductChecks.ranOn(multiplier, product);
    }

    /**
     * Multiplies until the times no longer change: the medians of two windows in a row within 5 %.
     *
     * @return seconds of one product, end to end
     */
    double warm(double least, double most) {
        double seconds = warmUp(least, most);
        rest.await();
        return seconds;
    }

    private double warmUp(double least, double most) {
        System.gc();
        if (most > 0) {
            time(1);
            multiplier.awaitCompiler();
        }
        double before = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        while (true) {
            double now = window(least / 4);
            double elapsed = (System.nanoTime() - start) * NANO;
            boolean stable = Math.abs(now / before - 1) <= STABLE;
            if (elapsed >= most || (elapsed >= least && stable)) {
                takes(now);
                return now;
            }
            before = now;
        }
    }

    private void takes(double seconds) {
        secondsPerProduct = seconds;
        repeats = (int) Math.max(1, Math.min(MOST_REPEATS, Math.ceil(LEAST_SAMPLE_SECONDS / seconds)));
    }

    private double window(double seconds) {
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        do {
            times.add(time(1).endToEnd());
            verifyWhenFull();
        } while ((System.nanoTime() - start) * NANO < seconds);
        verify();
        return Medians.of(times.stream().mapToDouble(Double::doubleValue));
    }

    /**
     * One turn. Garbage of earlier turns is collected first, so that its collection falls into no sample; then, where
     * products are quick beside the turn, one is not counted, since caches and clocks went cold while others had theirs; nor
     * is one after many were verified.
     * The turn ends when the process is at rest. Of a product that is faster than when it was warm, the next turn's samples
     * hold more.
     */
    List<SampleTimes> sample(double seconds) {
        System.gc();
        if (secondsPerProduct < seconds) {
            time(1);
        }
        List<SampleTimes> samples = new ArrayList<>();
        long start = System.nanoTime();
        do {
            sample++;
            samples.add(time(repeats));
            if (verifyWhenFull() >= MANY) {
                time(1);
            }
        } while ((System.nanoTime() - start) * NANO < seconds);
        verify();
        takes(Math.min(secondsPerProduct, Medians.of(samples.stream().mapToDouble(SampleTimes::endToEnd))));
        rest.await();
        return samples;
    }

    /**
     * Products on end beside a counter of energy; empty where it does not count. What verifying them takes is left out, at the
     * power of the whole.
     */
    Optional<EnergyBurst> energy(EnergyCounter counter, EnergySource source) {
        System.gc();
        double verifiedBefore = verified().seconds();
        long start = System.nanoTime();
        Optional<EnergyBurst> burst = new BurstMeter(counter, source, System::nanoTime)
                .measure(
                        () -> {
                            sample++;
                            time(repeats);
                            verifyWhenFull();
                            return repeats;
                        },
                        secondsPerProduct);
        double verifying = (verified().seconds() - verifiedBefore) / ((System.nanoTime() - start) * NANO);
        verify();
        rest.await();
        return burst.map(whole -> whole.share(1 - verifying));
    }

    private int verifyWhenFull() {
        return verification
                .filter(Verification::isFull)
                .map(Verification::verify)
                .orElse(0);
    }

    private void verify() {
        verification.ifPresent(Verification::verify);
    }

    private SampleTimes time(int products) {
        long upload = 0;
        long compute = 0;
        long download = 0;
        long endToEnd = 0;
        for (int i = 0; i < products; i++) {
            long start = System.nanoTime();
            try (Product product = prepare(uniform)) {
                long uploaded = System.nanoTime();
                product.compute();
                long computed = System.nanoTime();
                Matrix c = product.result();
                long downloaded = System.nanoTime();
                proveExecution(product);
                verification.ifPresent(each -> each.keep(c, sample));
                upload += uploaded - start;
                compute += computed - uploaded;
                download += downloaded - computed;
                endToEnd += downloaded - start;
            }
        }
        double scale = NANO / products;
        return new SampleTimes(upload * scale, compute * scale, download * scale, endToEnd * scale);
    }

    /** The same product by two clocks, beside the samples. */
    Optional<Audit> audit() {
        Optional<Audit> audit = multiplier.audit(
                uniform.a(), uniform.b(), uniform.batch(), c -> verification.ifPresent(each -> each.keep(c, sample)));
        verify();
        return audit;
    }

    /**
     * Prepares to compute the cell's products again and again, each verified, after {@link #check()}. Nothing else may be
     * asked of the cell before that is closed.
     *
     * @param multipliers one for each product in flight; they stay open
     */
    SoakSession soak(List<Multiplier> multipliers, boolean keepGoing) {
        Verification checked = verification.orElseThrow();
        multiplier.awaitCompiler();
        return SoakSession.prepare(multipliers, checked.inputsOfBothTurns(), checked.checkedOfBothTurns(), keepGoing);
    }

    /** What was verified until now: nothing where only inputs were loaded. */
    Verified verified() {
        return verification.map(Verification::soFar).orElse(Verified.NOTHING);
    }
}
