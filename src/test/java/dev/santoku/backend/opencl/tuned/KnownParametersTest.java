package dev.santoku.backend.opencl.tuned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.SearchSpace;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.NaiveFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.family.TiledFamily;
import dev.santoku.backend.opencl.family.WarpFamily;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.backend.tuned.TunedFile;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which parameters a device gets, from the nearest to the farthest relative. */
class KnownParametersTest {
    private static final TiledFamily TILED = new TiledFamily();
    private static final SelfTestCache NONE = new SelfTestCache(Path.of("no folder", "selftest.json"));
    private static final List<KernelFamily> FAMILIES = List.of(TILED, new NaiveFamily());
    private static final DeviceLimits GPU = new DeviceLimits(
            Device.Kind.GPU, 132, 1024, new Memory(48 << 10, 1L << 34, 1L << 36, false), new Lanes(1, 1), true);
    private static final TuningKey KEY = key("H9", "NVIDIA", Device.Kind.GPU, "1");

    private static TuningKey key(String device, String vendor, Device.Kind kind, String driver) {
        return new TuningKey(device, vendor, kind, driver, "a platform", Precision.F32);
    }

    /** Parameters that the family allows, told apart by TILE_K. */
    private static Candidate candidate(int tileK) {
        return TILED.shipped(GPU, Precision.F32).with("TILE_K", tileK).candidate();
    }

    private static Tuned tuned(TuningKey key, String kernels, Candidate candidate) {
        return new Tuned(
                key, kernels, candidate, Instant.parse("2026-03-01T10:15:00Z"), List.of(Shape.square(2048)), 1, 1);
    }

    private static Tuned tuned(TuningKey key, int tileK) {
        return tuned(key, TILED.sourceDigest(), candidate(tileK));
    }

    private static KnownParameters known(List<Tuned> cache, List<Tuned> shipped) {
        return new KnownParameters(new TunedCache.Content(cache, Optional.empty()), shipped, NONE, "1");
    }

    private static Tuning find(List<Tuned> cache, List<Tuned> shipped) {
        return known(cache, shipped).find(KEY, GPU, FAMILIES);
    }

    @Test
    void theNearestRelativeWins() {
        Tuned here = tuned(KEY, 8);
        Tuned sameName = tuned(key("H9", "NVIDIA", Device.Kind.GPU, "older"), 32);
        Tuned sameVendor = tuned(key("A1", "NVIDIA", Device.Kind.GPU, "1"), 8);
        Tuned otherVendor = tuned(key("MI", "AMD", Device.Kind.GPU, "1"), 32);
        Tuned otherKind = tuned(key("H9", "NVIDIA", Device.Kind.CPU, "1"), 8);
        List<Tuned> shipped = List.of(otherKind, otherVendor, sameVendor, sameName);

        assertThat(find(List.of(here), shipped))
                .isEqualTo(new Tuning(candidate(8), Tuning.Source.TUNED, null, here.at()));
        assertThat(find(List.of(), shipped))
                .isEqualTo(new Tuning(candidate(32), Tuning.Source.SHIPPED, "H9", here.at()));
        assertThat(find(List.of(), shipped.subList(0, 3)))
                .isEqualTo(new Tuning(candidate(8), Tuning.Source.RELATIVE, "A1", here.at()));
        assertThat(find(List.of(), shipped.subList(0, 2)))
                .isEqualTo(new Tuning(candidate(16), Tuning.Source.DEFAULTS, null, null));
    }

    private static TuningKey key(String device, String vendor, String architecture) {
        return new TuningKey(device, vendor, Device.Kind.GPU, "1", "a platform", Precision.F32, architecture);
    }

    /** An A100's serve no H100, nor do those of a GPU of which the architecture is not known. */
    @Test
    void nearnessStopsAtVendorAndArchitecture() {
        Tuned a100 = tuned(key("A100", "NVIDIA", "sm_80"), 8);
        Tuned h200 = tuned(key("H200", "NVIDIA", "sm_90"), 32);
        Tuned unknown = tuned(key("Q", "NVIDIA", ""), 8);
        Tuned arc = tuned(key("Arc", "Intel", "dg2"), 8);
        KnownParameters all = known(List.of(), List.of(a100, unknown, arc, h200));
        assertThat(all.find(key("H100", "NVIDIA", "sm_90"), GPU, FAMILIES).of()).isEqualTo("H200");
        assertThat(all.find(key("B200", "NVIDIA", "sm_100"), GPU, FAMILIES).of())
                .isEqualTo("H200"); // marked as near
        assertThat(all.find(key("4090", "NVIDIA", "sm_89"), GPU, FAMILIES).source())
                .isEqualTo(Tuning.Source.DEFAULTS);
        assertThat(all.find(key("UHD", "Intel", "tgllp"), GPU, FAMILIES).source())
                .isEqualTo(Tuning.Source.DEFAULTS);
        assertThat(all.find(key("A100", "NVIDIA Corporation", ""), GPU, FAMILIES)
                        .source())
                .isEqualTo(Tuning.Source.SHIPPED); // of its name
    }

    /** Files of older versions do not tell the architecture. */
    @Test
    void whatWasTunedHereHoldsThoughItsFileDoesNotTellTheArchitecture() {
        TuningKey now = new TuningKey("H9", "NVIDIA", Device.Kind.GPU, "1", "a platform", Precision.F32, "sm_90");
        assertThat(known(List.of(tuned(KEY, 8)), List.of())
                        .find(now, GPU, FAMILIES)
                        .source())
                .isEqualTo(Tuning.Source.TUNED);
    }

    /** A relation by kind alone counts for less than what suits the architecture. */
    @Test
    void whatSuitsTheArchitectureIsMarkedAsNeverMeasured() {
        DeviceLimits intel = GPU.of(new GpuArchitecture(GpuArchitecture.Vendor.INTEL, "dg2", 8, Set.of()));
        TuningKey key = key("Arc", "Intel", Device.Kind.GPU, "1");
        List<Tuned> other = List.of(tuned(KEY, 8));
        Tuning found = known(List.of(), other).find(key, intel, FAMILIES);
        assertThat(found.source()).isEqualTo(Tuning.Source.ANALYSIS);
        assertThat(found.source().isMeasured()).isFalse();
        assertThat(found.candidate())
                .isEqualTo(TILED.shipped(intel, Precision.F32).candidate());
        assertThat(known(List.of(tuned(key, 8)), other)
                        .find(key, intel, FAMILIES)
                        .source())
                .isEqualTo(Tuning.Source.TUNED);
    }

    /** Other drivers, kernels, platforms and precisions are other devices, as far as the cache is concerned. */
    @Test
    void whatWasTunedForSomethingElseIsNotUsedButTriedFirst() {
        List<Tuned> others = List.of(
                tuned(key("H9", "NVIDIA", Device.Kind.GPU, "2"), 8),
                tuned(KEY, "other kernels", candidate(32)),
                tuned(new TuningKey("H9", "NVIDIA", Device.Kind.GPU, "1", "another", Precision.F32), 8),
                tuned(new TuningKey("H9", "NVIDIA", Device.Kind.GPU, "1", "a platform", Precision.F64), 8));
        assertThat(find(others, List.of()).source()).isEqualTo(Tuning.Source.DEFAULTS);
        assertThat(known(others, List.of()).starts(KEY, GPU, List.of(TILED)))
                .containsExactly(candidate(8), candidate(32), candidate(16));
    }

    /** A family may get a parameter that it did not have when the user's cache was written. */
    @Test
    void whatWasFoundBeforeAParameterWasThereIsTriedWithTheFamilysOwnValueOfIt() {
        Map<String, Integer> old = new TreeMap<>(candidate(8).parameters());
        Integer own = old.remove("GROUP_M");
        assertThat(own).isNotNull();
        List<Tuned> cache = List.of(tuned(KEY, TILED.sourceDigest(), Candidate.of("tiled", old)));
        assertThat(known(cache, List.of()).starts(KEY, GPU, List.of(TILED)))
                .containsExactly(candidate(8), candidate(16));
        assertThat(find(cache, List.of()).source()).isEqualTo(Tuning.Source.DEFAULTS);
    }

    @Test
    void parametersThatTheDeviceCannotRunAreNoParameters() {
        Candidate huge = candidate(32).with("GROUP_M", 64).with("GROUP_N", 64);
        Candidate unknown = candidate(16).with("NONSENSE", 1);
        Candidate absent = Candidate.of("absent", candidate(16).parameters());
        for (Candidate bad : List.of(huge, unknown, absent)) {
            Tuned entry = tuned(KEY, TILED.sourceDigest(), bad);
            assertThat(find(List.of(entry), List.of(entry)).source())
                    .as(bad.toString())
                    .isEqualTo(Tuning.Source.DEFAULTS);
            assertThat(known(List.of(entry), List.of(entry)).starts(KEY, GPU, FAMILIES))
                    .doesNotContain(bad);
        }
    }

    /** What is good on one device may be allowed on another and make no sense there: the space of values tells. */
    @Test
    void aRelativesValuesMustBeWorthTryingHere() {
        Candidate odd = candidate(16).with("TILE_K", 5);
        assertThat(TILED.objection(GPU, Precision.F32, Parameters.of(odd))).isEmpty();
        Tuned entry = tuned(key("A1", "NVIDIA", Device.Kind.GPU, "1"), TILED.sourceDigest(), odd);
        assertThat(find(List.of(), List.of(entry)).source()).isEqualTo(Tuning.Source.DEFAULTS);
        assertThat(find(List.of(tuned(KEY, TILED.sourceDigest(), odd)), List.of())
                        .source())
                .isEqualTo(Tuning.Source.TUNED);
    }

    @Test
    void aVariantGetsParametersOfItsOwnFamilyAlone() {
        Tuning naive = known(List.of(tuned(KEY, 8)), List.of()).find(KEY, GPU, List.of(new NaiveFamily()));
        assertThat(naive.source()).isEqualTo(Tuning.Source.DEFAULTS);
        assertThat(naive.candidate().family()).isEqualTo("naive");
    }

    @Test
    void aSurveyTellsSpacesWhatIsKnownAndTheTrouble() {
        KnownParameters known = new KnownParameters(
                new TunedCache.Content(List.of(), Optional.of("it is damaged")), List.of(), NONE, "1");
        Tunable.Survey survey = Surveys.survey(known, KEY, GPU, FAMILIES);
        assertThat(survey.trouble()).isEqualTo("it is damaged");
        assertThat(survey.today().candidate()).isEqualTo(candidate(16));
        assertThat(survey.known()).containsOnlyKeys("tiled", "naive");
        assertThat(survey.spaces()).extracting(SearchSpace::family).containsExactly("tiled");
        assertThat(survey.spaces().get(0).kernels()).hasSize(64);
        assertThat(survey.spaces().get(0).values().get("TILE_K")).isNotEmpty().isSorted();
    }

    /** The entries that are shipped: readable, of families that are there, and allowed where they were found. */
    @Test
    void theShippedFileIsSound() throws Exception {
        List<Tuned> shipped = TunedFile.parse(KernelSource.resource("tuned.json"));
        for (Tuned entry : shipped) {
            KernelFamily family =
                    KernelFamilies.find(entry.candidate().family()).orElseThrow();
            assertThat(entry.candidate().parameters().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            family.shipped(GPU, entry.key().precision())
                                    .values()
                                    .keySet());
        }
        assertThat(shipped).extracting(Tuned::key).doesNotHaveDuplicates();
    }

    /** In f32 the variant of a GPU with matrix instructions computes as warp does, with what is known of warp. */
    @Test
    void aVariantIsSurveyedWithTheParametersOfWhatServesForIt() {
        DeviceLimits hopper = GPU.of(new GpuArchitecture(GpuArchitecture.Vendor.NVIDIA, "sm_90", 32, Set.of()));
        WarpFamily warp = new WarpFamily();
        Tuned tunedWarp = tuned(
                KEY,
                warp.sourceDigest(),
                warp.shipped(hopper, Precision.F32).with("BAND", 4).candidate());
        KnownParameters known =
                new KnownParameters(new TunedCache.Content(List.of(tunedWarp), Optional.empty()), List.of(), NONE, "1");
        Tunable.Survey f32 = Surveys.survey(known, KEY, hopper, KernelFamilies.inOrder(hopper));
        assertThat(f32.today().candidate()).isEqualTo(tunedWarp.candidate());
        assertThat(f32.known().get("matrix")).isEqualTo(f32.today());

        TuningKey f64Key = new TuningKey("H9", "NVIDIA", Device.Kind.GPU, "1", "a platform", Precision.F64);
        Tunable.Survey f64 = Surveys.survey(known, f64Key, hopper, KernelFamilies.inOrder(hopper));
        assertThat(f64.today().candidate().family()).isEqualTo("matrix");
        assertThat(f64.known().get("warp").candidate().family()).isEqualTo("warp");
        Tunable.Survey turing = Surveys.survey(known, f64Key, GPU, KernelFamilies.inOrder(GPU));
        assertThat(turing.known()).containsKey("warp").doesNotContainKey("matrix");
    }
}
