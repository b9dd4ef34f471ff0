package dev.santoku.report;

import dev.santoku.backend.Device;
import java.util.List;

/** Devices that are reached through a driver, OpenCL's or CUDA's, among all of a result: the processor itself is none. */
public final class OpenClDevices {
    private OpenClDevices() {}

    /** Those among them, in their order. */
    public static List<Device> of(List<Device> devices) {
        return devices.stream().filter(OpenClDevices::isOne).toList();
    }

    public static boolean isOne(Device device) {
        return "opencl".equals(device.route()) || "cuda".equals(device.route());
    }
}
