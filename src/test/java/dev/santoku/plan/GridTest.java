package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.file.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1, 1", "7, 5, 3, 2, 3, 2", "13, 17, 19, 4, 1, 1", "64, 63, 65, 8, 9, 5", "3, 4, 5, 3, 4, 5"
    })
    void theCuboidsAreEachMultiplicationOnce(int m, int n, int k, int p, int q, int r) {
        Grid grid = new Grid(m, n, k, p, q, r);
        int[] count = new int[m * n * k];
        for (int cuboid = 0; cuboid < grid.cuboids(); cuboid++) {
            Block a = grid.ofA(cuboid);
            Block b = grid.ofB(cuboid);
            assertThat(b.row()).isEqualTo(a.column());
            assertThat(b.rows()).isEqualTo(a.columns());
            assertThat(grid.ofC(cuboid)).isEqualTo(new Block(a.row(), a.rows(), b.column(), b.columns()));
            assertThat((long) a.rows() * a.columns()).isPositive().isLessThanOrEqualTo(grid.elementsOfA());
            assertThat((long) b.rows() * b.columns()).isPositive().isLessThanOrEqualTo(grid.elementsOfB());
            for (int i = 0; i < a.rows(); i++) {
                for (int j = 0; j < b.columns(); j++) {
                    for (int l = 0; l < a.columns(); l++) {
                        count[((a.row() + i) * n + b.column() + j) * k + a.column() + l]++;
                    }
                }
            }
        }
        assertThat(count).containsOnly(1);
    }

    @Test
    void cuboidsOfOneBlockOfCFollowEachOther() {
        Grid grid = new Grid(8, 8, 8, 2, 2, 3);
        int cuboid = grid.cuboid(1, 0, 0);
        assertThat(grid.ofC(cuboid)).isEqualTo(grid.ofC(cuboid + 2)).isNotEqualTo(grid.ofC(cuboid + 3));
        assertThat(grid.ofA(cuboid).column()).isZero();
        assertThat(grid.ofA(cuboid + 2).column()).isEqualTo(5);
    }

    @Test
    void whatIsShuffledIsWhatTheCuboidsNeed() {
        Grid grid = new Grid(60, 40, 30, 3, 4, 2);
        long needed = 0;
        for (int cuboid = 0; cuboid < grid.cuboids(); cuboid++) {
            Block a = grid.ofA(cuboid);
            Block b = grid.ofB(cuboid);
            Block c = grid.ofC(cuboid);
            needed += (long) a.rows() * a.columns();
            needed += (long) b.rows() * b.columns();
            needed += (long) c.rows() * c.columns();
        }
        assertThat(grid.shuffledElements()).isEqualTo((double) needed);
        assertThat(new Grid(60, 40, 30, 2, 1, 1).shuffledElements()).isEqualTo(60.0 * 30 + 2.0 * 30 * 40);
    }

    @Test
    void moreBandsThanLinesAreRefused() {
        assertThatThrownBy(() -> new Grid(2, 9, 9, 3, 1, 1)).hasMessageContaining("2×9×9 cannot be cut into 3×1×1");
    }
}
