package dev.santoku.backend.aparapi;

// The build writes the twin for float, see pom.xml.
/**
 * A kernel for GPUs: a work-group of {@value #SIDE}×{@value #SIDE} work-items computes {@value #TILE}×{@value #TILE}
 * elements of C, each work-item 8×8 of them in registers.
 *
 * <pre>
 *   for each DEPTH of k:   A tile (TILE×DEPTH) and B tile (DEPTH×TILE) → local memory, barrier,
 *                          DEPTH times 8×8 multiply-adds out of 8 + 8 reads of local memory, barrier
 *   work-item (x, y) owns rows y, y + 8, y + 16 … and columns x, x + 8, x + 16 … of the tile
 * </pre>
 *
 * <p>Neighbouring work-items read neighbouring addresses of A, B and C, and of local memory: the A tile, which is stored
 * by columns, has two elements of padding in each so that its writers meet different banks. Beyond the edges of A and B
 * zeros are loaded, on both sides for the same p, so that in what is stored they meet only each other.
 *
 * <p>The sums are 64 plain variables: Aparapi puts a private array into a structure, which compilers for GPUs leave in
 * memory. Local memory serves a quarter as many words as a GPU multiplies; 64 products from 16 words are just enough.
 *
 * <p>The layout is that of the classical tiled product (V. Volkov, J. Demmel, Benchmarking GPUs to tune dense linear
 * algebra, SC 2008) with both factors in local memory.
 */
final class TileDoubleKernel extends DoubleKernel {
    /** Work-items along each side of a work-group. */
    static final int SIDE = 8;

    private static final int ITEM = 8;
    private static final int TILE = SIDE * ITEM;
    private static final int DEPTH = 64 / Double.BYTES;
    private static final int STRIDE = TILE + 2;

    /** Bytes of local memory that a work-group takes. */
    static final int LOCAL_BYTES = DEPTH * (STRIDE + TILE) * Double.BYTES;

    @Local
    private final double[] aTile = new double[DEPTH * STRIDE];

    @Local
    private final double[] bTile = new double[DEPTH * TILE];

    TileDoubleKernel() {
        super(ITEM, ITEM, SIDE, SIDE);
    }

    @Override
    public void run() {
        leaveTrace();
        int x = getLocalId(0);
        int y = getLocalId(1);
        int firstRow = getGroupId(1) * TILE;
        int firstColumn = getGroupId(0) * TILE;
        double s00 = 0, s01 = 0, s02 = 0, s03 = 0, s04 = 0, s05 = 0, s06 = 0, s07 = 0;
        double s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0, s16 = 0, s17 = 0;
        double s20 = 0, s21 = 0, s22 = 0, s23 = 0, s24 = 0, s25 = 0, s26 = 0, s27 = 0;
        double s30 = 0, s31 = 0, s32 = 0, s33 = 0, s34 = 0, s35 = 0, s36 = 0, s37 = 0;
        double s40 = 0, s41 = 0, s42 = 0, s43 = 0, s44 = 0, s45 = 0, s46 = 0, s47 = 0;
        double s50 = 0, s51 = 0, s52 = 0, s53 = 0, s54 = 0, s55 = 0, s56 = 0, s57 = 0;
        double s60 = 0, s61 = 0, s62 = 0, s63 = 0, s64 = 0, s65 = 0, s66 = 0, s67 = 0;
        double s70 = 0, s71 = 0, s72 = 0, s73 = 0, s74 = 0, s75 = 0, s76 = 0, s77 = 0;
        for (int start = 0; start < k; start += DEPTH) {
            load(y * SIDE + x, firstRow, firstColumn, start);
            localBarrier();
            for (int p = 0; p < DEPTH; p++) {
                double b0 = bTile[p * TILE + x];
                double b1 = bTile[p * TILE + x + SIDE];
                double b2 = bTile[p * TILE + x + 2 * SIDE];
                double b3 = bTile[p * TILE + x + 3 * SIDE];
                double b4 = bTile[p * TILE + x + 4 * SIDE];
                double b5 = bTile[p * TILE + x + 5 * SIDE];
                double b6 = bTile[p * TILE + x + 6 * SIDE];
                double b7 = bTile[p * TILE + x + 7 * SIDE];
                double element = aTile[p * STRIDE + y];
                s00 += element * b0;
                s01 += element * b1;
                s02 += element * b2;
                s03 += element * b3;
                s04 += element * b4;
                s05 += element * b5;
                s06 += element * b6;
                s07 += element * b7;
                element = aTile[p * STRIDE + y + SIDE];
                s10 += element * b0;
                s11 += element * b1;
                s12 += element * b2;
                s13 += element * b3;
                s14 += element * b4;
                s15 += element * b5;
                s16 += element * b6;
                s17 += element * b7;
                element = aTile[p * STRIDE + y + 2 * SIDE];
                s20 += element * b0;
                s21 += element * b1;
                s22 += element * b2;
                s23 += element * b3;
                s24 += element * b4;
                s25 += element * b5;
                s26 += element * b6;
                s27 += element * b7;
                element = aTile[p * STRIDE + y + 3 * SIDE];
                s30 += element * b0;
                s31 += element * b1;
                s32 += element * b2;
                s33 += element * b3;
                s34 += element * b4;
                s35 += element * b5;
                s36 += element * b6;
                s37 += element * b7;
                element = aTile[p * STRIDE + y + 4 * SIDE];
                s40 += element * b0;
                s41 += element * b1;
                s42 += element * b2;
                s43 += element * b3;
                s44 += element * b4;
                s45 += element * b5;
                s46 += element * b6;
                s47 += element * b7;
                element = aTile[p * STRIDE + y + 5 * SIDE];
                s50 += element * b0;
                s51 += element * b1;
                s52 += element * b2;
                s53 += element * b3;
                s54 += element * b4;
                s55 += element * b5;
                s56 += element * b6;
                s57 += element * b7;
                element = aTile[p * STRIDE + y + 6 * SIDE];
                s60 += element * b0;
                s61 += element * b1;
                s62 += element * b2;
                s63 += element * b3;
                s64 += element * b4;
                s65 += element * b5;
                s66 += element * b6;
                s67 += element * b7;
                element = aTile[p * STRIDE + y + 7 * SIDE];
                s70 += element * b0;
                s71 += element * b1;
                s72 += element * b2;
                s73 += element * b3;
                s74 += element * b4;
                s75 += element * b5;
                s76 += element * b6;
                s77 += element * b7;
            }
            localBarrier();
        }
        int row = firstRow + y;
        int column = firstColumn + x;
        store(row, column, s00, s01, s02, s03, s04, s05, s06, s07);
        store(row + SIDE, column, s10, s11, s12, s13, s14, s15, s16, s17);
        store(row + 2 * SIDE, column, s20, s21, s22, s23, s24, s25, s26, s27);
        store(row + 3 * SIDE, column, s30, s31, s32, s33, s34, s35, s36, s37);
        store(row + 4 * SIDE, column, s40, s41, s42, s43, s44, s45, s46, s47);
        store(row + 5 * SIDE, column, s50, s51, s52, s53, s54, s55, s56, s57);
        store(row + 6 * SIDE, column, s60, s61, s62, s63, s64, s65, s66, s67);
        store(row + 7 * SIDE, column, s70, s71, s72, s73, s74, s75, s76, s77);
    }

    /** Copies the tiles of A and B at depth {@code start} into local memory, an item's share of them. */
    private void load(int item, int firstRow, int firstColumn, int start) {
        int product = getGlobalId(2);
        int depth = item % DEPTH;
        int row = item / DEPTH;
        for (int i = 0; i < DEPTH; i++) {
            double element = 0;
            if (firstRow + row < m && start + depth < k) {
                element = a[(product * m + firstRow + row) * k + start + depth];
            }
            aTile[depth * STRIDE + row] = element;
            row += TILE / DEPTH;
        }
        for (int p = 0; p < DEPTH; p++) {
            double element = 0;
            if (start + p < k && firstColumn + item < n) {
                element = b[(product * k + start + p) * n + firstColumn + item];
            }
            bTile[p * TILE + item] = element;
        }
    }

    /** Writes eight elements of a row of C, {@value #SIDE} apart, as far as C reaches. */
    private void store(
            int row,
            int column,
            double s0,
            double s1,
            double s2,
            double s3,
            double s4,
            double s5,
            double s6,
            double s7) {
        int at = (getGlobalId(2) * m + row) * n + column;
        if (row < m) {
            if (column < n) {
                c[at] = s0;
            }
            if (column + SIDE < n) {
                c[at + SIDE] = s1;
            }
            if (column + 2 * SIDE < n) {
                c[at + 2 * SIDE] = s2;
            }
            if (column + 3 * SIDE < n) {
                c[at + 3 * SIDE] = s3;
            }
            if (column + 4 * SIDE < n) {
                c[at + 4 * SIDE] = s4;
            }
            if (column + 5 * SIDE < n) {
                c[at + 5 * SIDE] = s5;
            }
            if (column + 6 * SIDE < n) {
                c[at + 6 * SIDE] = s6;
            }
            if (column + 7 * SIDE < n) {
                c[at + 7 * SIDE] = s7;
            }
        }
    }
}
