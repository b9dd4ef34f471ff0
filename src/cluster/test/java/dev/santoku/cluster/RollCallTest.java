package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RollCallTest {
    @Test
    void allNamesOfAMachineAreOne() throws IOException {
        Node one = new RollCall(false).node("node1", "0");
        Node other = new RollCall(false).node("192.0.2.1", "1");
        assertThat(one.host()).isEqualTo("node1");
        assertThat(other.machine()).isEqualTo(one.machine()).isNotBlank();
    }

    @Test
    void loopbackAddressesStandForMachines() throws IOException {
        RollCall call = new RollCall(false);
        assertThat(call.node("127.0.0.1", "0").machine())
                .isEqualTo(call.node("127.0.0.1", "3").machine())
                .isNotEqualTo(call.node("127.0.0.2", "1").machine())
                .isNotEqualTo(call.node("node1", "2").machine());
    }

    @Test
    void executorsOfALocalClusterStandForMachines() throws IOException {
        RollCall call = new RollCall(true);
        assertThat(call.node("127.0.0.1", "0")).isEqualTo(new Node("0", "127.0.0.1-0", "0"));
        assertThat(call.node("127.0.0.1", "1")).isEqualTo(new Node("1", "127.0.0.1-1", "1"));
    }
}
