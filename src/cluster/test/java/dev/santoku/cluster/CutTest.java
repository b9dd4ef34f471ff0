package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.file.Block;
import dev.santoku.plan.Grid;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutTest {
    /** Rows of 4 MB or so: each is a piece of its own, or a few are. */
    private static final int WIDE = 700_000;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, 1, 4",
        "7, 5, 3, 3, 2, 1, 8",
        "7, 5, 11, 7, 5, 11, 4",
        "13, 2, 700000, 2, 1, 3, 8",
        "5, 700000, 3, 1, 1, 2, 8",
    })
    void everyCuboidGetsAllItsRowsOnce(int m, int n, int k, int p, int q, int r, int elementBytes) {
        Grid grid = new Grid(m, n, k, p, q, r);
        List<Cut> cuts = Cut.of(grid, elementBytes);
        for (int cuboid = 0; cuboid < grid.cuboids(); cuboid++) {
            assertCovered(grid.ofA(cuboid), cuts, cuboid, false);
            assertCovered(grid.ofB(cuboid), cuts, cuboid, true);
        }
        assertThat(cuts)
                .allSatisfy(cut ->
                        assertThat(cut.cuboids()).hasSize(cut.ofB() ? p : q).doesNotHaveDuplicates())
                .allSatisfy(cut -> assertThat(cut.rows().rows() == 1
                                || (long) cut.rows().rows() * cut.rows().columns() * elementBytes <= 1 << 22)
                        .as("a message of 4 MB, or one row")
                        .isTrue());
        if (Math.max(n, k) == WIDE) {
            assertThat(cuts).hasSizeGreaterThan((p + q) * r);
        }
    }

    private static void assertCovered(Block block, List<Cut> cuts, int cuboid, boolean ofB) {
        int next = 0;
        for (Cut cut : cuts) {
            if (cut.ofB() == ofB && cut.cuboids().contains(cuboid)) {
                assertThat(cut.row()).isEqualTo(next);
                assertThat(cut.rows().row()).isEqualTo(block.row() + next);
                assertThat(cut.rows().column()).isEqualTo(block.column());
                assertThat(cut.rows().columns()).isEqualTo(block.columns());
                next += cut.rows().rows();
            }
        }
        assertThat(next).isEqualTo(block.rows());
    }
}
