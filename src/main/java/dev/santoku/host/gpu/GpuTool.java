package dev.santoku.host.gpu;

import java.util.List;

/** A driver's own tool. */
interface GpuTool {
    /** Its name, as one types it. */
    String name();

    /**
     * Asks for all GPUs, in the tool's order.
     *
     * @return empty where it has none, fails, or is not there
     * @throws ToolTimeoutException when it tells nothing in time
     */
    List<GpuReading> read() throws ToolTimeoutException;
}
