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
 */
public record TuningKey(
        String device, String vendor, Device.Kind kind, String driver, String platform, Precision precision) {
    public TuningKey {
        device = UntrustedText.name(device);
        vendor = UntrustedText.name(vendor);
        driver = UntrustedText.name(driver);
        platform = UntrustedText.name(platform);
    }
}
