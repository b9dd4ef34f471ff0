package dev.santoku.backend;

import java.util.Map;

/** A {@link Backend} whose drivers tell where on the PCI bus its devices sit, so that other tools' GPUs can be told to be them. */
public interface Located {
    /**
     * Addresses by device id: domain, bus, device and function in hexadecimal, {@code 0000:3b:00.0}. Devices whose driver
     * does not tell are left out. May load native code: call it in a worker process. Never throws.
     */
    Map<String, String> pciAddresses();
}
