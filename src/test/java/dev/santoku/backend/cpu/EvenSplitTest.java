package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenSplitTest {
    private final EvenSplit pieces = new EvenSplit();

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 1, 3", "86, 2, 8", "10, 2, 2", "5, 3, 4", "3, 16, 2", "1000, 7, 1"})
    void coverAllOnceInOrder(int length, int members, int size) {
        pieces.reset(length, members, size);
        List<Integer> all = new ArrayList<>();
        for (int piece = 0; piece < pieces.count(); piece++) {
            assertThat(pieces.to(piece) - pieces.from(piece)).isBetween(0, size);
            IntStream.range(pieces.from(piece), pieces.to(piece)).forEach(all::add);
        }
        assertThat(all).isEqualTo(IntStream.range(0, length).boxed().toList());
        assertThat(pieces.count() % members).isZero();
    }

    /** Three panels and two, not four and one. */
    @Test
    void areAsLargeAsEachOther() {
        pieces.reset(10, 2, 4);
        assertThat(pieces.count()).isEqualTo(4);
        assertThat(pieces.to(0)).isEqualTo(3);
        assertThat(pieces.to(2)).isEqualTo(8);
    }

    /** 43 strips each, and not 40 and 46, as eleven pieces of eight would be shared. */
    @Test
    void areCutWithinEachMembersPart() {
        pieces.reset(86, 2, 8);
        assertThat(pieces.count()).isEqualTo(12);
        assertThat(pieces.firstOf(1)).isEqualTo(43);
        assertThat(pieces.from(5)).isEqualTo(40);
        assertThat(pieces.to(5)).isEqualTo(43);
        assertThat(pieces.from(6)).isEqualTo(43);
        assertThat(pieces.most()).isEqualTo(43);
    }
}
