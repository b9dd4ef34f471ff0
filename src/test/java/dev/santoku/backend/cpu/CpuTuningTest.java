package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.cpu.kernel.CpuParameters;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.host.CpuModel;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was tuned is used where it holds, and nothing that was tuned computes a wrong product. */
class CpuTuningTest {
    private static final int BITS = 512;
    private static final Candidate TALL = CpuParameters.DEFAULTS.candidate().with("MOST_VECTORS", 2);

    private static final KernelProvider KERNELS = new KernelProvider() {
        @Override
        public MicroKernels<float[]> floats() {
            throw new UnsupportedOperationException();
        }

        @Override
        public MicroKernels<double[]> doubles() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int vectorBits() {
            return BITS;
        }
    };

    @TempDir
    private Path folder;

    private CpuTuning tuning;

    @BeforeEach
    void aMachine() {
        tuning = on("a processor");
    }

    private CpuTuning on(String model) {
        return new CpuTuning(new TunedCache(folder.resolve("tuned.json")), new CpuModel("a vendor", model));
    }

    @Test
    void whatWasTunedIsUsedOnThisModelOnly() throws IOException {
        assertThat(tuning.parameters(Precision.F32, BITS, CpuParameters.DEFAULTS))
                .isEqualTo(CpuParameters.DEFAULTS);
        assertThat(today(tuning).source()).isEqualTo(Tuning.Source.DEFAULTS);
        tuning.keep(found(tuning.survey(Precision.F32, KERNELS, true), TALL));
        assertThat(tuning.parameters(Precision.F32, BITS, CpuParameters.DEFAULTS))
                .isEqualTo(CpuParameters.of(TALL));
        assertThat(today(tuning).source()).isEqualTo(Tuning.Source.TUNED);
        assertThat(tuning.survey(Precision.F32, KERNELS, false).known()).containsKey("vector");
        assertThat(tuning.parameters(Precision.F64, BITS, CpuParameters.DEFAULTS))
                .isEqualTo(CpuParameters.DEFAULTS);
        assertThat(tuning.parameters(Precision.F32, 256, CpuParameters.DEFAULTS))
                .isEqualTo(CpuParameters.DEFAULTS);
        assertThat(on("a process").parameters(Precision.F32, BITS, CpuParameters.DEFAULTS))
                .isEqualTo(CpuParameters.DEFAULTS);
    }

    /** Of another Java it is worth a try, and no more. */
    @Test
    void whatAnotherJavaFoundIsTriedFirst() throws IOException {
        TuningKey key = tuning.survey(Precision.F32, KERNELS, true).key();
        TuningKey older =
                new TuningKey(key.device(), key.vendor(), key.kind(), "Java 8", key.platform(), key.precision());
        Tuned found = found(tuning.survey(Precision.F32, KERNELS, true), TALL);
        tuning.keep(new Tuned(older, found.kernels(), TALL, found.at(), found.sizes(), found.gflops(), found.tried()));
        assertThat(tuning.survey(Precision.F32, KERNELS, true).starts()).startsWith(TALL);
        assertThat(tuning.parameters(Precision.F32, BITS, CpuParameters.DEFAULTS))
                .isEqualTo(CpuParameters.DEFAULTS);
    }

    @Test
    void findingsOfOtherKernelsAreNotUsed() throws IOException {
        Tuned found = found(tuning.survey(Precision.F32, KERNELS, true), TALL);
        tuning.keep(new Tuned(
                found.key(), "another digest", TALL, found.at(), found.sizes(), found.gflops(), found.tried()));
        assertThat(tuning.parameters(Precision.F32, BITS, CpuParameters.DEFAULTS))
                .isEqualTo(CpuParameters.DEFAULTS);
    }

    @Test
    void singleKnowsAndPoolSearches() {
        assertThat(tuning.survey(Precision.F64, KERNELS, false).spaces()).isEmpty();
        assertThat(tuning.survey(Precision.F64, KERNELS, false).known()).isEmpty();
        assertThat(tuning.survey(Precision.F64, KERNELS, true).spaces())
                .singleElement()
                .satisfies(space -> {
                    assertThat(space.family()).isEqualTo("vector");
                    assertThat(space.values().keySet())
                            .isEqualTo(CpuParameters.DEFAULTS
                                    .candidate()
                                    .parameters()
                                    .keySet());
                });
    }

    /** A processor with whole units for its widest vectors takes as long for half of one. */
    @Test
    void whatWasMeasuredGoesToTheNearestValueThatIsTried() {
        assertThat(CpuParameters.DEFAULTS.withNarrowVector(47).narrowVector()).isEqualTo(50);
        assertThat(CpuParameters.DEFAULTS.withNarrowVector(71).narrowVector()).isEqualTo(75);
        assertThat(CpuParameters.DEFAULTS.withNarrowVector(130).narrowVector()).isEqualTo(100);
        assertThat(CpuParameters.DEFAULTS.withNarrowVector(50)).isEqualTo(CpuParameters.DEFAULTS);
    }

    @Test
    void parametersThatNobodyTriesAreRefused() {
        Candidate defaults = CpuParameters.DEFAULTS.candidate();
        assertThat(CpuParameters.of(defaults)).isEqualTo(CpuParameters.DEFAULTS);
        for (Candidate wrong : List.of(
                defaults.with("DEPTH", 7),
                defaults.with("DEPTH", 0),
                defaults.with("ANOTHER", 1),
                new Candidate("panel", defaults.parameters()))) {
            assertThatThrownBy(() -> new PoolBackend().open(Device.cpu(), Precision.F32, wrong))
                    .as(wrong.toString())
                    .isInstanceOf(UnsupportedProductException.class);
        }
    }

    /** The extremes of the space, and some candidates from its middle. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void everyCandidateComputesRightProducts(Precision precision) {
        if (!VectorModule.isPresent()) {
            assertThatThrownBy(
                            () -> new PoolBackend().open(Device.cpu(), precision, CpuParameters.DEFAULTS.candidate()))
                    .isInstanceOf(BackendException.class)
                    .hasMessage(VectorModule.refusal());
            return;
        }
        SplittableRandom random = new SplittableRandom(5);
        List<Candidate> candidates = new ArrayList<>();
        Candidate least = CpuParameters.DEFAULTS.candidate();
        Candidate most = least;
        for (var dimension : CpuParameters.space().entrySet()) {
            List<Integer> values = dimension.getValue();
            least = least.with(dimension.getKey(), values.get(0));
            most = most.with(dimension.getKey(), values.get(values.size() - 1));
        }
        candidates.add(least);
        candidates.add(most);
        for (int i = 0; i < 4; i++) {
            Candidate drawn = least;
            for (var dimension : CpuParameters.space().entrySet()) {
                drawn = drawn.with(
                        dimension.getKey(),
                        dimension
                                .getValue()
                                .get(random.nextInt(dimension.getValue().size())));
            }
            candidates.add(drawn);
        }
        for (Candidate candidate : candidates) {
            for (CpuBackend backend : List.of(new SingleBackend(), new PoolBackend())) {
                try (Multiplier multiplier = backend.open(Device.cpu(), precision, candidate)) {
                    for (Shape shape :
                            List.of(new Shape(129, 257, 301), new Shape(61, 70, 2100), new Shape(300, 17, 5))) {
                        Inputs inputs = Inputs.integers(shape, precision, 3);
                        try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                            product.compute();
                            assertThat(ProductCheck.exact(inputs, product.result(), 3))
                                    .as("%s %s %s", backend.id(), candidate, shape)
                                    .isEmpty();
                        }
                    }
                }
            }
        }
    }

    private static Tuning today(CpuTuning tuning) {
        return tuning.survey(Precision.F32, KERNELS, true).today();
    }

    private static Tuned found(Tunable.Survey survey, Candidate candidate) {
        return new Tuned(
                survey.key(),
                survey.spaces().get(0).kernels(),
                candidate,
                Instant.parse("2026-11-29T00:00:00Z"),
                List.of(Shape.square(777)),
                100,
                5);
    }
}
