package dev.santoku.backend.opencl.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.opencl.JoclBackend;
import org.junit.jupiter.api.Test;

class PciAddressTest {
    @Test
    void readsEachExtension() {
        assertThat(PciAddress.text(1, 0x3b, 0, 0)).isEqualTo("0001:3b:00.0");
        assertThat(PciAddress.ofNvidia(0, 0xaf, 0)).isEqualTo("0000:af:00.0");
        assertThat(PciAddress.ofNvidia(0, 0, 0xf0))
                .as("the slot holds device and function")
                .isEqualTo("0000:00:1e.0");
        byte[] topology = new byte[24];
        topology[0] = 1;
        topology[21] = (byte) 0xc6;
        topology[23] = 1;
        assertThat(PciAddress.ofAmd(topology)).isEqualTo("0000:c6:00.1");
    }

    @Test
    void aDeviceElsewhereHasNone() {
        assertThat(PciAddress.ofAmd(new byte[24])).isNull();
        assertThat(PciAddress.ofAmd(new byte[0])).isNull();
    }

    @Test
    void theDevicesOfThisMachineSitOnNoBusAndNobodyMinds() {
        JoclBackend jocl = new JoclBackend();
        assertThat(jocl.pciAddresses().values())
                .allMatch(address -> address.matches("[0-9a-f]{4,}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]"));
    }
}
