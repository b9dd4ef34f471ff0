package dev.santoku.backend.opencl.handle;

import java.util.Locale;

/**
 * Where a device sits on the PCI bus, as three extensions tell it.
 *
 * <p>Source: Khronos, {@code cl_khr_pci_bus_info}; NVIDIA, {@code cl_nv_device_attribute_query}, whose slot holds device and
 * function; AMD, {@code cl_amd_device_attribute_query}, whose topology has its type in the first 4 bytes and the address in
 * the last 3 of 24.
 */
final class PciAddress {
    /** 4 numbers of 4 bytes: domain, bus, device, function. */
    static final int INFO_KHR = 0x410F;

    static final int BUS_NV = 0x4008;
    static final int SLOT_NV = 0x4009;
    static final int DOMAIN_NV = 0x400A;
    static final int TOPOLOGY_AMD = 0x4037;
    static final int TOPOLOGY_BYTES = 24;

    private static final int PCI_EXPRESS = 1;

    private PciAddress() {}

    static String ofNvidia(long domain, long bus, long slot) {
        return text(domain, bus, slot >> 3, slot & 7);
    }

    /** Null where the device sits on no PCI bus; AMD tells no domain. */
    static String ofAmd(byte[] topology) {
        return topology.length == TOPOLOGY_BYTES && topology[0] == PCI_EXPRESS
                ? text(0, topology[21] & 0xff, topology[22] & 0xff, topology[23] & 0xff)
                : null;
    }

    /** {@code 0000:3b:00.0}. */
    static String text(long domain, long bus, long device, long function) {
        return String.format(Locale.ROOT, "%04x:%02x:%02x.%x", domain, bus, device, function);
    }
}
