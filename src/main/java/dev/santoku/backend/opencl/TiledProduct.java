package dev.santoku.backend.opencl;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.RowProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Window;
import java.util.Optional;

/**
 * A product that is uploaded, computed and downloaded tile by tile, all of it in {@code compute}. Blocks of rows share a panel of
 * B, which stays on the device; lanes take them in turns. Slabs of K are added on the host, in their order.
 */
final class TiledProduct extends RowProduct {
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final Device device;
    private final Lanes lanes;
    private Tiles tiles;
    private Optional<Panel> panel = Optional.empty();
    private Window inPanel;
    private final Object passages = new Object();
    private String ranOn;
    private Optional<Travel> travel = Optional.empty();

    /** What computes tiles. */
    interface Device {
        /** Uploads a part of B. */
        Panel upload(Window b);

        /** Notes that tiles were right for all of a product. */
        void proved(Tiles tiles);

        /**
         * Tiles that take at most half of the memory of those that were refused.
         *
         * @param refusal is thrown again where there are none, or where they would not help
         */
        Tiles smaller(Tiles tiles, BackendException refusal);
    }

    /** @param c m×n, overwritten */
    TiledProduct(Matrix a, Matrix b, Matrix c, Tiles tiles, Device device, Lanes lanes) {
        super(tiles.shape(), c);
        this.a = a;
        this.b = b;
        this.c = c;
        this.tiles = tiles;
        this.device = device;
        this.lanes = lanes;
    }

    /** Uploads B now, if it is one panel. */
    TiledProduct withB() {
        attempt(() -> {
            if (isOnePanel()) {
                panel(Window.of(b));
            }
        });
        return this;
    }

    private boolean isOnePanel() {
        return tiles.panels() * tiles.slabs() == 1;
    }

    /** {@inheritDoc} B itself stays, if it is one panel. */
    @Override
    protected void forgetB() {
        if (isOnePanel()) {
            panel.ifPresent(Panel::forget);
        } else {
            closePanel();
        }
    }

    @Override
    protected void runRows(int fromRow, int rows) {
        Window ofA = new Window(a, fromRow, 0, rows, a.columns());
        Window ofC = new Window(c, fromRow, 0, rows, c.columns());
        travel = Optional.empty();
        attempt(() -> runTiles(ofA, ofC));
        device.proved(tiles);
    }

    private void attempt(Runnable step) {
        while (true) {
            try {
                step.run();
                return;
            } catch (BackendException refusal) {
                closePanel();
                tiles = device.smaller(tiles, refusal);
            }
        }
    }

    private void runTiles(Window ofA, Window ofC) {
        for (int column = 0; column < b.columns(); column += tiles.columns()) {
            int columns = Math.min(tiles.columns(), b.columns() - column);
            for (int depth = 0; depth < b.rows(); depth += tiles.depth()) {
                int slab = Math.min(tiles.depth(), b.rows() - depth);
                runPanel(
                        ofA.part(0, ofA.rows(), depth, slab),
                        new Window(b, depth, column, slab, columns),
                        ofC.part(0, ofC.rows(), column, columns));
            }
        }
    }

    private void runPanel(Window ofA, Window ofB, Window ofC) {
        Panel shared = panel(ofB);
        int blocks = (ofA.rows() + tiles.rows() - 1) / tiles.rows();
        lanes.run(blocks, (lane, block) -> {
            int row = block * tiles.rows();
            int rows = Math.min(tiles.rows(), ofA.rows() - row);
            Window blockOfA = ofA.part(row, rows, 0, ofA.columns());
            Window blockOfC = ofC.part(row, rows, 0, ofC.columns());
            add(shared.multiply(lane, blockOfA, blockOfC, ofB.row() > 0));
        });
    }

    private void add(Panel.Passage passage) {
        synchronized (passages) { // lanes add at once
            ranOn = passage.ranOn();
            travel = Optional.of(travel.map(some -> some.and(passage.travel())).orElseGet(passage::travel));
        }
    }

    /** {@inheritDoc} Of all blocks, though they may travel while others are computed. */
    @Override
    public synchronized Optional<Travel> travel() {
        return travel;
    }

    private Panel panel(Window ofB) {
        if (panel.isEmpty() || !inPanel.equals(ofB)) {
            closePanel();
            panel = Optional.of(device.upload(ofB));
            inPanel = ofB;
        }
        return panel.orElseThrow();
    }

    private void closePanel() {
        panel.ifPresent(Panel::close);
        panel = Optional.empty();
    }

    @Override
    protected String executedOn() {
        return ranOn;
    }

    @Override
    protected void release() {
        closePanel();
    }
}
