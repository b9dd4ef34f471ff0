package dev.santoku.host.gpu;

import dev.santoku.result.GpuState;
import java.util.Map;

/**
 * What a driver's tool told of one GPU. Its place on the bus tells which OpenCL device it is, and goes no further than this.
 *
 * @param name the tool's name for it, or null
 * @param driver version of the driver, or null
 * @param pciAddress as {@link dev.santoku.backend.Located} writes it, or null
 * @param slowedMicros microseconds since the driver was loaded in which something held its clocks down, by what did;
 *     empty where the driver does not count them
 */
record GpuReading(String name, String driver, String pciAddress, GpuState state, Map<String, Long> slowedMicros) {
    GpuReading {
        slowedMicros = Map.copyOf(slowedMicros);
    }
}
