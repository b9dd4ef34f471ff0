package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries that setup.sh --tests installs, BLIS and OpenBLAS, in one process; then what is found and what refused. */
class CblasBackendTest extends BackendContract {
    private static final Inputs INPUTS = Inputs.integers(Shape.square(8), Precision.F32, 1);

    private final CblasBackend backend = new CblasBackend();

    @TempDir
    private Path root;

    @Override
    protected Backend backend() {
        return backend;
    }

    /** Those of libraries that are here. */
    @Override
    protected boolean opens(Variant variant) {
        return backend.probe().obstacle(variant.id()).isEmpty();
    }

    /** Where BLIS and OpenBLAS cut for caches and threads. */
    @Override
    protected List<Shape> edges() {
        return List.of(new Shape(127, 129, 128), new Shape(500, 3, 700), new Shape(385, 321, 400));
    }

    @Test
    void isAYardstickThatHasBlisAndTheSystemsOpenBlasHere() {
        assertThat(Backends.byId("cblas")).containsInstanceOf(CblasBackend.class);
        assertThat(backend.yardstick()).isTrue();
        assertThat(defaults(2)).contains("blis-single", "blis", "openblas-single", "openblas");
        assertThat(defaults(1)).contains("blis-single", "openblas-single").doesNotContain("blis", "openblas");
    }

    private List<String> defaults(int threads) {
        return backend.defaultVariants(Device.cpu(), new OpenOptions(threads)).stream()
                .map(Variant::id)
                .toList();
    }

    @Test
    void theDeviceTellsLibraryVersionKernelsAndThreads() {
        assertThat(ranOn("blis")).matches(".*, BLIS [0-9.]+ \\(\\w+\\), 3 threads");
        assertThat(ranOn("blis-single")).matches(".*, BLIS [0-9.]+ \\(\\w+\\), 1 thread");
        assertThat(ranOn("openblas")).matches(".*, OpenBLAS [0-9.]+ \\(\\w+\\), 3 threads");
    }

    private String ranOn(String variant) {
        try (Multiplier multiplier = open(variant(variant));
                Product product = multiplier.prepare(INPUTS.a(), INPUTS.b())) {
            product.compute();
            return product.ranOn();
        }
    }

    private Variant variant(String id) {
        return backend.variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLibraryThatIsNotHereIsMissedByNameAndRefused() throws Exception {
        Path given = library("libgiven.so", "cblas_sgemm\0cblas_dgemm\0");
        CblasBackend over = new CblasBackend(List.of(given), new CblasFinder(root, Map.of()));
        assertThat(over.probe().obstacle("given")).isEmpty();
        assertThat(over.probe().obstacle("mkl-single").orElseThrow().inWords())
                .matches(
                        "there is no Intel's MKL here: no file is called .*mkl_rt.*; scripts/setup.sh --mkl .* --cblas");
        Variant missing = over.variants().stream()
                .filter(variant -> variant.id().equals("mkl"))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> over.open(Device.cpu(), missing, new OpenOptions(2)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("there is no Intel's MKL here");
        assertThatThrownBy(() -> open(new Variant("naive", "another's")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cblas has no variant 'naive'");
    }

    @Test
    void whereNoneIsFoundItSaysWhatIsLookedFor() {
        assertThat(found(Map.of()).probe())
                .isInstanceOfSatisfying(Availability.Unavailable.class, none -> assertThat(none.inWords())
                        .contains("mkl_rt, ", "openblas are looked for")
                        .endsWith("or name its file with --cblas"));
    }

    /** As Debian's alternatives have it: a folder of the loader's configuration, links to one file, an older release. */
    @Test
    void oneFileUnderTwoNamesIsOneLibraryAndFoldersOfTheUserComeFirst() throws Exception {
        library("usr/lib/some-arch/blis-pthread/libblis.so.4", "cblas_sgemm\0cblas_dgemm\0");
        link("usr/lib/some-arch/libblis.so.4", "blis-pthread/libblis.so.4");
        link("usr/lib/some-arch/libblis-mt.so.4", "libblis.so.4");
        library("usr/lib/some-arch/libblis.so.3", "cblas_sgemm\0cblas_dgemm\0");
        library("usr/lib/libmkl_rt.so.2", "");
        Path users = library("home/mine/libmkl_rt.so.1", "cblas_sgemm\0cblas_dgemm\0");
        Files.createDirectories(root.resolve("etc/ld.so.conf.d"));
        Files.writeString(root.resolve("etc/ld.so.conf.d/a.conf"), "# a comment\n/usr/lib/some-arch\n");
        CblasFinder finder = new CblasFinder(root, Map.of("LD_LIBRARY_PATH", ":relative:" + users.getParent()));
        assertThat(finder.find(List.of()))
                .containsExactly(
                        new CblasFile("mkl", users),
                        new CblasFile("aocl", root.resolve("usr/lib/some-arch/libblis-mt.so.4")));
        Path given = root.resolve("usr/lib/some-arch/libblis.so.4");
        Path other = library("other/libblis.so", "cblas_sgemm\0cblas_dgemm\0");
        Path own = library("other/lib9My_Own-single.1.so", "cblas_sgemm\0cblas_dgemm\0");
        assertThat(finder.find(List.of(given, other, own)))
                .extracting(CblasFile::name, CblasFile::path)
                .containsExactly(
                        tuple("blis", given), tuple("blis-2", other), tuple("my-own", own), tuple("mkl", users));
    }

    @Test
    void aFileThatIsNoSuchLibraryIsRefusedInWordsWithoutLoadingIt() throws Exception {
        assertThat(refusal("libplain.so", "sgemm_\0cblas_sgemm_batch\0"))
                .startsWith("libplain.so has no functions cblas_sgemm and cblas_dgemm: ");
        assertThat(refusal("libhalf.so", "cblas_sgemm\0")).startsWith("libhalf.so has no functions");
        String wide = " takes 64-bit integers (ILP64), and is called with 32-bit ones; name another library";
        assertThat(refusal("libjulia.so", "cblas_sgemm64_\0cblas_dgemm64_\0")).startsWith("libjulia.so" + wide);
        assertThat(refusal("libreference.so", "cblas_sgemm_64\0")).startsWith("libreference.so" + wide);
        String both = "cblas_sgemm\0cblas_dgemm\0";
        assertThat(refusal("libopenblas64.so.0", both)).startsWith("libopenblas64.so.0" + wide);
        assertThat(refusal("libarmpl_ilp64_mp.so", both)).startsWith("libarmpl_ilp64_mp.so" + wide);
        assertThat(new CblasFile("name", library("libblas_x86_64.so", both)).obstacle())
                .isEmpty();
        String split = "x".repeat((1 << 20) - 5) + "cblas_sgemm\0" + "x".repeat(1 << 20) + "cblas_dgemm\0";
        assertThat(new CblasFile("name", library("libsplit.so", split)).obstacle())
                .isEmpty();
    }

    private String refusal(String file, String content) throws IOException {
        return new CblasFile("name", library(file, content))
                .obstacle()
                .orElseThrow()
                .inWords();
    }

    @Test
    void aFileThatDoesNotLoadSaysWhyWithoutItsFolder() throws Exception {
        Path broken = library("libbroken.so", "cblas_sgemm\0cblas_dgemm\0");
        CblasBackend over = new CblasBackend(List.of(broken), new CblasFinder(root, Map.of()));
        assertThat(over.probe().obstacle("broken")).isEmpty();
        Variant pool = over.namedVariants(new OpenOptions(2)).get(1);
        assertThatThrownBy(() -> over.open(Device.cpu(), pool, new OpenOptions(2)))
                .isInstanceOf(BackendException.class)
                .hasMessageMatching("libbroken.so does not load: libbroken.so: .+")
                .hasMessageNotContaining(root.toString());
    }

    /** As OpenBLAS and as MKL call it; none of the libraries that setup.sh installs has one. */
    @ParameterizedTest
    @ValueSource(strings = {"cblas_sbgemm", "cblas_gemm_bf16bf16f32"})
    void aLibrarysProductOfBf16GetsItsFormat(String function) throws Exception {
        Path library = ReducedLibrary.build(root, function);
        CblasBackend over = new CblasBackend(List.of(library), new CblasFinder(root, Map.of()));
        Variant variant = over.namedVariants(new OpenOptions(2)).get(1);
        try (Multiplier multiplier = over.open(Device.cpu(), variant, new OpenOptions(2))) {
            assertThat(Stream.of(Precision.values()).filter(format -> multiplier.arithmetic(format) == format))
                    .containsExactly(Precision.F32, Precision.F64, Precision.BF16);
            multipliesReducedInputs(multiplier, Precision.BF16);
            multipliesReducedInputs(multiplier, Precision.F16);
        }
    }

    private CblasBackend found(Map<String, String> environment) {
        return new CblasBackend(List.of(), new CblasFinder(root, environment));
    }

    private Path library(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(path), Path.of(target));
    }
}
