package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.backend.Device;
import java.util.List;

/**
 * All of one run: the content of a result file.
 *
 * @param soak what a burn-in saw, which has no {@code results}; null in all other runs
 * @param routes GPUs that two drivers offer; only files where there are any have the key
 */
public record RunResult(
        String schema,
        RunFacts run,
        HostFacts host,
        List<Device> devices,
        List<BackendFact> backends,
        List<Ceiling> ceilings,
        List<CellResult> results,
        List<Speedup> speedups,
        List<Ladder> ladders,
        List<Scaling> scaling,
        List<KernelParameters> parameters,
        List<GpuFacts> gpus,
        Soak soak,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SecondRoute> routes) {
    /** The format that this version writes. */
    public static final String SCHEMA = "santoku/result/1";

    public RunResult {
        devices = List.copyOf(devices);
        backends = List.copyOf(backends);
        ceilings = List.copyOf(ceilings);
        results = List.copyOf(results);
        speedups = List.copyOf(speedups);
        ladders = ladders == null ? List.of() : List.copyOf(ladders); // files of older versions have none of these
        scaling = scaling == null ? List.of() : List.copyOf(scaling);
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
        gpus = gpus == null ? List.of() : List.copyOf(gpus);
        routes = routes == null ? List.of() : List.copyOf(routes);
    }

    /** A burn-in, which compares nothing. */
    public static RunResult ofSoak(
            RunFacts run, Machine machine, List<KernelParameters> parameters, List<GpuFacts> gpus, Soak soak) {
        return new RunResult(
                SCHEMA,
                run,
                machine.host(),
                machine.devices(),
                machine.backends(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                parameters,
                gpus,
                soak,
                machine.secondRoutes());
    }
}
