package dev.santoku.backend.opencl.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.cuda.PtxIndex;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.probe.DeviceCeilings;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of {@code kernels/ptx/} are those that devices without a compiler may ask for, and were made of today's sources. */
class KeptAheadTest {
    private static final List<String> ARCHITECTURES =
            List.of("sm_50", "sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_120", "sm_130");

    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"(.+)\"");

    /** Kernels of files that multiply no matrices. */
    private static final Map<String, List<String>> ENTRIES =
            Map.of("ceilings", List.of("fma_rate", "triad", "nothing"), "mma_rate", List.of("fma_rate"));

    private static final Random RANDOM = new Random(11);

    private static DeviceLimits without(String architecture, int computeUnits) {
        int number = Integer.parseInt(architecture.substring("sm_".length()));
        return new DeviceLimits(
                Device.Kind.GPU,
                computeUnits,
                1024,
                new DeviceLimits.Memory((number < 80 ? 48 : 99) << 10, 1L << 34, 1L << 34, false),
                new DeviceLimits.Lanes(1, 1),
                true,
                GpuArchitecture.ofNvidia(number / 10, number % 10, 32, Set.of()),
                false);
    }

    private static Stream<Shape> shapes() {
        return Stream.concat(
                Stream.of(
                        Shape.square(4096),
                        Shape.square(4095),
                        Shape.square(64),
                        Shape.square(63),
                        Shape.square(1),
                        new Shape(1, 5000, 3),
                        new Shape(64, 64, 1 << 16),
                        new Shape(16, 16, 16, 1000)),
                Stream.generate(() -> new Shape(side(), side(), side())).limit(200));
    }

    private static int side() {
        return 1 + RANDOM.nextInt(1 << RANDOM.nextInt(13));
    }

    private static Stream<KernelFamily> families(DeviceLimits limits, Precision precision) {
        return KernelFamilies.all().stream()
                .filter(family -> !precision.isReduced() || family.multiplies(limits, precision))
                .filter(family -> family.canRun(limits, precision));
    }

    private static Stream<Parameters> parameters(KernelFamily family, DeviceLimits limits, Precision precision) {
        return Stream.concat(Stream.of(family.shipped(limits, precision)), family.alternatives(limits, precision));
    }

    /** The code that a device may ask for, as the index names it. */
    private static Set<KernelCode> asked(DeviceLimits limits, Precision precision, Stream<Shape> shapes) {
        Set<KernelCode> asked = new HashSet<>();
        for (Shape shape : shapes.toList()) {
            families(limits, precision)
                    .flatMap(family -> parameters(family, limits, precision).map(family::with))
                    .flatMap(algorithm -> algorithm.fitBatch(limits, precision, shape).steps().stream())
                    .forEach(step -> asked.add(step.code().forBatches()));
        }
        return asked;
    }

    private static List<String> files(DeviceLimits limits, Precision precision, Shape shape) {
        return asked(limits, precision, Stream.of(shape)).stream()
                .map(code -> PtxIndex.load().find(code, limits.architecture()).file())
                .sorted()
                .toList();
    }

    /** What is missing or too much is told as the columns of the index that name it. */
    @Test
    void everyFileIsAskedForAndAllThatIsAskedForIsThere() {
        Set<String> asked = new TreeSet<>();
        for (String architecture : ARCHITECTURES) {
            for (int units : List.of(1, 16, 132)) {
                DeviceLimits limits = without(architecture, units);
                for (Precision precision : Precision.values()) {
                    Stream.concat(asked(limits, precision, shapes()).stream(), ofThePeak(limits, precision))
                            .forEach(code -> asked.add(code.source() + "," + code.options()));
                }
            }
        }
        assertThat(PtxIndex.load().entries().stream().map(entry -> entry.kernel() + "," + entry.options()))
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    /** In reduced formats it is asked for where matrix instructions multiply them. */
    private static Stream<KernelCode> ofThePeak(DeviceLimits limits, Precision precision) {
        return precision.isReduced() && families(limits, precision).findAny().isEmpty()
                ? Stream.empty()
                : DeviceCeilings.codes(limits, precision).map(KernelCode::forBatches);
    }

    /** So that none of them is used before a product of it was checked. */
    @Test
    void selfTestsMultiplyWithAllOfThem() {
        for (String architecture : ARCHITECTURES) {
            for (int units : List.of(1, 16, 132)) {
                DeviceLimits limits = without(architecture, units);
                for (Precision precision : Precision.values()) {
                    Stream<Shape> tested = families(limits, precision)
                            .flatMap(family -> parameters(family, limits, precision)
                                    .flatMap(each -> family.testShapes(limits, precision, each).stream()));
                    assertThat(asked(limits, precision, tested))
                            .as("%s with %d units, %s", architecture, units, precision)
                            .containsAll(asked(limits, precision, shapes()));
                }
            }
        }
    }

    @Test
    void everyFileIsOfTodaysSources() throws IOException, NoSuchAlgorithmException {
        for (PtxIndex.Entry entry : PtxIndex.load().entries()) {
            assertThat(entry.sources())
                    .as("%s: scripts/kernel-report.sh ptx --update", entry.file())
                    .isEqualTo(hash(entry.kernel()));
            assertThat(entry.read())
                    .startsWith("// %s.cl %s\n.version %s\n.target %s\n"
                            .formatted(entry.kernel(), entry.options(), entry.version(), entry.target()))
                    .contains(ENTRIES.getOrDefault(entry.kernel(), List.of(entry.kernel(), "sum_slices")).stream()
                            .map(".visible .entry %s("::formatted)
                            .toList());
        }
        assertThat(new TreeSet<>(filesThatAreThere()))
                .hasSize(PtxIndex.load().entries().size());
    }

    private static List<String> filesThatAreThere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kernels/ptx"))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".ptx"))
                    .toList();
        }
    }

    private static String hash(String kernel) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Path source = Path.of("kernels", kernel + ".cl");
        sha256.update(Files.readAllBytes(source));
        for (String included : INCLUDE.matcher(Files.readString(source))
                .results()
                .map(line -> line.group(1))
                .toList()) {
            sha256.update(Files.readAllBytes(Path.of("kernels", included)));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Test
    void anOlderArchitectureHasNoneOfAYoungerOne() {
        assertThat(families(without("sm_75", 4), Precision.F64).map(KernelFamily::id))
                .containsExactly("warp");
        assertThat(families(without("sm_90", 4), Precision.F64).map(KernelFamily::id))
                .containsExactly("warp", "matrix");
        assertThat(files(without("sm_90", 4), Precision.F64, Shape.square(4096)))
                .containsExactly(
                        "matrix-f64-128x64-wide.ptx", "matrix-f64-tall-128x64-wide.ptx", "warp-f64-64x64-wide.ptx");
        assertThat(files(without("sm_130", 4), Precision.TF32, Shape.square(4096)))
                .as("what is newer than all gets the newest")
                .containsExactly("packed-tf32-128x128-deep-whole.ptx", "packed-tf32-128x128-whole.ptx");
    }
}
