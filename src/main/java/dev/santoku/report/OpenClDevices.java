package dev.santoku.report;

import dev.santoku.backend.Device;
import dev.santoku.backend.Piece;
import java.util.List;
import java.util.Optional;

/** Devices that are reached through a driver, OpenCL's or CUDA's, among all of a result: the processor itself is none. */
public final class OpenClDevices {
    private OpenClDevices() {}

    /** Those among them, in their order. */
    public static List<Device> of(List<Device> devices) {
        return devices.stream().filter(OpenClDevices::isOne).toList();
    }

    /** The one that an id names, or a piece of it such as {@code cl0:1}. */
    public static Optional<Device> behind(List<Device> devices, String id) {
        String whole = id == null ? "" : Piece.of(id).map(Piece::device).orElse(id);
        return of(devices).stream().filter(device -> device.id().equals(whole)).findFirst();
    }

    public static boolean isOne(Device device) {
        return "opencl".equals(device.route()) || "cuda".equals(device.route());
    }
}
