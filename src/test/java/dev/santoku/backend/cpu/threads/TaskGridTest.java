package dev.santoku.backend.cpu.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskGridTest {
    private final TaskGrid shares = new TaskGrid();

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 3", "2, 7, 3", "3, 2, 5", "128, 5, 1", "128, 1000, 7"})
    void everyFieldIsTakenOnceWhoeverTakesIt(int members, int rows, int columns) {
        for (int again = 0; again < 2; again++) {
            if (again == 0) {
                shares.reset(members, rows, columns);
            } else {
                shares.resetRowAfterRow(members, rows, columns);
            }
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < rows * columns; i++) {
                all.add(shares.take(i * i % members));
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, rows * columns).boxed().toList());
            assertThatThrownBy(() -> shares.take(0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aMemberTakesItsOwnRowsColumnByColumnBeforeThoseOfOthers() {
        shares.reset(2, 5, 2); // rows 0 and 1, and 2 to 4
        assertThat(IntStream.range(0, 10).map(i -> shares.take(1))).containsExactly(2, 3, 4, 7, 8, 9, 0, 1, 5, 6);
    }

    @Test
    void orRowByRow() {
        shares.resetRowAfterRow(2, 5, 2);
        assertThat(IntStream.range(0, 10).map(i -> shares.take(1))).containsExactly(2, 7, 3, 8, 4, 9, 0, 5, 1, 6);
    }
}
