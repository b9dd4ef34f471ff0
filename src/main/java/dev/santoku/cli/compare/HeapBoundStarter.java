package dev.santoku.cli.compare;

import dev.santoku.backend.Backend;
import dev.santoku.result.Contender;
import dev.santoku.run.contender.WorkerStarter;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import dev.santoku.worker.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts workers with a bounded heap, so that one that grows without end ends soon, and alone.
 *
 * @param deviceMemory bytes that products may take of an OpenCL device's memory
 */
record HeapBoundStarter(Workers workers, long heapBytes, long deviceMemory) implements WorkerStarter {
    @Override
    public Worker start(Contender contender, Backend backend) throws WorkerFailure {
        List<String> flags = new ArrayList<>(backend.jvmFlags());
        flags.add("-Xmx" + (heapBytes >> 20) + "m");
        Map<String, String> own = contender.threads() == null ? Map.of() : backend.environment(contender.threads());
        return workers.start(contender.inWords(), flags, backend.yardstick(), own);
    }
}
