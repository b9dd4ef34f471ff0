package dev.santoku.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.host.energy.EnergyCounter;
import dev.santoku.host.energy.EnergyCounters;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.EnergyBurst;
import dev.santoku.result.EnergySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products beside a counter of energy, and what a worker says where there is none. */
class EnergyInWorkersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double WATTS = 50;

    /** The real clock, and a processor that takes as much at any time. */
    private static final EnergyCounter STEADY = () -> OptionalDouble.of(System.nanoTime() * 1e-9 * WATTS);

    @Test
    void countsTheProductsOfABurstAndWhatTheyTook() {
        Backend single = Backends.byId("single").orElseThrow();
        Device cpu = single.probe().devices().get(0);
        try (Multiplier multiplier = single.open(cpu, single.defaultVariant(cpu), OpenOptions.defaults())) {
            CellSession session = new CellSession(multiplier, Precision.F32, new Shape(20, 30, 40), 1);
            session.check();
            session.warm(0.01, 0.02);
            EnergyBurst burst = session.energy(STEADY, EnergySource.RAPL).orElseThrow();
            assertThat(burst.products()).isPositive();
            assertThat(burst.seconds()).isPositive();
            assertThat(burst.joules() / burst.seconds()).isBetween(0.5 * WATTS, 2 * WATTS);
            assertThat(session.verified().products()).isGreaterThanOrEqualTo(burst.products());
        }
    }

    @Test
    void aWorkerTellsNothingWhereNothingCounts(@TempDir Path folder) throws Exception {
        boolean counted = EnergyCounters.open(EnergySource.RAPL, null).isPresent();
        try (Worker worker = WorkerProcess.start(List.of(), Map.of(), Set.of(), folder.resolve("log"))) {
            worker.ask(new Request.Open("single", "naive", "cpu", 1), Answer.Opened.class, PATIENCE);
            worker.ask(new Request.Load(Precision.F32, Shape.square(50), 1), Answer.Done.class, PATIENCE);
            worker.ask(new Request.Warm(0.01, 0.02), Answer.Warmed.class, PATIENCE);
            Request rapl = new Request.MeasureEnergy(EnergySource.RAPL, null);
            assertThat(worker.ask(rapl, Answer.Energy.class, PATIENCE).burst() != null)
                    .isEqualTo(counted);
        }
        try (Worker worker = WorkerProcess.start(List.of(), Map.of(), Set.of(), folder.resolve("log"))) {
            Request nvml = new Request.MeasureEnergy(EnergySource.NVML, "ffff:ff:1f.7");
            assertThat(worker.ask(nvml, Answer.Energy.class, PATIENCE).burst())
                    .as("no such GPU")
                    .isNull();
            assertThatThrownBy(() -> worker.ask(new Request.Locate("single"), Answer.Located.class, PATIENCE))
                    .isInstanceOf(WorkerFailure.class)
                    .hasMessageContaining("single does not know where its devices sit");
        }
    }
}
