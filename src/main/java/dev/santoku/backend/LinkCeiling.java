package dev.santoku.backend;

/**
 * The way to a device and back: the best of several copies of some tens of megabytes, in 10⁹ bytes a second, and the time of
 * a launch.
 *
 * @param hostToDeviceGBs from ordinary memory, which the system may page out and a driver may have to copy first
 * @param deviceToHostGBs to such memory
 * @param pinnedHostToDeviceGBs from memory that the driver gave out, which stays where it is
 * @param pinnedDeviceToHostGBs to such memory
 * @param launchMicros microseconds from the call that launches a kernel that does nothing until its end is known; the median
 */
public record LinkCeiling(
        double hostToDeviceGBs,
        double deviceToHostGBs,
        double pinnedHostToDeviceGBs,
        double pinnedDeviceToHostGBs,
        double launchMicros) {
    /** The better of each figure. */
    public LinkCeiling best(LinkCeiling other) {
        return new LinkCeiling(
                Math.max(hostToDeviceGBs, other.hostToDeviceGBs),
                Math.max(deviceToHostGBs, other.deviceToHostGBs),
                Math.max(pinnedHostToDeviceGBs, other.pinnedHostToDeviceGBs),
                Math.max(pinnedDeviceToHostGBs, other.pinnedDeviceToHostGBs),
                Math.min(launchMicros, other.launchMicros));
    }
}
