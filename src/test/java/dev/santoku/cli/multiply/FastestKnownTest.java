package dev.santoku.cli.multiply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.TuningKey;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Contender;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FastestKnownTest {
    private static final Contender FIRST = new Contender("jocl", "tiled", "cl0");
    private static final Contender SECOND = new Contender("jocl", "tiled", "cl1");
    private static final Contender POOL = new Contender("pool", "vector", "cpu");
    private static final List<Contender> ALL = List.of(FIRST, SECOND, POOL);

    private static final Machine MACHINE = new Machine(
            HostFacts.unknown(),
            Map.of(
                    "jocl",
                    new Availability.Available(List.of(gpu("cl0"), gpu("cl1"))),
                    "pool",
                    new Availability.Available(List.of(Device.cpu()))),
            List.of(survey("jocl", "cl0"), survey("jocl", "cl1"), survey("pool", "cpu")));

    private static Device gpu(String id) {
        return new Device(
                id, Device.Kind.GPU, id, "opencl", "platform", "1", 1, 1L << 30, 1L << 30, List.of(Precision.F32));
    }

    private static TuningKey key(String device) {
        return new TuningKey(device, "vendor", Device.Kind.GPU, "1", "platform", Precision.F32);
    }

    private static DeviceSurvey survey(String backend, String device) {
        return new DeviceSurvey(
                backend, device, new Tunable.Survey(key(device), null, Map.of(), List.of(), List.of(), null));
    }

    private static Tuned tuned(String device, double gflops) {
        return new Tuned(
                key(device),
                "digest",
                new Candidate("tiled", new TreeMap<>()),
                Instant.EPOCH,
                List.of(Shape.square(1)),
                gflops,
                1);
    }

    private static Contender fastest(List<Contender> contenders, Tuned... tuned) {
        return new FastestKnown(MACHINE, List.of(tuned), Precision.F32)
                .of(contenders)
                .orElse(null);
    }

    @Test
    void isAGpuWhereNothingIsKnownAndACpuWhereThereIsNone() {
        assertThat(fastest(ALL)).isEqualTo(FIRST);
        assertThat(fastest(List.of(POOL, SECOND))).isEqualTo(SECOND);
        assertThat(fastest(List.of(POOL))).isEqualTo(POOL);
        assertThat(fastest(List.of())).isNull();
    }

    @Test
    void hasTheHighestRateThatWasFound() {
        assertThat(fastest(ALL, tuned("cl0", 100), tuned("cl1", 200))).isEqualTo(SECOND);
        assertThat(fastest(ALL, tuned("cl1", 200), tuned("cl0", 300))).isEqualTo(FIRST);
        assertThat(fastest(ALL, tuned("cl1", 1))).isEqualTo(SECOND);
    }

    @Test
    void isTheCpuOnlyIfBothWereTuned() {
        assertThat(fastest(ALL, tuned("cpu", 100))).isEqualTo(FIRST);
        assertThat(fastest(ALL, tuned("cl0", 50), tuned("cpu", 100))).isEqualTo(POOL);
        assertThat(fastest(ALL, tuned("cl0", 150), tuned("cpu", 100))).isEqualTo(FIRST);
    }
}
