package dev.santoku.faults;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BatchProduct;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Sharing;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A back end whose variants are faults, each done at every product of more than one row, or at those that the environment
 * says ({@link Moments}).
 */
public final class FaultyBackend implements Backend {
    /** What it tells of a device that it lost. */
    public static final String LOSS = "cl7 is lost, after 3 tiles of this product: CL_OUT_OF_RESOURCES";

    private static final Sharing SHARING = new Sharing(
            5,
            0.5,
            List.of(new Sharing.Part("cpu", 1, 2, 0.5, null, 0), new Sharing.Part("cl7", 0, 0, 0, null, 0)),
            Sharing.Run.of(0.5, List.of(new Sharing.Tile("cpu", 0, 1, 0, 0, 0.25, 0.25, 0.5))));

    @Override
    public String id() {
        return "faulty";
    }

    @Override
    public List<Variant> variants() {
        return Arrays.stream(Fault.values())
                .map(fault -> new Variant(fault.id(), "a test: " + fault.id()))
                .toList();
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of(Device.cpu()));
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        return new FaultyMultiplier(device, Fault.of(variant));
    }

    private static final class FaultyMultiplier extends AbstractMultiplier {
        private final Fault fault;
        private final Moments moments = Moments.ofEnvironment();
        private Matrix previous;

        FaultyMultiplier(Device device, Fault fault) {
            super(device);
            this.fault = fault;
        }

        @Override
        protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
            return BatchProduct.oneByOne(shape, a, b, (one, x, y) -> new FaultyProduct(this, one, x, y));
        }

        @Override
        public List<String> losses() {
            return fault == Fault.LOSES_A_DEVICE ? List.of(LOSS) : super.losses();
        }

        @Override
        public List<String> remarks() {
            return losses();
        }

        @Override
        public Optional<Sharing> sharing() {
            return fault == Fault.LOSES_A_DEVICE ? Optional.of(SHARING) : super.sharing();
        }

        @Override
        protected void release() {}
    }

    private static final class FaultyProduct extends PlainProduct {
        private final FaultyMultiplier multiplier;
        private final Fault fault;
        private boolean poisoned;

        FaultyProduct(FaultyMultiplier multiplier, Shape shape, Matrix a, Matrix b) {
            super(shape, a, b, multiplier.device());
            this.multiplier = multiplier;
            this.fault = multiplier.fault;
        }

        @Override
        protected void run() {
            if (shape().m() == 1 || !multiplier.moments.isNow()) {
                super.run();
            } else {
                run(fault.rows(shape().m()));
                fault.happen(c, poisoned);
                if (fault == Fault.STALE) {
                    handBackThePrevious();
                }
            }
            multiplier.previous = fault == Fault.STALE ? copy(c) : null;
        }

        private void handBackThePrevious() {
            Matrix previous = multiplier.previous;
            if (previous != null
                    && previous.precision() == c.precision()
                    && previous.rows() == c.rows()
                    && previous.columns() == c.columns()) {
                copy(previous, c);
            }
        }

        private static Matrix copy(Matrix matrix) {
            Matrix copy = Matrix.zeros(matrix.precision(), matrix.rows(), matrix.columns());
            copy(matrix, copy);
            return copy;
        }

        private static void copy(Matrix from, Matrix to) {
            for (int row = 0; row < to.rows(); row++) {
                for (int column = 0; column < to.columns(); column++) {
                    to.set(row, column, from.at(row, column));
                }
            }
        }

        @Override
        protected void fillWithNaN() {
            poisoned = true;
            super.fillWithNaN();
        }

        @Override
        protected String executedOn() {
            return fault == Fault.ELSEWHERE ? "Java thread pool" : super.executedOn();
        }
    }
}
