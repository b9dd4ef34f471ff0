package dev.santoku.run.cell;

import dev.santoku.result.Cell;
import dev.santoku.result.Contender;
import dev.santoku.result.Energy;
import dev.santoku.result.EnergyBurst;
import dev.santoku.result.EnergySource;
import dev.santoku.result.Machine;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Has the workers compute a burst of products beside a counter of energy, after their samples: counters move in steps that
 * are long beside a turn. Who has no counter is asked once.
 */
public final class EnergyMeter {
    private final Machine machine;
    private final Set<ContenderWorker> without = new HashSet<>();

    public EnergyMeter(Machine machine) {
        this.machine = machine;
    }

    /**
     * Measures one cell, whose inputs the worker has at hand; no other worker may compute meanwhile.
     *
     * @param secondsPerProduct about
     * @return empty where no counter can be read
     * @throws WorkerFailure when the worker is lost, or the last product is wrong; that it cannot tell is no failure
     */
    Optional<Energy> measure(ContenderWorker worker, Cell cell, double secondsPerProduct) throws WorkerFailure {
        Optional<EnergySource> source = source(worker.contender());
        if (source.isEmpty() || without.contains(worker)) {
            return Optional.empty();
        }
        Request request = new Request.MeasureEnergy(
                source.get(), machine.pciAddresses().get(worker.contender().device()));
        try {
            EnergyBurst burst = worker.askBeside(
                            request, Answer.Energy.class, source.get().expectedSeconds() + 2 * secondsPerProduct)
                    .burst();
            if (burst == null) {
                without.add(worker);
                return Optional.empty();
            }
            return Optional.of(Energy.of(burst, source.get(), cell.shape()));
        } catch (WorkerFailure e) {
            without.add(worker); // a counter that once cost a worker must not cost another
            if (e.kind() != WorkerFailure.Kind.REFUSED) {
                throw e;
            }
            return Optional.empty(); // the reason is in its log; the cell itself is sound
        }
    }

    /** Who could count what a contender's device takes: the packages for whatever runs on the CPU, OpenCL too. */
    private Optional<EnergySource> source(Contender contender) {
        return machine.device(contender.device()).flatMap(device -> switch (device.kind()) {
            case CPU -> Optional.of(EnergySource.RAPL);
            case GPU ->
                machine.pciAddresses().containsKey(device.id())
                        ? Optional.of(EnergySource.NVML)
                        : Optional.<EnergySource>empty();
            case ACCELERATOR -> Optional.<EnergySource>empty();
        });
    }
}
