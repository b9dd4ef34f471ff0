package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.Variant;
import dev.santoku.backend.hybrid.HybridBackend;
import dev.santoku.matrix.Precision;
import dev.santoku.result.Contender;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A machine with a CPU, a GPU cl0 and the CPU as cl1; one back end finds nothing, one is a yardstick. */
class ContenderResolverTest {
    private static final Device CPU = device("cpu", Device.Kind.CPU);
    private static final Device GPU = device("cl0", Device.Kind.GPU);
    private static final Device POCL = device("cl1", Device.Kind.CPU);

    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private final Map<String, Availability> availability = new LinkedHashMap<>();
    private final List<DeviceSurvey> surveys = new ArrayList<>();
    private final Map<String, String> pciAddresses = new LinkedHashMap<>();

    ContenderResolverTest() {
        add(new Stub("single", false), new Availability.Available(List.of(CPU)));
        add(new Stub("opencl", false), new Availability.Available(List.of(GPU, POCL)));
        add(new Stub("absent", false), new Availability.Unavailable("no driver", "install one"));
        add(new Stub("broken", false), new Availability.Unavailable("it crashed", "look at its log", true));
        add(new Stub("other", true), new Availability.Available(List.of(CPU)));
    }

    private void add(Backend backend, Availability found) {
        backends.put(backend.id(), backend);
        availability.put(backend.id(), found);
    }

    private ContenderResolver resolve(boolean allVariants, Set<String> onlyDevices, String... requests) {
        return resolve(allVariants, onlyDevices, 2, requests);
    }

    private ContenderResolver resolve(boolean allVariants, Set<String> onlyDevices, int threads, String... requests) {
        ContenderResolver resolver = new ContenderResolver(
                backends,
                new Machine(HostFacts.unknown(), availability, surveys, pciAddresses),
                allVariants,
                onlyDevices,
                new OpenOptions(threads));
        resolver.resolve(Arrays.stream(requests).map(ContenderRequest::parse).toList());
        return resolver;
    }

    private List<String> contenders(List<ContenderRequest> requests) {
        ContenderResolver resolver = new ContenderResolver(
                backends, new Machine(HostFacts.unknown(), availability, surveys), false, Set.of(), new OpenOptions(2));
        resolver.resolve(requests);
        return resolver.contenders().stream().map(Contender::toString).toList();
    }

    private List<String> contenders(String... requests) {
        return resolve(false, Set.of(), requests).contenders().stream()
                .map(Contender::toString)
                .toList();
    }

    @Test
    void partsLeftOutTakeTheirDefault() {
        assertThat(contenders("single")).containsExactly("single:refined@cpu");
        assertThat(contenders("single:plain")).containsExactly("single:plain@cpu");
    }

    @Test
    void aBackEndRunsOnAllItsDevicesWithTheVariantThatSuitsEach() {
        assertThat(contenders("opencl")).containsExactly("opencl:refined@cl0", "opencl:plain@cl1");
        assertThat(contenders("opencl:plain")).containsExactly("opencl:plain@cl0", "opencl:plain@cl1");
        assertThat(contenders("opencl@cl1")).containsExactly("opencl:plain@cl1");
        assertThat(contenders("opencl:refined@cl1")).containsExactly("opencl:refined@cl1");
    }

    /** The GPU cl0 once more by CUDA, a GPU that OpenCL does not have, and one whose place OpenCL does not tell. */
    @Test
    void aGpuCountsOnceAndItsSecondRouteIsMeasuredByName() {
        Device untold = openCl("cl2", "B");
        availability.put(
                "opencl",
                new Availability.Available(List.of(
                        openCl("cl0", "A"), untold, cuda("cuda0", "A"), cuda("cuda1", "A"), cuda("cuda2", "B"))));
        pciAddresses.putAll(Map.of("cl0", "0000:01:00.0", "cuda0", "0000:01:00.0", "cuda1", "0000:02:00.0"));
        pciAddresses.put("cuda2", "0000:03:00.0");
        assertThat(contenders("opencl:plain"))
                .containsExactly("opencl:plain@cl0", "opencl:plain@cl2", "opencl:plain@cuda1");
        assertThat(contenders("opencl:plain@cuda0")).containsExactly("opencl:plain@cuda0");
        assertThat(resolve(false, Set.of("cuda0", "cl0"), "opencl:plain").contenders())
                .extracting(Contender::toString)
                .containsExactly("opencl:plain@cl0", "opencl:plain@cuda0");
    }

    private static Device openCl(String id, String name) {
        return new Device(id, Device.Kind.GPU, name, "opencl", null, null, null, null, null, Precision.full());
    }

    private static Device cuda(String id, String name) {
        return new Device(id, Device.Kind.GPU, name, "cuda", null, null, null, null, null, Precision.full());
    }

    @Test
    void aVariantThatCannotRunIsAbsentWithItsReasonAndTheOthersRun() {
        add(
                new Stub("picky", false),
                new Availability.Available(
                        List.of(CPU),
                        Map.of("refined", new Availability.Unavailable("its compiler is off", "turn it on"))));
        ContenderResolver named = resolve(false, Set.of(), "picky:refined", "picky:plain");
        assertThat(named.contenders()).extracting(Contender::toString).containsExactly("picky:plain@cpu");
        assertThat(named.absent()).singleElement().satisfies(absent -> {
            assertThat(absent.contender()).hasToString("picky:refined@cpu");
            assertThat(absent.reason()).isEqualTo("its compiler is off; turn it on");
            assertThat(absent.failed()).isFalse();
        });
        assertThat(resolve(true, Set.of(), "picky").absent()).hasSize(1);
    }

    @Test
    void whereNoneIsNamedTheVariantThatWasFoundToBeTheFastestIsTaken() {
        surveys.add(survey("cl0", Tuning.Source.TUNED));
        surveys.add(survey("cl1", Tuning.Source.DEFAULTS));
        assertThat(contenders("opencl")).containsExactly("opencl:plain@cl0", "opencl:plain@cl1");
        assertThat(contenders("opencl:refined")).containsExactly("opencl:refined@cl0", "opencl:refined@cl1");
        surveys.clear();
        surveys.add(survey("cl0", Tuning.Source.DEFAULTS));
        assertThat(contenders("opencl@cl0")).containsExactly("opencl:refined@cl0");
    }

    /** A device wants a variant that leaves some precisions to another one's kernels: being tuned, they do not oust it. */
    @Test
    void theVariantThatADeviceWantsIsTaken() {
        availability.put("opencl", new Availability.Available(List.of(GPU, POCL), Map.of(), Map.of("cl1", "refined")));
        assertThat(contenders("opencl@cl1")).containsExactly("opencl:refined@cl1");
        surveys.add(survey("cl1", Tuning.Source.TUNED, "plain", "refined"));
        assertThat(contenders("opencl@cl1")).containsExactly("opencl:refined@cl1");
        surveys.clear();
        surveys.add(survey("cl1", Tuning.Source.TUNED, "plain"));
        assertThat(contenders("opencl@cl1")).containsExactly("opencl:plain@cl1");
    }

    private static DeviceSurvey survey(String device, Tuning.Source source) {
        return survey(device, source, "plain");
    }

    /** The family {@code plain} is used now, by these variants. */
    private static DeviceSurvey survey(String device, Tuning.Source source, String... variants) {
        TuningKey key = new TuningKey(device, "a vendor", Device.Kind.GPU, "1", "a platform", Precision.F32);
        Tuning today = new Tuning(Candidate.of("plain", Map.of()), source, null, null);
        return new DeviceSurvey(
                "opencl",
                device,
                new Tunable.Survey(
                        key,
                        today,
                        Arrays.stream(variants).collect(Collectors.toMap(variant -> variant, variant -> today)),
                        List.of(),
                        List.of(),
                        null));
    }

    @Test
    void theLadderHasAllVariantsButWhereOneIsNamed() {
        assertThat(resolve(true, Set.of(), "single", "opencl:plain@cl0").contenders())
                .extracting(Contender::toString)
                .containsExactly("single:plain@cpu", "single:refined@cpu", "opencl:plain@cl0");
    }

    @Test
    void severalVariantsThatStandForDifferentThingsAreAllDefaults() {
        assertThat(contenders("other")).containsExactly("other:plain@cpu", "other:refined@cpu");
        assertThat(contenders("other:refined")).containsExactly("other:refined@cpu");
        assertThat(resolve(false, Set.of(), 1, "other").contenders())
                .extracting(Contender::toString)
                .containsExactly("other:plain@cpu");
    }

    @Test
    void aYardstickHasNoLadder() {
        assertThat(resolve(true, Set.of(), 1, "other").contenders())
                .extracting(Contender::toString)
                .containsExactly("other:plain@cpu");
    }

    @Test
    void theOrderIsTheUsersAndNothingIsTakenTwice() {
        assertThat(contenders("opencl@cl1", "single", "opencl", "single:refined"))
                .containsExactly("opencl:plain@cl1", "single:refined@cpu", "opencl:refined@cl0");
        assertThat(resolve(false, Set.of(), "absent", "absent:refined").absent())
                .hasSize(1);
    }

    @Test
    void devicesConfine() {
        assertThat(resolve(false, Set.of("cpu", "cl0"), "single", "opencl").contenders())
                .extracting(Contender::toString)
                .containsExactly("single:refined@cpu", "opencl:refined@cl0");
        assertThatThrownBy(() -> resolve(false, Set.of("cl0"), "single"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--devices cl0 leaves no back end to measure");
    }

    @Test
    void whatCannotRunIsKeptWithReasonAndCure() {
        ContenderResolver resolver = resolve(false, Set.of(), "single", "absent", "absent:plain@cl3");
        assertThat(resolver.contenders()).hasSize(1);
        assertThat(resolver.absent())
                .containsExactly(
                        new Plan.Absent(new Contender("absent", "refined", null), false, "no driver; install one"),
                        new Plan.Absent(new Contender("absent", "plain", "cl3"), false, "no driver; install one"));
    }

    /** Each as contender and whether it failed. */
    private List<String> absent(Set<String> onlyDevices, List<ContenderRequest> requests) {
        ContenderResolver resolver = new ContenderResolver(
                backends,
                new Machine(HostFacts.unknown(), availability, surveys),
                false,
                onlyDevices,
                new OpenOptions(2));
        resolver.resolve(requests);
        return resolver.absent().stream()
                .map(missing -> missing.contender() + (missing.failed() ? " failed" : " skipped"))
                .toList();
    }

    @Test
    void aBackEndThatBrokeFailsWhereItIsAskedForByName() {
        List<ContenderRequest> all = ContenderResolver.everything(backends.values());
        List<ContenderRequest> named = Stream.of("broken", "broken:plain@cl0", "absent")
                .map(ContenderRequest::parse)
                .toList();
        assertThat(absent(Set.of(), all)).containsExactly("absent:refined skipped", "broken:refined skipped");
        assertThat(absent(Set.of(), named))
                .containsExactly("broken:refined failed", "broken:plain@cl0 failed", "absent:refined skipped");
        assertThat(absent(Set.of(), Stream.concat(named.stream(), all.stream()).toList()))
                .as("named once is named")
                .isEqualTo(absent(Set.of(), named));
    }

    @Test
    void itFailsTooWhereADeviceIsAskedForThatNobodyElseHas() {
        List<ContenderRequest> all = ContenderResolver.everything(backends.values());
        assertThat(absent(Set.of("cpu", "cl2"), all))
                .containsExactly("absent:refined skipped", "broken:refined failed");
        assertThat(absent(Set.of("cpu", "cl1"), all))
                .containsExactly("absent:refined skipped", "broken:refined skipped");
        assertThatThrownBy(() -> absent(Set.of("cl2"), List.of(ContenderRequest.parse("opencl"))))
                .hasMessage("unknown device 'cl2': this machine and program have cpu, cl0, cl1");
    }

    @Test
    void whatDoesNotExistIsRefusedNamingWhatDoes() {
        assertRefused("unknown back end 'nothing': this machine and program have single, opencl, absent", "nothing");
        assertRefused("unknown variant of single 'fast': this machine and program have plain, refined", "single:fast");
        assertRefused("unknown variant of absent 'fast'", "absent:fast");
        assertRefused("unknown device of opencl 'cpu': this machine and program have cl0, cl1", "opencl@cpu");
        assertThatThrownBy(() -> resolve(false, Set.of("cl2"), "opencl"))
                .hasMessage("unknown device 'cl2': this machine and program have cpu, cl0, cl1");
    }

    /** As of libraries, of which one may be missing while another is here. */
    @Test
    void aVariantThatCannotRunIsAbsentAloneWithItsReason() {
        availability.put(
                "other",
                new Availability.Available(
                        List.of(CPU), Map.of("plain", new Availability.Unavailable("not here", "install it"))));
        for (String request : List.of("other", "other:plain,other:refined")) {
            ContenderResolver resolver = resolve(false, Set.of(), request.split(","));
            assertThat(resolver.contenders()).containsExactly(new Contender("other", "refined", "cpu"));
            assertThat(resolver.absent())
                    .containsExactly(new Plan.Absent(
                            new Contender("other", "plain", "cpu"), true, "not here; install it", false));
        }
    }

    private void assertRefused(String words, String request) {
        assertThatThrownBy(() -> resolve(false, Set.of(), request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void hybridTakesDevicesTogetherAndIsMeasuredUnaskedWhereThereIsAGpu() {
        Device all =
                new Device("cpu+cl0", Device.Kind.GPU, "all", "hybrid", null, null, null, null, null, Precision.full());
        add(new HybridBackend(), new Availability.Available(List.of(all, CPU, GPU, POCL)));
        assertThat(contenders("hybrid")).containsExactly("hybrid:tiles@cpu+cl0");
        assertThat(contenders("hybrid@cl1+cpu")).containsExactly("hybrid:tiles@cpu+cl1");
        assertThat(contenders("hybrid@gpus")).containsExactly("hybrid:tiles@cl0");
        assertRefused("unknown device of hybrid 'cpu+cl7'", "hybrid@cpu+cl7");
        assertThat(everything()).contains("hybrid:tiles@cpu+cl0").doesNotContain("hybrid:tiles@cl0");
        add(new HybridBackend(), new Availability.Available(List.of(CPU, POCL)));
        assertThat(everything()).contains("single:refined@cpu").noneMatch(contender -> contender.startsWith("hybrid"));
        add(new HybridBackend(), new Availability.Unavailable("nothing to share", "install something"));
        assertThat(absent(Set.of(), ContenderResolver.everything(backends.values())))
                .containsExactly("absent:refined skipped", "broken:refined skipped");
    }

    private List<String> everything() {
        return contenders(ContenderResolver.everything(backends.values()));
    }

    @Test
    void everythingHasNoYardsticks() {
        assertThat(ContenderResolver.everything(backends.values()))
                .extracting(ContenderRequest::toString)
                .containsExactly("single", "opencl", "absent", "broken");
        assertThat(ContenderResolver.yardsticks(backends.values()))
                .extracting(ContenderRequest::toString)
                .containsExactly("other");
    }

    private static Device device(String id, Device.Kind kind) {
        return new Device(id, kind, id, "route", null, null, null, null, null, Precision.full());
    }

    /** Of which only names are used; the refined variant suits all devices but cl1. */
    private record Stub(String id, boolean yardstick) implements Backend {
        @Override
        public List<Variant> variants() {
            return List.of(new Variant("plain", "a test"), new Variant("refined", "a test"));
        }

        @Override
        public Variant defaultVariant(Device device) {
            return variants().get(device.equals(POCL) ? 0 : 1);
        }

        /** A yardstick's variants stand for different things, unless there is one thread. */
        @Override
        public List<Variant> defaultVariants(Device device, OpenOptions options) {
            if (yardstick) {
                return variants().subList(0, Math.min(2, options.threads()));
            }
            return Backend.super.defaultVariants(device, options);
        }

        @Override
        public Availability probe() {
            throw new AssertionError("the parent touches no driver");
        }

        @Override
        public Multiplier open(Device device, Variant variant, OpenOptions options) {
            throw new AssertionError("the parent touches no driver");
        }
    }
}
