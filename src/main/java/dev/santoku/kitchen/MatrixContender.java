package dev.santoku.kitchen;

import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Sharing;
import dev.santoku.matrix.Difference;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A back end on a device, and what was measured of it. After a failure it is not asked again. */
final class MatrixContender implements AutoCloseable {
    private static final long WARM_UP_NANOS = 400_000_000;
    private static final long QUICK_WARM_UP_NANOS = 250_000_000;
    private static final int LEAST_WARM_UPS = 2;

    private final String id;
    private final Device device;
    private final int threads;
    private final Multiplier multiplier;
    private final List<Sample> samples = new ArrayList<>();
    private final TreeMap<Integer, Sample> medians = new TreeMap<>();
    private final List<Matrix> right = new ArrayList<>();
    private int turn;
    private String failure;
    private boolean wrong;

    private MatrixContender(String id, Device device, int threads, Multiplier multiplier) {
        this.id = id;
        this.device = device;
        this.threads = threads;
        this.multiplier = multiplier;
    }

    /**
     * Opens a back end in its fastest variant.
     *
     * @throws BackendException when the device refuses
     */
    static MatrixContender open(Backend backend, Device device, OpenOptions options) {
        String id = hasDriver(device) ? backend.id() + "@" + device.id() : backend.id();
        Multiplier multiplier = backend.open(device, backend.defaultVariant(device), options);
        return new MatrixContender(id, device, options.threads(), multiplier);
    }

    private static boolean hasDriver(Device device) {
        return !device.route().equals("java");
    }

    /**
     * Computes until everything is compiled, and checks the products.
     *
     * @param inputs integers, and the same {@link Inputs#turned()}: they take turns, so that a stale product shows
     */
    void warmUp(List<Inputs> inputs, boolean quick) {
        right.clear();
        turn = 0;
        long end = System.nanoTime() + (quick ? QUICK_WARM_UP_NANOS : WARM_UP_NANOS);
        for (int i = 0; failure == null && (i < LEAST_WARM_UPS || System.nanoTime() < end); i++) {
            multiply(inputs);
            multiplier.awaitCompiler();
        }
        samples.clear();
    }

    /** Computes twice, and keeps the second time: the first rouses threads that slept while others had their turn. */
    void sample(List<Inputs> inputs) {
        for (int i = 0; failure == null && i < 2; i++) {
            multiply(inputs);
            if (failure == null && i == 0) {
                samples.remove(samples.size() - 1);
            }
        }
    }

    /** No more samples of this size. */
    void settle(int size) {
        if (failure == null) {
            medians.put(size, Rounds.median(samples, Sample::endToEnd));
        }
        samples.clear();
    }

    private void multiply(List<Inputs> inputs) {
        Inputs factors = inputs.get(turn);
        long begin = System.nanoTime();
        try (Product product = multiplier.prepare(factors.a(), factors.b())) {
            long uploaded = System.nanoTime();
            product.compute();
            long computed = System.nanoTime();
            Matrix c = product.result();
            samples.add(new Sample(uploaded - begin, computed - begin, System.nanoTime() - begin));
            verify(product, factors, c);
        } catch (BackendException e) {
            failure = e.getMessage();
        }
        turn = 1 - turn;
    }

    /** Outside the clock: the first product of each pair must be exact, each later one the same to the bit. */
    private void verify(Product product, Inputs factors, Matrix c) {
        if (right.size() < 2) {
            failure = ProductCheck.exact(factors, c, System.nanoTime()).orElse(null);
            right.add(c);
        } else {
            failure = Difference.between(c, right.get(turn), right.get(1 - turn))
                    .map(difference -> "right when checked, wrong when timed: " + difference.inWords())
                    .orElse(null);
            product.poison();
        }
        wrong = failure != null;
    }

    /** The time of a size that was measured; infinite for another. */
    double seconds(int size) {
        return Optional.ofNullable(medians.get(size))
                .map(sample -> sample.endToEnd / 1e9)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** What failed, or null. */
    String failure() {
        return failure == null ? null : "%s: %s".formatted(id, failure);
    }

    /** Whether what failed was the product itself. */
    boolean wrong() {
        return wrong;
    }

    /** Its figures are those of the largest size. */
    Row row() {
        if (failure != null) {
            return Row.skipped(id, failure);
        }
        Map.Entry<Integer, Sample> largest = medians.lastEntry();
        List<Point> points = medians.entrySet().stream()
                .map(entry -> new Point(entry.getKey(), entry.getValue().endToEnd / 1e9))
                .toList();
        Row row = new Row(
                        id,
                        null,
                        Map.of(),
                        hasDriver(device) ? device.name() : null,
                        points,
                        multiplier
                                .sharing()
                                .map(MatrixContender::timeline)
                                .orElseGet(() -> List.of(largest.getValue().row(hasDriver(device) ? device.id() : id))))
                .with(Figure.SECONDS, largest.getValue().endToEnd / 1e9)
                .with(Figure.SIZE, largest.getKey());
        return hasDriver(device) ? row : row.with(Figure.CORES, threads);
    }

    /** Of several processors: the tiles of one product of the largest size, which took the median time. */
    private static List<TimelineRow> timeline(Sharing sharing) {
        return sharing.parts().stream()
                .map(part -> {
                    List<TimelineSlice> slices = new ArrayList<>();
                    sharing.typical().tiles().stream()
                            .filter(tile -> tile.device().equals(part.device()))
                            .forEach(tile -> {
                                add(slices, "upload", tile.upload());
                                add(slices, "compute", tile.computing());
                                add(slices, "download", tile.download());
                            });
                    return new TimelineRow(part.device(), slices);
                })
                .toList();
    }

    private static void add(List<TimelineSlice> slices, String phase, Sharing.Span span) {
        Sample.add(slices, phase, Math.round(span.from() * 1e9), Math.round(span.to() * 1e9));
    }

    @Override
    public void close() {
        multiplier.close();
    }

    /** One product: when its phases ended, in nanoseconds since it began. */
    private record Sample(long uploaded, long computed, long endToEnd) {
        TimelineRow row(String worker) {
            List<TimelineSlice> slices = new ArrayList<>();
            add(slices, "upload", 0, uploaded);
            add(slices, "compute", uploaded, computed);
            add(slices, "download", computed, endToEnd);
            return new TimelineRow(worker, slices);
        }

        private static void add(List<TimelineSlice> slices, String phase, long from, long to) {
            if (to > from) {
                slices.add(new TimelineSlice(phase, from, to));
            }
        }
    }
}
