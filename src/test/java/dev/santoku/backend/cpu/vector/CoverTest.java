package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CoverTest {
    @ParameterizedTest
    @CsvSource({"128, 16", "128, 32", "256, 16", "256, 32", "512, 32"})
    void everyElementLiesInOneTileThatHasRegisters(int bits, int registers) {
        for (ElementType element : ElementType.values()) {
            Tiles tiles = Tiles.of(element, bits);
            for (int m = 1; m <= 40; m++) {
                for (int n = tiles.lanes(); n <= 300; n += 1 + n / 50) {
                    Cover cover = Cover.of(m, n, 70, tiles, registers, 50);
                    assertThat(cover.panels()).isNotEmpty();
                    assertThat(cover.panels().stream()
                                    .mapToInt(Cover.Panel::columns)
                                    .sum())
                            .as("%d columns", n)
                            .isEqualTo(n);
                    for (Cover.Panel panel : cover.panels()) {
                        check(panel, m, tiles, registers);
                    }
                }
            }
        }
    }

    private static void check(Cover.Panel panel, int m, Tiles tiles, int registers) {
        assertThat(panel.rows() * panel.strips() + panel.rest()).as("%s", panel).isEqualTo(m);
        assertThat(panel.rest()).as("%s", panel).isLessThan(panel.rows());
        assertThat(panel.columns()).as("%s", panel).isGreaterThanOrEqualTo(tiles.lanes());
        int vectors = (panel.columns() - 1) / tiles.lanes() + 1;
        assertThat(panel.rows() * vectors + vectors + 1).as("%s", panel).isLessThanOrEqualTo(registers);
    }

    /** Twelve tiles of five rows and one of four would take another call for each panel; in f64 panels could be of two widths. */
    @ParameterizedTest
    @EnumSource(ElementType.class)
    void noRowsAreLeftOverWhereFourDivideThemAndFiveDoNot(ElementType element) {
        Cover cover = Cover.of(64, 64, 64, Tiles.of(element, 512), 32, 50);
        int columns = 4 * element.lanes(512);
        assertThat(cover.panels()).hasSize(64 / columns).containsOnly(new Cover.Panel(columns, 4, 16, 0));
    }

    @ParameterizedTest
    @CsvSource({"16, 1", "64, 1", "100, 2", "128, 2"})
    void tilesAreOfFewKinds(int size, int kindsOfPanels) {
        Cover cover = Cover.of(size, size, size, Tiles.of(ElementType.FLOAT, 512), 32, 50);
        assertThat(cover.panels().stream().distinct()).hasSizeLessThanOrEqualTo(kindsOfPanels);
        assertThat(cover.panels()).as("not one row after the other").allMatch(panel -> panel.rows() > 2);
    }
}
