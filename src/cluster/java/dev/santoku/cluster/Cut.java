package dev.santoku.cluster;

import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Piece;
import dev.santoku.plan.Grid;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a block of A or B, and which cuboids need them.
 *
 * @param ofB whether they are of B, instead of A
 * @param rows which
 * @param row of the block, where they begin
 */
record Cut(boolean ofB, Block rows, int row, List<Integer> cuboids) implements Serializable {
    Cut {
        cuboids = new ArrayList<>(cuboids); // not every immutable list can be sent
    }

    /** All of both factors. */
    static List<Cut> of(Grid grid, int elementBytes) {
        List<Cut> cuts = new ArrayList<>();
        for (int depth = 0; depth < grid.r(); depth++) {
            for (int row = 0; row < grid.p(); row++) {
                List<Integer> cuboids = new ArrayList<>();
                for (int column = 0; column < grid.q(); column++) {
                    cuboids.add(grid.cuboid(row, column, depth));
                }
                add(cuts, false, grid.ofA(cuboids.get(0)), elementBytes, cuboids);
            }
            for (int column = 0; column < grid.q(); column++) {
                List<Integer> cuboids = new ArrayList<>();
                for (int row = 0; row < grid.p(); row++) {
                    cuboids.add(grid.cuboid(row, column, depth));
                }
                add(cuts, true, grid.ofB(cuboids.get(0)), elementBytes, cuboids);
            }
        }
        return cuts;
    }

    private static void add(List<Cut> cuts, boolean ofB, Block block, int elementBytes, List<Integer> cuboids) {
        for (Block rows : Piece.cut(block, elementBytes)) {
            cuts.add(new Cut(ofB, rows, rows.row() - block.row(), cuboids));
        }
    }
}
