package dev.santoku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EtaTest {
    @Test
    void whatStepsTookCorrectsWhatTheNextAreThoughtToTake() {
        Eta eta = new Eta();
        eta.expect(10);
        eta.expect(10);
        eta.expect(100);
        assertThat(eta).hasToString("step 1 of 3, about 2 min left");
        eta.took(5);
        assertThat(eta).hasToString("step 2 of 3, about 55 s left");
        eta.took(35);
        assertThat(eta).hasToString("step 3 of 3, about 3 min left");
    }
}
