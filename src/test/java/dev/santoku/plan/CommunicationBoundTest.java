package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CommunicationBoundTest {
    private static final double PLENTY = 1e15;

    @Test
    void oneProcessorReceivesNothing() {
        assertThat(CommunicationBound.elements(100, 200, 300, 1, 1)).isZero();
    }

    /** 8 processors in a cube: each touches 3 faces of (n/2)², and has an eighth of 3n². */
    @Test
    void ofACubeOfProcessors() {
        assertThat(CommunicationBound.elements(1024, 1024, 1024, 8, PLENTY))
                .isCloseTo(8 * (3 * 512.0 * 512 - 3 * 1024.0 * 1024 / 8), within(1.0));
    }

    /** With one long side it is enough that all get the small factor: each lacks all but its own share of it. */
    @Test
    void ofALongMatrixOnlyTheSmallFactorMoves() {
        assertThat(CommunicationBound.elements(100_000, 10, 7, 4, PLENTY)).isCloseTo(3 * 70.0, within(1e-3));
        assertThat(CommunicationBound.elements(7, 100_000, 10, 4, PLENTY)).isCloseTo(3 * 70.0, within(1e-3));
        assertThat(CommunicationBound.elements(10, 7, 100_000, 4, PLENTY)).isCloseTo(3 * 70.0, within(1e-3));
    }

    /** Where cases meet, they agree. */
    @Test
    void isContinuous() {
        double before = CommunicationBound.elements(4000, 1000, 500, 4, PLENTY);
        double after = CommunicationBound.elements(3999, 1000, 500, 4, PLENTY);
        assertThat(after / before).isCloseTo(1, within(0.01));
        double flat = CommunicationBound.elements(1000, 1000, 500, 4, PLENTY);
        double cube = CommunicationBound.elements(999, 1000, 500, 4, PLENTY);
        assertThat(cube / flat).isCloseTo(1, within(0.01));
    }

    /** n³ / (2√2 √M) − P·M, if that is more. */
    @Test
    void littleMemoryMovesMore() {
        double n = 1 << 14;
        assertThat(CommunicationBound.elements(1 << 14, 1 << 14, 1 << 14, 2, 1 << 10))
                .isCloseTo(n * n * n / (2 * Math.sqrt(2) * 32) - 2 * 1024.0, within(1e6));
    }
}
