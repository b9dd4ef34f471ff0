package dev.santoku.run.contender;

import dev.santoku.backend.Backend;
import dev.santoku.backend.OpenOptions;
import dev.santoku.result.Contender;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;

/** Starts the worker of a contender; tests start one that only pretends. */
public interface WorkerStarter {
    /**
     * Starts one, without waiting for it.
     *
     * @throws WorkerFailure when there is none to be had
     */
    Worker start(Contender contender, Backend backend) throws WorkerFailure;

    /** Bytes that products may take of an OpenCL device's memory. Here all. */
    default long deviceMemory() {
        return OpenOptions.ALL;
    }
}
