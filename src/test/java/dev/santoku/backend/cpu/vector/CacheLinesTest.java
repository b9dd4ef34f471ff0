package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheLinesTest {
    private static final int AT = 3;
    private static final int ROWS = 2;
    private static final int GAP = 5;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 17, 32, 33, 64})
    void eachLineOfTheRowsIsWrittenToAndNothingElse(int columns) {
        float[] floats = new float[AT + ROWS * (columns + GAP)];
        double[] doubles = new double[floats.length];
        Arrays.fill(floats, 1);
        Arrays.fill(doubles, 1);
        CacheLines.claim(floats, AT, columns + GAP, ROWS, columns);
        CacheLines.claim(doubles, AT, columns + GAP, ROWS, columns);
        for (int i = 0; i < floats.length; i++) {
            int j = (i - AT) % (columns + GAP);
            boolean inRow = i >= AT && j < columns;
            assertThat(floats[i]).as("element %d", i).isEqualTo(inRow && (j % 16 == 0 || j == columns - 1) ? 0 : 1);
            assertThat(doubles[i]).as("element %d", i).isEqualTo(inRow && (j % 8 == 0 || j == columns - 1) ? 0 : 1);
        }
    }
}
