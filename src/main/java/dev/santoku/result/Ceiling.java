package dev.santoku.result;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Precision;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a device can do at most, measured in the same run.
 *
 * @param threads that reached it; null for other devices than the CPU
 * @param gflops 10⁹ operations a second; a multiply-add is two
 * @param bandwidthGBs 10⁹ bytes a second of STREAM's triad; null where it could not be measured
 * @param hostToDeviceGBs 10⁹ bytes a second to the device out of ordinary memory; this and what follows null where data
 *     goes nowhere, as on the CPU by Java
 * @param deviceToHostGBs back to such memory
 * @param pinnedHostToDeviceGBs to the device out of pinned memory
 * @param pinnedDeviceToHostGBs back to such memory
 * @param launchMicros microseconds of a launch that computes nothing
 */
public record Ceiling(
        String device,
        Integer threads,
        Precision precision,
        double gflops,
        Double bandwidthGBs,
        Double hostToDeviceGBs,
        Double deviceToHostGBs,
        Double pinnedHostToDeviceGBs,
        Double pinnedDeviceToHostGBs,
        Double launchMicros) {

    /** A ceiling of a device that data need not go to. */
    public Ceiling(String device, Integer threads, Precision precision, double gflops, Double bandwidthGBs) {
        this(device, threads, precision, gflops, bandwidthGBs, null, null, null, null, null);
    }

    /** The same with the way to the device, null where that is not known. */
    public Ceiling withLink(LinkCeiling link) {
        return link == null
                ? this
                : new Ceiling(
                        device,
                        threads,
                        precision,
                        gflops,
                        bandwidthGBs,
                        link.hostToDeviceGBs(),
                        link.deviceToHostGBs(),
                        link.pinnedHostToDeviceGBs(),
                        link.pinnedDeviceToHostGBs(),
                        link.launchMicros());
    }

    /** The way to the device; empty where it, or a part of it, is not known. */
    public Optional<LinkCeiling> link() {
        return Stream.of(hostToDeviceGBs, deviceToHostGBs, pinnedHostToDeviceGBs, pinnedDeviceToHostGBs, launchMicros)
                        .anyMatch(Objects::isNull)
                ? Optional.empty()
                : Optional.of(new LinkCeiling(
                        hostToDeviceGBs, deviceToHostGBs, pinnedHostToDeviceGBs, pinnedDeviceToHostGBs, launchMicros));
    }
}
