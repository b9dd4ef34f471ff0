package dev.santoku.report;

import dev.santoku.backend.Sharing;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.RunResult;
import java.util.List;

/** Products that processors share, put together in code. */
public final class Sharings {
    public static final Shape SHAPE = Shape.square(1024);
    public static final String HYBRID = "hybrid:tiles@cpu+cl0+cl1";

    private Sharings() {}

    /**
     * The CPU and a GPU; {@code cl1} got nothing. Of 6 ms of transfers, the CPU computed for 4.5 ms: it begins 0.5 ms after the
     * GPU's upload does, and ends 1 ms before the download ends.
     */
    public static Sharing cpuAndGpu() {
        return new Sharing(
                20,
                0.020,
                List.of(
                        new Sharing.Part("cpu", 0.25, 1.5, 0.018, null, 0.001),
                        new Sharing.Part("cl0", 0.75, 2, 0.013, 0.006, 0),
                        new Sharing.Part("cl1", 0, 0, 0, 0.0, 0)),
                Sharing.Run.of(
                        0.020,
                        List.of(
                                new Sharing.Tile("cl0", 0, 704, 0, 0.004, 0.014, 0.015, 0.0155),
                                new Sharing.Tile("cpu", 704, 256, 0.0005, 0.0005, 0.019, 0.019, 0.0195),
                                new Sharing.Tile("cl0", 960, 64, 0.0155, 0.0155, 0.019, 0.020, 0.020))));
    }

    /** A run with a cell of these. */
    public static RunResult run() {
        return new Results()
                .measured(Results.POOL, Precision.F32, SHAPE, 0.080)
                .remarks("cl1 gets nothing: the others are done before its smallest tile would be")
                .sharing(cpuAndGpu())
                .measured(HYBRID, Precision.F32, SHAPE, 0.020)
                .build();
    }
}
