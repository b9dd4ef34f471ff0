package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.plan.ClusterModel.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterModelTest {
    private static final int N = 4096;
    private static final double FLOPS = 2.0 * N * N * N;
    private static final double BYTES = 4.0 * N * N;
    private static final long PLENTY = 64L << 30;

    private static ClusterModel model(double flopsPerSecond, double bytesPerSecond, Double... ratios) {
        return new ClusterModel(flopsPerSecond, bytesPerSecond, PLENTY, 4, List.of(ratios));
    }

    @Test
    void oneNodeIsOneMachine() {
        Prediction one = model(FLOPS / 3, 1, 5.0, 1.0, 9.0).predict(N, 1, 1).orElseThrow();
        assertThat(one.seconds()).isEqualTo(3, within(1e-12));
        assertThat(one.network()).isZero();
        assertThat(one.bytes()).isZero();
        assertThat(one.grid()).hasToString("1×1×1");
    }

    @Test
    void twoNodesWithAFastNetworkHalveTheComputing() {
        Prediction two = model(FLOPS / 100, 1e15, 1.0).predict(N, 2, 1).orElseThrow();
        assertThat(two.grid().cuboids()).isEqualTo(2);
        assertThat(two.computing()).isEqualTo(50, within(1e-9));
        assertThat(two.shuffling()).isEqualTo(1.5 * BYTES / GridPlanner.PROCESSOR_BYTES_PER_SECOND, within(1e-6));
        assertThat(two.seconds()).isEqualTo(50 + two.shuffling() + GridPlanner.SECONDS_OF_TASK, within(1e-3));
    }

    @Test
    void theNetworkBoundsWhereBytesDominate() {
        // On a 2×1×1 grid a task fetches half of A and all of B; half of that lies on its own node.
        Prediction two = model(1e18, BYTES / 100, 1.0).predict(N, 2, 1).orElseThrow();
        assertThat(two.bytes()).isEqualTo(0.75 * BYTES, within(1.0));
        assertThat(two.network()).isEqualTo(75, within(1e-6));
        assertThat(two.seconds()).isEqualTo(75 + two.shuffling() + GridPlanner.SECONDS_OF_TASK, within(0.01));
        assertThat(two.waiting()).isLessThan(0.1);
    }

    @Test
    void aNodeReceivesNoLessThanTheBound() {
        for (int nodes : new int[] {2, 4, 10, 64, 1000}) {
            Prediction many = model(1e12, 3e9, 1.0).predict(65_536, nodes, 1).orElseThrow();
            assertThat(many.bytes()).as(nodes + " nodes").isGreaterThan(many.leastBytes());
        }
    }

    @Test
    void slowTasksKeepOthersWaiting() {
        ClusterModel even = model(FLOPS / 100, 1e12, 1.0);
        ClusterModel uneven = model(FLOPS / 100, 1e12, 1.0, 1.0, 1.0, 2.0);
        Prediction calm = even.predict(N, 16, 1).orElseThrow();
        Prediction rough = uneven.predict(N, 16, 1).orElseThrow();
        assertThat(rough.seconds()).isGreaterThan(1.5 * calm.seconds());
        assertThat(rough.waiting()).isGreaterThan(calm.waiting());
        assertThat(uneven.predict(N, 16, 1)).contains(rough); // the seed decides
    }

    @Test
    void theUnitOfMeasuredTimesDoesNotMatter() {
        assertThat(model(1e12, 1e9, 2.0, 4.0, 6.0).predict(N, 8, 1))
                .isEqualTo(model(1e12, 1e9, 1.0, 2.0, 3.0).predict(N, 8, 1));
    }

    @Test
    void withoutMemoryThereIsNoGrid() {
        assertThat(new ClusterModel(1e12, 1e9, 8, 4, List.of(1.0)).predict(N, 4, 1))
                .isEmpty();
    }
}
