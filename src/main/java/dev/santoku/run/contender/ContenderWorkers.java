package dev.santoku.run.contender;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the workers of a run's contenders are made of.
 *
 * @param machine contenders stand on its devices
 * @param backends by id, all of the plan's
 * @param starter starts a worker for a contender
 * @param silence how long a worker may be silent beyond what was predicted; empty to let the run decide
 */
public record ContenderWorkers(
        Machine machine, Map<String, Backend> backends, WorkerStarter starter, Optional<Duration> silence) {

    /** The device of a contender, which may be a piece of one or several. */
    public Device device(Contender contender) {
        return backends.get(contender.backend())
                .device(machine.availability().get(contender.backend()), contender.device())
                .orElseThrow();
    }

    /** One that has not begun. */
    public ContenderWorker of(Contender contender, Supplier<Duration> usualSilence) {
        return new ContenderWorker(
                contender,
                machine.nameOfOpenClDevice(contender.device()),
                backends.get(contender.backend()),
                starter,
                () -> silence.orElseGet(usualSilence));
    }
}
