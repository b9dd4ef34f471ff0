package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Precision;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeMultiplierTest {
    private static final int THREADS = 3;

    private static NodeMultiplier of(String backend, int side) {
        return NodeMultiplier.of(new NodeMultiplier.Wish(backend, side, side, side, Precision.F32, 1, THREADS));
    }

    @Test
    void allShapesShareTheThreadsOfOnePool() {
        assertThat(of("pool", 65).name()).isEqualTo("pool@cpu");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int side = 66; side < 70; side++) {
            assertThat(of("pool", side).name()).isEqualTo("pool@cpu");
            assertThat(of("", side).name()).as("nothing else is tuned here").isEqualTo("pool@cpu");
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .filter(thread -> thread.getName().contains("pool")))
                .as("one more for what was chosen")
                .hasSizeLessThanOrEqualTo(THREADS);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> of("nonsense", 65)).hasMessageContaining("there is no back end 'nonsense'");
        assertThatThrownBy(() -> of("pool@cl9", 65)).hasMessageContaining("pool has no device 'cl9'");
    }
}
