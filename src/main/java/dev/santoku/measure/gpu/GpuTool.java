package dev.santoku.measure.gpu;

import java.util.List;

/** A driver's own tool. */
interface GpuTool {
    /** Its name, as one types it. */
    String name();

    /**
     * Asks for all GPUs, in the tool's order.
     *
     * @return empty where it has none, fails, hangs, or is not there; never throws
     */
    List<GpuReading> read();
}
