package dev.santoku.result;

import java.util.List;

/**
 * A GPU at one moment, as its driver's tool tells it; unknown is null.
 *
 * @param smClockMHz the clock of its multiprocessors
 * @param smClockMaxMHz the highest that the driver allows them
 * @param memoryClockMHz the clock of its memory
 * @param memoryClockMaxMHz the highest that the driver allows it
 * @param temperatureC degrees Celsius
 * @param powerWatts what it draws
 * @param powerLimitWatts what it may draw
 * @param performanceState {@code P0} to {@code P15}, from the fastest to the slowest; NVIDIA's alone
 * @param persistence whether its driver stays loaded while nobody uses it; NVIDIA's on Linux alone
 * @param slowdowns what holds its clocks down now, {@code idle} too; empty where nothing does
 * @param otherProcesses that compute on it, this program's own left out
 */
public record GpuState(
        Integer smClockMHz,
        Integer smClockMaxMHz,
        Integer memoryClockMHz,
        Integer memoryClockMaxMHz,
        Double temperatureC,
        Double powerWatts,
        Double powerLimitWatts,
        String performanceState,
        Boolean persistence,
        List<String> slowdowns,
        Integer otherProcesses) {
    public GpuState {
        slowdowns = slowdowns == null ? null : List.copyOf(slowdowns);
    }
}
