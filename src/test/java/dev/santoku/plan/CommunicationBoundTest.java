package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CommunicationBoundTest {
    @Test
    void littleMemoryCosts() {
        // n³ = 2³⁰, over 2√2 · 4 · √(2¹³) = 1024: 2²⁰, less M.
        assertThat(CommunicationBound.elements(1024, 4, 1 << 13)).isEqualTo((1 << 20) - (1 << 13), within(1e-6));
    }

    @Test
    void withAnyMemorySomeIsSent() {
        // 3 · 2²⁰ · (8^(−2/3) − 1/8) = 3 · 2²⁰ / 8.
        assertThat(CommunicationBound.elements(1024, 8, 1e18)).isEqualTo(3 * (1 << 17), within(1e-6));
    }

    @Test
    void aNodeAloneSendsNothing() {
        assertThat(CommunicationBound.elements(1024, 1, 1e18)).isZero();
    }
}
