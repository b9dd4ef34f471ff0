package dev.santoku.run.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Sharing;
import dev.santoku.report.Clusters;
import dev.santoku.report.Sharings;
import dev.santoku.result.Verified;
import dev.santoku.worker.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final String LOSS = "cl0 is lost, after 1 tiles of this product: gone";

    private static Answer.Settled settled(List<String> remarks, List<String> losses, Sharing sharing) {
        return new Answer.Settled(
                new Verified(10, 0.5, Verified.Method.BITS),
                remarks,
                losses,
                sharing,
                sharing == null ? null : Clusters.TWO);
    }

    /** In a JVM of its own the driver found the device again; the cell has samples without it. */
    @Test
    void aLossOfTheFirstLaunchStays() {
        Settlement settlement = new Settlement();
        settlement.add(settled(List.of(LOSS, "cpu is alone"), List.of(LOSS), null));
        settlement.add(settled(List.of("cl1 gets nothing"), List.of(), Sharings.cpuAndGpu()));
        assertThat(settlement.hasLosses()).isTrue();
        assertThat(settlement.remarks()).containsExactly(LOSS, "cl1 gets nothing");
        assertThat(settlement.sharing()).isEqualTo(Sharings.cpuAndGpu());
        assertThat(settlement.cluster()).isEqualTo(Clusters.TWO);
        assertThat(settlement.verified().products()).isEqualTo(20);
    }
}
