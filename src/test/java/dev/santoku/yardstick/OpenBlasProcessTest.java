package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What must be seen in a process that loads OpenBLAS for the first time. */
class OpenBlasProcessTest {
    @TempDir
    private Path folder;

    @Test
    void withoutItsNativesItSaysWhatFetchesThem() throws Exception {
        String natives = "(openblas|javacpp)-[^/]*-(linux|macosx|windows)-[^/]*\\.jar";
        String classPath = String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.matches(".*" + natives))
                        .toList());
        assertThat(run(classPath, Probe.class).lines())
                .singleElement()
                .asString()
                .matches("OpenBLAS's native library for [a-z0-9_-]+ was not fetched; "
                        + "scripts/setup.sh --yardsticks fetches it \\(24 MB\\)");
    }

    /** Linux tells the processor time of each thread, and a library's threads bear the name of the one that loaded it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void asManyThreadsMultiplyAsAreAskedFor() throws Exception {
        String classPath = System.getProperty("java.class.path");
        assertThat(run(classPath, BusyThreads.class, "single").strip()).isEqualTo("1");
        assertThat(run(classPath, BusyThreads.class, "pool").strip()).isEqualTo("3");
    }

    private String run(String classPath, Class<?> main, String... arguments) throws Exception {
        return ChildJvm.run(folder, new OpenBlasBackend().jvmFlags(), classPath, main, arguments);
    }

    /** Prints why there is no device. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            Availability.Unavailable unavailable = (Availability.Unavailable) new OpenBlasBackend().probe();
            System.out.println(unavailable.reason() + "; " + unavailable.cure());
        }
    }

    /** Prints how many threads of the library, the caller among them, were busy with products of the variant named. */
    static final class BusyThreads {
        private static final String NAME = "multiplies";
        private static final long A_TENTH_OF_A_SECOND = 100_000_000;

        private BusyThreads() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread thread = new Thread(() -> multiply(arguments[0]), NAME);
            thread.start();
            thread.join();
        }

        private static void multiply(String id) {
            OpenBlasBackend backend = new OpenBlasBackend();
            Inputs inputs = Inputs.uniform(Shape.square(1500), Precision.F64, 1);
            try (Multiplier multiplier = backend.open(
                            Device.cpu(),
                            backend.variants().stream()
                                    .filter(variant -> variant.id().equals(id))
                                    .findFirst()
                                    .orElseThrow(),
                            new OpenOptions(3));
                    Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                for (int i = 0; i < 10; i++) {
                    product.compute();
                }
                System.out.println(tasks().filter(
                                task -> read(task.resolve("comm")).strip().equals(NAME))
                        .filter(task -> processorTime(task) > A_TENTH_OF_A_SECOND)
                        .count());
            }
        }

        private static Stream<Path> tasks() {
            return Arrays.stream(new File("/proc/self/task").listFiles()).map(File::toPath);
        }

        /** Nanoseconds. */
        private static long processorTime(Path task) {
            return Long.parseLong(read(task.resolve("schedstat")).split(" ", 2)[0]);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
