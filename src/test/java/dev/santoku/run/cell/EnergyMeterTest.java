package dev.santoku.run.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Cell;
import dev.santoku.result.Contender;
import dev.santoku.result.Energy;
import dev.santoku.result.EnergyBurst;
import dev.santoku.result.EnergySource;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom the parent asks for energy, and what becomes of the answers. */
class EnergyMeterTest {
    private static final String PLACE = "0000:3b:00.0";
    private static final Shape SHAPE = Shape.square(1000);

    private static final Machine MACHINE = new Machine(
            HostFacts.unknown(),
            Map.of(
                    "jocl",
                    new Availability.Available(List.of(
                            Device.cpu(),
                            device("cl0", Device.Kind.GPU),
                            device("cl1", Device.Kind.CPU),
                            device("cl2", Device.Kind.GPU),
                            device("cl3", Device.Kind.ACCELERATOR)))),
            List.of(),
            Map.of("cl0", PLACE, "cl3", PLACE));

    private final List<Request> asked = new ArrayList<>();
    private final EnergyMeter meter = new EnergyMeter(MACHINE);
    private EnergyBurst burst = new EnergyBurst(30, 60, 0.5);
    private WorkerFailure.Kind failure;

    private static Device device(String id, Device.Kind kind) {
        return new Device(id, kind, id, "opencl", "P", "1", 1, null, null, List.of(Precision.F32));
    }

    private ContenderWorker worker(String device) throws WorkerFailure {
        ContenderWorker worker = new ContenderWorker(
                new Contender("jocl", "tiled", device),
                Optional.of(device),
                Backends.byId("single").orElseThrow(),
                (contender, backend) -> new Pretender(),
                () -> Duration.ofSeconds(1));
        worker.start();
        return worker;
    }

    @Test
    void whatRanOnAnotherDeviceIsNotItsTime() throws Exception {
        ContenderWorker worker = worker("cl1");
        worker.requireRanOn("cl1");
        assertThatThrownBy(() -> worker.requireRanOn("llvmpipe"))
                .isInstanceOf(WorkerFailure.class)
                .hasMessage("cl1 is cl1, and it ran on llvmpipe: not its time");
    }

    private Optional<Energy> measure(ContenderWorker worker) throws WorkerFailure {
        return meter.measure(worker, new Cell(worker.contender(), Precision.F32, SHAPE), 0.01);
    }

    private final class Pretender implements Worker {
        @Override
        public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
            if (request instanceof Request.Open) {
                return expected.cast(new Answer.Opened(0));
            }
            asked.add(request);
            if (failure != null) {
                throw new WorkerFailure(failure, "no");
            }
            return expected.cast(new Answer.Energy(burst));
        }

        @Override
        public void close() {}
    }

    @Test
    void whateverRunsOnTheCpuIsCountedByItsPackages() throws WorkerFailure {
        Energy energy = Energy.of(burst, EnergySource.RAPL, SHAPE);
        assertThat(measure(worker("cpu"))).contains(energy);
        assertThat(measure(worker("cl1"))).contains(energy);
        assertThat(asked).containsOnly(new Request.MeasureEnergy(EnergySource.RAPL, null));
    }

    @Test
    void aGpuIsCountedByItsBoardWhereItsPlaceIsKnown() throws WorkerFailure {
        assertThat(measure(worker("cl0"))).contains(Energy.of(burst, EnergySource.NVML, SHAPE));
        assertThat(asked).containsExactly(new Request.MeasureEnergy(EnergySource.NVML, PLACE));
        assertThat(measure(worker("cl2"))).isEmpty();
        assertThat(measure(worker("cl3"))).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoHasNoCounterIsAskedOnce() throws WorkerFailure {
        burst = null;
        ContenderWorker worker = worker("cpu");
        assertThat(measure(worker)).isEmpty();
        burst = new EnergyBurst(1, 1, 1);
        assertThat(measure(worker)).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void onlyALostWorkerOrAWrongProductIsAFailure() throws WorkerFailure {
        failure = WorkerFailure.Kind.REFUSED;
        assertThat(measure(worker("cpu"))).isEmpty();
        for (WorkerFailure.Kind kind : List.of(WorkerFailure.Kind.LOST, WorkerFailure.Kind.WRONG)) {
            failure = kind;
            assertThatThrownBy(() -> measure(worker("cpu"))).isInstanceOf(WorkerFailure.class);
        }
    }
}
