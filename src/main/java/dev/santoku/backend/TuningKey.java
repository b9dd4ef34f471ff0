package dev.santoku.backend;

import dev.santoku.matrix.Precision;
import dev.santoku.untrusted.UntrustedText;

/**
 * What parameters are tuned for.
 *
 * @param device the driver's name for it
 * @param vendor as the driver tells it
 * @param kind what it is
 * @param driver the driver's version
 * @param platform the OpenCL platform
 * @param precision what is computed in
 * @param architecture of a GPU, as its vendor's compiler has it, such as {@code sm_90}; empty where it is not known, and in
 *     files of older versions
 */
public record TuningKey(
        String device,
        String vendor,
        Device.Kind kind,
        String driver,
        String platform,
        Precision precision,
        String architecture) {
    public TuningKey {
        device = UntrustedText.name(device);
        vendor = UntrustedText.name(vendor);
        driver = UntrustedText.name(driver);
        platform = UntrustedText.name(platform);
        architecture = architecture == null || architecture.isEmpty() ? "" : UntrustedText.name(architecture);
    }

    /** Of a device whose architecture is not known. */
    public TuningKey(
            String device, String vendor, Device.Kind kind, String driver, String platform, Precision precision) {
        this(device, vendor, kind, driver, platform, precision, "");
    }

    /** Whether both are of the same device and precision: an older file does not tell the architecture. */
    public boolean isSame(TuningKey other) {
        return withoutArchitecture().equals(other.withoutArchitecture());
    }

    private TuningKey withoutArchitecture() {
        return new TuningKey(device, vendor, kind, driver, platform, precision);
    }
}
