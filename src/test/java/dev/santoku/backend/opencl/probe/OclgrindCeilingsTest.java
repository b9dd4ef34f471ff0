package dev.santoku.backend.opencl.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.ChildJvm;
import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels of {@code ceilings.cl} under Oclgrind, in a process of its own; see {@link OclgrindTest}. */
@Tag("any-jdk")
class OclgrindCeilingsTest {
    private static final Path DRIVER = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

    @TempDir
    private Path folder;

    @Test
    void findsNoRaceNoAccessOutOfBoundsAndNoValueThatWasNeverSet() throws Exception {
        Path log = folder.resolve("oclgrind.txt");
        ChildJvm.Outcome outcome = ChildJvm.run(
                folder,
                List.of(),
                Map.of(
                        "OCL_ICD_VENDORS",
                        vendors().toString(),
                        "OCLGRIND_DATA_RACES",
                        "1",
                        "OCLGRIND_CHECK_API",
                        "1",
                        "OCLGRIND_UNINITIALIZED",
                        "1",
                        "OCLGRIND_BUILD_OPTIONS",
                        "-cl-opt-disable",
                        "OCLGRIND_LOG",
                        log.toString()),
                Child.class);
        assertThat(Files.exists(log) ? Files.readString(log) : "").isEmpty();
        assertThat(outcome.output()).isEqualTo("6 launches\n");
        assertThat(outcome.exitCode()).isZero();
    }

    /** It would take half a minute for what no product is ever measured by. */
    @Test
    void asASimulatorItHasNoRateOfMultiplyAdds() throws Exception {
        ChildJvm.Outcome outcome = ChildJvm.run(
                folder, List.of(), Map.of("OCL_ICD_VENDORS", vendors().toString()), RateChild.class);
        assertThat(outcome.output()).isEqualTo("OptionalDouble.empty\n");
        assertThat(outcome.exitCode()).isZero();
    }

    private Path vendors() throws IOException {
        assertThat(DRIVER)
                .as("Oclgrind is missing: scripts/setup.sh --tests installs it")
                .exists();
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), DRIVER + "\n");
        return vendors;
    }

    private static OpenClDevice oclgrind() {
        Discovery discovery = Discovery.run();
        Device device = discovery.availability().devices().get(0);
        if (!device.name().contains("Oclgrind")) {
            throw new IllegalStateException("the device is " + device.name());
        }
        return discovery.find(device).orElseThrow();
    }

    /** Asks for the rate as a multiplier does. */
    static final class RateChild {
        private RateChild() {}

        public static void main(String[] arguments) {
            OpenClDevice device = oclgrind();
            try (Context context = new Context(device);
                    Queue queue = context.createQueue();
                    DeviceCeilings ceilings = new DeviceCeilings(new OpenClProbed(context, queue), device.limits())) {
                System.out.println(ceilings.gflops(Precision.F32));
            }
        }
    }

    /** Runs each kernel on a few work-items, as they are built for GPUs and for CPUs, and checks what it stored. */
    static final class Child {
        private static final int ITEMS = 8;
        private static final int ROUNDS = 5;
        private static int launches;

        private Child() {}

        public static void main(String[] arguments) {
            try (Context context = new Context(oclgrind());
                    Queue queue = context.createQueue()) {
                for (Precision precision : Precision.full()) {
                    fmaRate(context, queue, precision, 1);
                    fmaRate(context, queue, precision, 4);
                }
                triad(context, queue, 4, 1);
                triad(context, queue, 16, 3);
            }
            System.out.println(launches + " launches");
        }

        private static Program build(Context context, Precision precision, int lanes, int chains, int chunk) {
            return context.build(
                    "ceilings.cl",
                    KernelSource.read("ceilings"),
                    "-DPRECISION=%d -DLANES=%d -DCHAINS=%d -DCHUNK=%d"
                            .formatted(precision.bytes() * Byte.SIZE, lanes, chains, chunk));
        }

        private static void fmaRate(Context context, Queue queue, Precision precision, int lanes) {
            int chains = 3;
            try (Program program = build(context, precision, lanes, chains, 1);
                    Kernel kernel = program.createKernel("fma_rate");
                    Buffer sums = context.createBuffer((long) ITEMS * precision.bytes())) {
                kernel.setArgument(0, Sizeof.cl_uint, Pointer.to(new int[] {ROUNDS}));
                for (int index = 1; index <= 2; index++) {
                    Matrix one = Matrix.zeros(precision, 1, 1);
                    one.fill(1);
                    kernel.setArgument(index, precision.bytes(), HostMemory.pointerTo(one));
                }
                kernel.setArgument(3, Sizeof.cl_mem, Pointer.to(sums.handle()));
                queue.seconds(kernel, ITEMS / 4, 4);
                Matrix found = Matrix.zeros(precision, 1, ITEMS);
                queue.read(sums, found);
                for (int item = 0; item < ITEMS; item++) {
                    expect(lanes * (3 + chains * (item % 7) + chains * ROUNDS), found.at(0, item));
                }
            }
            launches++;
        }

        private static void triad(Context context, Queue queue, int lanes, int chunk) {
            int elements = ITEMS * lanes * chunk;
            long bytes = (long) elements * Float.BYTES;
            try (Program program = build(context, Precision.F32, lanes, 1, chunk);
                    Kernel kernel = program.createKernel("triad");
                    Buffer a = context.createBuffer(bytes);
                    Buffer b = context.createBuffer(bytes);
                    Buffer c = context.createBuffer(bytes)) {
                Matrix values = Matrix.zeros(Precision.F32, 1, elements);
                for (int j = 0; j < elements; j++) {
                    values.set(0, j, j);
                }
                queue.write(values, b);
                queue.write(values, c);
                kernel.setArgument(0, Sizeof.cl_float, Pointer.to(new float[] {2}));
                kernel.setArgument(1, Sizeof.cl_mem, Pointer.to(a.handle()));
                kernel.setArgument(2, Sizeof.cl_mem, Pointer.to(b.handle()));
                kernel.setArgument(3, Sizeof.cl_mem, Pointer.to(c.handle()));
                queue.seconds(kernel, ITEMS / 4, 4);
                queue.read(a, values);
                for (int j = 0; j < elements; j++) {
                    expect(3 * j, values.at(0, j));
                }
            }
            launches++;
        }

        private static void expect(double expected, double found) {
            if (found != expected) {
                throw new IllegalStateException("%s instead of %s".formatted(found, expected));
            }
        }
    }
}
