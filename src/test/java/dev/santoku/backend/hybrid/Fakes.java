package dev.santoku.backend.hybrid;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.RowProduct;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Processors that fail, or compute wrongly, from a tile on; and right ones that wait for that. */
final class Fakes {
    /** Compute units of each. */
    static final int UNITS = 4;

    private final CountDownLatch faultShown = new CountDownLatch(1);

    /** What a processor does with a tile that it should compute. */
    private interface Deed {
        void on(Matrix a, Matrix b, Matrix c, Tile tile);
    }

    static Device deviceOf(String id, Device.Kind kind) {
        return new Device(
                id,
                kind,
                "the " + id,
                kind == Device.Kind.CPU && id.equals("cpu") ? "java" : "opencl",
                null,
                null,
                UNITS,
                null,
                null,
                Precision.full());
    }

    /** Computes all right. Its first tile waits for the fault of another one, where there is any. */
    Fake right(String id) {
        return new Fake(id, Integer.MAX_VALUE, null);
    }

    /** Right for so many tiles, then it throws. */
    Fake failing(String id, int tiles) {
        return new Fake(id, tiles, (a, b, c, tile) -> {
            throw new BackendException("CL_OUT_OF_RESOURCES");
        });
    }

    /** Right for so many tiles, then it leaves what was there. */
    Fake lazy(String id, int tiles) {
        return new Fake(id, tiles, (a, b, c, tile) -> {});
    }

    /** Right for so many tiles, then the last row of each is of another sign. */
    Fake wrong(String id, int tiles) {
        return new Fake(id, tiles, (a, b, c, tile) -> {
            computeRows(a, b, c, tile.fromRow(), tile.rows());
            int last = tile.fromRow() + tile.rows() - 1;
            for (int j = 0; j < c.columns(); j++) {
                c.set(last, j, -c.at(last, j));
            }
        });
    }

    /** Right always; after so many tiles it does something else first. */
    Fake doing(String id, int tiles, Runnable deed) {
        return new Fake(id, tiles, (a, b, c, tile) -> {
            deed.run();
            computeRows(a, b, c, tile.fromRow(), tile.rows());
        });
    }

    /** Refuses each product. */
    Fake refusing(String id) {
        return new Fake(id, 0, (a, b, c, tile) -> {
            throw new UnsupportedProductException("no room");
        });
    }

    /** A processor. */
    final class Fake extends AbstractMultiplier {
        private final int rightTiles;
        private final Deed fault;
        private final AtomicInteger tiles = new AtomicInteger();
        private boolean closed;

        private Fake(String id, int rightTiles, Deed fault) {
            super(deviceOf(id, id.equals("cpu") ? Device.Kind.CPU : Device.Kind.GPU));
            this.rightTiles = rightTiles;
            this.fault = fault;
        }

        /** Tiles that it was given, in all products. */
        int tiles() {
            return tiles.get();
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
            throw new AssertionError("a hybrid product goes by rows");
        }

        @Override
        protected RowProduct uploadRows(Shape shape, Matrix a, Matrix b, Matrix c) {
            return new RowProduct(shape, c) {
                @Override
                protected void runRows(int fromRow, int rows) {
                    if (tiles.getAndIncrement() < rightTiles) {
                        awaitFault();
                        computeRows(a, b, c, fromRow, rows);
                    } else {
                        try {
                            fault.on(a, b, c, new Tile(fromRow, rows));
                        } finally {
                            faultShown.countDown();
                        }
                    }
                }

                @Override
                protected String executedOn() {
                    return device().name();
                }

                @Override
                protected void release() {}
            };
        }

        private void awaitFault() {
            if (fault != null) {
                return;
            }
            try {
                faultShown.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void release() {
            closed = true;
        }
    }

    private static void computeRows(Matrix a, Matrix b, Matrix c, int fromRow, int rows) {
        for (int i = fromRow; i < fromRow + rows; i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int p = 0; p < a.columns(); p++) {
                    sum += a.at(i, p) * b.at(p, j);
                }
                c.set(i, j, sum);
            }
        }
    }

    static List<String> ids(List<Device> devices) {
        return devices.stream().map(Device::id).toList();
    }
}
