package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBlasBackendTest extends BackendContract {
    private static final Inputs INPUTS = Inputs.integers(Shape.square(8), Precision.F32, 1);

    @Override
    protected Backend backend() {
        return new OpenBlasBackend();
    }

    /** OpenBLAS multiplies small matrices unpacked, and cuts large ones for its threads. */
    @Override
    protected List<Shape> edges() {
        return List.of(new Shape(127, 129, 128), new Shape(500, 3, 700), new Shape(385, 321, 400));
    }

    @Test
    void isAYardstickFoundByItsName() {
        assertThat(Backends.byId("openblas")).containsInstanceOf(OpenBlasBackend.class);
        assertThat(backend().yardstick()).isTrue();
    }

    @Test
    void bothVariantsRunUnlessThePoolHasOneThread() {
        assertThat(defaults(2)).containsExactly("single", "pool");
        assertThat(defaults(1)).containsExactly("single");
    }

    private List<String> defaults(int threads) {
        return backend().defaultVariants(Device.cpu(), new OpenOptions(threads)).stream()
                .map(Variant::id)
                .toList();
    }

    @Test
    void theDeviceTellsLibraryKernelsAndThreads() {
        assertThat(ranOn("single", 3)).matches(".*, OpenBLAS [0-9.]+ \\(\\w+\\), 1 thread");
        assertThat(ranOn("pool", 3)).endsWith("), 3 threads");
        assertThat(ranOn("pool", 1)).endsWith("), 1 thread");
    }

    private String ranOn(String variant, int threads) {
        try (Multiplier multiplier = open(variant, threads);
                Product product = multiplier.prepare(INPUTS.a(), INPUTS.b())) {
            product.compute();
            return product.ranOn();
        }
    }

    @Test
    void multipliersOfTwoNumbersOfThreadsKeepToTheirs() {
        try (Multiplier single = open("single", 2);
                Multiplier pool = open("pool", 2);
                Product one = single.prepare(INPUTS.a(), INPUTS.b());
                Product two = pool.prepare(INPUTS.a(), INPUTS.b())) {
            one.compute();
            two.compute();
            assertThat(one.ranOn()).isEqualTo(single.device().name()).endsWith(" 1 thread");
            assertThat(two.ranOn()).isEqualTo(pool.device().name()).endsWith(" 2 threads");
            one.compute();
            assertThat(one.ranOn()).endsWith(" 1 thread");
        }
    }

    @Test
    void thoseOfTwoNumbersOfThreadsTakeTurns() {
        List<String> ranOn = IntStream.of(1, 3, 2, 3)
                .parallel()
                .boxed()
                .flatMap(threads -> {
                    Set<String> names = new HashSet<>();
                    try (Multiplier multiplier = open("pool", threads);
                            Product product = multiplier.prepare(INPUTS.a(), INPUTS.b())) {
                        for (int i = 0; i < 200; i++) {
                            product.compute();
                            names.add(threads + ": " + product.ranOn().replaceFirst(".*, ", ""));
                        }
                    }
                    return names.stream();
                })
                .distinct()
                .sorted()
                .toList();
        assertThat(ranOn).containsExactly("1: 1 thread", "2: 2 threads", "3: 3 threads");
    }

    @Test
    void moreThreadsThanItWasBuiltForAreNotGivenForGranted() {
        try (Multiplier multiplier = open("pool", 4096)) {
            assertThatThrownBy(() -> multiplier.prepare(INPUTS.a(), INPUTS.b()))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageMatching("this OpenBLAS .* runs on [0-9]+ threads, not on 4096");
        }
    }

    /** The build for x86 has no such product; here is how it would be called. */
    @Test
    void aProductOfBf16GetsItsFormat(@TempDir Path folder) throws Exception {
        Function sbgemm = NativeLibrary.getInstance(
                        ReducedLibrary.build(folder, "cblas_sbgemm").toString())
                .getFunction("cblas_sbgemm");
        Shape shape = new Shape(13, 17, 19, 3);
        Inputs inputs = Inputs.integers(shape, Precision.BF16, 1);
        try (Operands operands = new Operands(shape, inputs.a(), inputs.b(), Optional.of(sbgemm))) {
            operands.fillWithNaN();
            operands.multiply();
            assertThat(ProductCheck.exact(inputs, operands.download(), 1)).isEmpty();
        }
    }

    @Test
    void refusesAVariantThatItDoesNotHave() {
        assertThatThrownBy(() -> open("naive", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("openblas has no variant 'naive'");
    }

    private Multiplier open(String id, int threads) {
        Variant variant = backend().variants().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseGet(() -> new Variant(id, "another's"));
        return backend().open(Device.cpu(), variant, new OpenOptions(threads));
    }
}
