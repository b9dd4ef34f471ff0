package dev.santoku.host.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.GpuState;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which GPU is which device, what lies between two looks, and what is said of it. */
class GpuWatchTest {
    private static final String PLACE = "0000:3b:00.0";
    private static final String OTHER_PLACE = "0000:5e:00.0";
    private static final GpuState CALM = state(true, List.of(), 0);

    private static GpuState state(Boolean persistence, List<String> slowdowns, Integer others) {
        return new GpuState(1980, 1980, 2619, 2619, 40.0, 120.0, 700.0, "P0", persistence, slowdowns, others);
    }

    private static GpuReading gpu(String name, String place, GpuState state, Map<String, Long> slowed) {
        return new GpuReading(name, "570.1", place, state, slowed);
    }

    private static GpuReading gpu(String name, String place) {
        return gpu(name, place, CALM, Map.of());
    }

    private static Device device(String id, Device.Kind kind, String name) {
        return new Device(id, kind, name, "opencl", "P", "1", 1, null, null, List.of(Precision.F32));
    }

    private static Machine machine(Map<String, String> places, Device... devices) {
        return new Machine(
                HostFacts.unknown(), Map.of("jocl", new Availability.Available(List.of(devices))), List.of(), places);
    }

    /** Tells one list after the other. */
    private static GpuTool tool(List<List<GpuReading>> looks) {
        Deque<List<GpuReading>> left = new ArrayDeque<>(looks);
        return new GpuTool() {
            @Override
            public String name() {
                return "nvidia-smi";
            }

            @Override
            public List<GpuReading> read() {
                return left.removeFirst();
            }
        };
    }

    private static GpuFacts only(Machine machine, GpuReading before, GpuReading after) {
        List<GpuFacts> facts = GpuWatch.begin(
                        List.of(tool(List.of(List.of(before), List.of(after)))), machine, List.of())
                .end();
        assertThat(facts).hasSize(1);
        return facts.get(0);
    }

    private static final Machine ONE_H100 = machine(
            Map.of("cl1", PLACE), device("cl0", Device.Kind.CPU, "H100"), device("cl1", Device.Kind.GPU, "H100"));

    @Test
    void knowsADeviceByItsPlaceWhateverTheNames() {
        Machine twins = machine(
                Map.of("cl0", OTHER_PLACE, "cl1", PLACE),
                device("cl0", Device.Kind.GPU, "gfx942"),
                device("cl1", Device.Kind.GPU, "gfx942"));
        List<GpuFacts> facts = GpuWatch.begin(
                        List.of(tool(List.of(List.of(
                                gpu("MI300X", PLACE), gpu("MI300X", OTHER_PLACE), gpu("MI300X", "0000:aa:00.0"))))),
                        twins,
                        List.of())
                .untilNow();
        assertThat(facts).extracting(GpuFacts::device).containsExactly("cl1", "cl0", null);
        assertThat(facts).allMatch(gpu -> gpu.after() == null && gpu.slowedSeconds() == null);
    }

    @Test
    void knowsADeviceByItsNameWhereThatIsTheOnlyOne() {
        Machine mixed = machine(Map.of(), device("cl0", Device.Kind.GPU, "H100"), device("cl1", Device.Kind.GPU, "T4"));
        assertThat(GpuWatch.begin(
                                List.of(tool(List.of(List.of(gpu("T4", PLACE), gpu("H100", OTHER_PLACE))))),
                                mixed,
                                List.of())
                        .untilNow())
                .extracting(GpuFacts::device)
                .containsExactly("cl1", "cl0");
        assertThat(GpuWatch.begin(
                                List.of(tool(List.of(List.of(gpu("T4", PLACE), gpu("T4", OTHER_PLACE))))),
                                mixed,
                                List.of())
                        .untilNow())
                .as("either could be meant")
                .extracting(GpuFacts::device)
                .containsExactly(null, null);
        assertThat(GpuWatch.begin(List.of(tool(List.of(List.of(gpu("H100", OTHER_PLACE))))), ONE_H100, List.of())
                        .untilNow())
                .as("the name is right, the place is not")
                .extracting(GpuFacts::device)
                .containsExactly((String) null);
    }

    @Test
    void isSilentWithoutTools() {
        GpuWatch watch = GpuWatch.begin(List.of(), ONE_H100, List.of());
        assertThat(watch.untilNow()).isEmpty();
        assertThat(watch.end()).isEmpty();
        GpuWatch gone =
                GpuWatch.begin(List.of(tool(List.of(List.of(gpu("H100", PLACE)), List.of()))), ONE_H100, List.of());
        assertThat(gone.end()).singleElement().satisfies(facts -> {
            assertThat(facts.before()).isEqualTo(CALM);
            assertThat(facts.after()).isNull();
            assertThat(facts.warnings()).isEmpty();
        });
    }

    @Test
    void tellsForHowLongItWasSlowedDown() {
        GpuFacts facts = only(
                ONE_H100,
                gpu("H100", PLACE, CALM, Map.of("heat", 5_000_000L, "power-cap", 100L, "power-brake", 9L)),
                gpu("H100", PLACE, CALM, Map.of("heat", 8_200_000L, "power-cap", 100L, "power-brake", 3L)));
        assertThat(facts.slowedSeconds()).containsOnly(Map.entry("heat", 3.2), Map.entry("power-cap", 0.0));
        assertThat(facts.warnings())
                .containsExactly(
                        "heat slowed cl1 down for 3.2 s of the run: cool it better, or let it rest before a run");
    }

    @Test
    void namesWhatMendsEachDisturbance() {
        GpuState disturbed =
                state(false, List.of("idle", "application-clocks", "heat-hardware", "power-brake", "power-cap"), 1);
        assertThat(only(ONE_H100, gpu("H100", PLACE, disturbed, Map.of()), gpu("H100", PLACE))
                        .warnings())
                .containsExactly(
                        "the driver of cl1 is loaded anew for every process (persistence mode is off): sudo nvidia-smi"
                                + " -pm 1",
                        "another process computes on cl1: nvidia-smi names it; end it, or wait for its end",
                        "somebody set clocks for applications on cl1, which hold it down: sudo nvidia-smi -rac",
                        "heat slowed cl1 down already before the run: cool it better, or let it rest before a run",
                        "its power supply slowed cl1 down already before the run: check the supply and its cables",
                        "its power limit of 700 W held cl1 back already before the run: sudo nvidia-smi -pl WATTS sets"
                                + " another, as far as the board allows");
        assertThat(only(ONE_H100, gpu("H100", PLACE), gpu("H100", PLACE, state(true, List.of("heat"), 3), Map.of()))
                        .warnings())
                .containsExactly(
                        "3 other processes compute on cl1: nvidia-smi names them; end them, or wait for their end",
                        "heat slowed cl1 down still after the run: cool it better, or let it rest before a run");
    }

    @Test
    void saysNothingOfWhatIsUnknownOrOfAGpuThatNothingIsMeasuredOn() {
        GpuState unknown = new GpuState(null, null, null, null, null, null, null, null, null, null, null);
        GpuReading blank = gpu("H100", PLACE, unknown, Map.of());
        assertThat(only(ONE_H100, blank, blank).warnings()).isEmpty();
        GpuState bad = state(false, List.of("heat"), 7);
        assertThat(only(
                                machine(Map.of(), device("cl0", Device.Kind.GPU, "T4")),
                                gpu("H100", PLACE, bad, Map.of()),
                                gpu("H100", PLACE))
                        .warnings())
                .isEmpty();
    }

    private static GpuFacts facts(GpuState before, GpuState after, Map<String, Double> slowed, String... warnings) {
        return new GpuFacts("cl1", "H100", "570.1", "nvidia-smi", before, after, slowed, List.of(warnings));
    }

    @Test
    void knowsWhatAnEarlierPartOfTheRunSaw() {
        GpuState first = state(true, List.of(), 1);
        GpuFacts earlier = facts(first, null, null, "another process computes on cl1: end it");
        GpuState last = state(true, List.of("heat"), 0);
        GpuTool tool = tool(List.of(
                List.of(gpu("H100", PLACE, CALM, Map.of("heat", 1L))),
                List.of(gpu("H100", PLACE, last, Map.of("heat", 9L)))));
        GpuWatch watch = GpuWatch.begin(List.of(tool), ONE_H100, List.of(earlier));
        assertThat(watch.untilNow())
                .containsExactly(facts(first, null, null, "another process computes on cl1: end it"));
        assertThat(watch.end())
                .containsExactly(facts(
                        first,
                        last,
                        null,
                        "another process computes on cl1: end it",
                        "heat slowed cl1 down still after the run: cool it better, or let it rest before a run"));
    }

    @Test
    void aToolThatIsSilentNowTakesNothingAway() {
        GpuFacts earlier = facts(CALM, null, null, "it was warm");
        GpuTool hangs = new GpuTool() {
            @Override
            public String name() {
                return "nvidia-smi";
            }

            @Override
            public List<GpuReading> read() throws ToolTimeoutException {
                throw new ToolTimeoutException();
            }
        };
        GpuWatch watch = GpuWatch.begin(List.of(hangs), ONE_H100, List.of(earlier));
        assertThat(watch.end()).containsExactly(earlier);
        assertThat(watch.troubles()).singleElement().asString().startsWith("nvidia-smi did not answer within 20 s, ");
        assertThat(GpuWatch.begin(List.of(), ONE_H100, List.of()).troubles()).isEmpty();
    }

    @Test
    void meanwhileEachDeviceHasItsStateAndWhatIsNoDeviceHasNone() {
        GpuState hot = state(true, List.of("heat"), 0);
        GpuWatch watch = GpuWatch.begin(
                List.of(tool(List.of(
                        List.of(gpu("H100", PLACE), gpu("H100", OTHER_PLACE)),
                        List.of(gpu("H100", OTHER_PLACE), gpu("H100", PLACE, hot, Map.of())),
                        List.of()))),
                ONE_H100,
                List.of());
        assertThat(watch.seesAny()).isTrue();
        assertThat(watch.now()).containsExactly(Map.entry("cl1", hot));
        assertThat(watch.now()).as("the tool tells nothing any more").isEmpty();
        assertThat(GpuWatch.begin(List.of(), ONE_H100, List.of()).seesAny()).isFalse();
    }
}
