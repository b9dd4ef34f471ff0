package dev.santoku.backend.opencl.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Audit;
import dev.santoku.backend.Device;
import dev.santoku.backend.Product;
import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.JoclMultiplier;
import dev.santoku.backend.opencl.family.PanelFamily;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is mapped and when, on PoCL, with regions of 4 KiB at most. */
class MappedTransfersTest {
    private static final long SEED = 3;
    private static final int REGION = 4 << 10;
    private static final int ELEMENTS = REGION / Float.BYTES;

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();

    private static DeviceLimits limits(Device.Kind kind) {
        return new DeviceLimits(kind, 2, 64, new Memory(16 << 10, 1L << 30, 1L << 31, true), new Lanes(16, 8), true);
    }

    private static Matrix numbered(int elements) {
        Matrix matrix = Matrix.zeros(Precision.F32, 1, elements);
        for (int j = 0; j < elements; j++) {
            matrix.set(0, j, j + 1);
        }
        return matrix;
    }

    /** One element more than a region holds, exactly as many, and both beside each other. */
    @ParameterizedTest
    @CsvSource({"1025, 1025", "1024, 1025", "1025, 1024", "1024, 1024", "1, 3000"})
    void mapsWholeOnlyWhatFitsIntoARegion(int elementsOfA, int elementsOfB) {
        Matrix a = numbered(elementsOfA);
        Matrix b = numbered(elementsOfB);
        try (Handles handles = new Handles()) {
            Context context = handles.own(new Context(openClDevice));
            Queue queue = handles.own(context.createQueue());
            Transfers transfers = handles.own(new MappedTransfers(queue, limits(Device.Kind.CPU), REGION));
            Buffer toA = handles.own(context.createHostBuffer((long) elementsOfA * Float.BYTES));
            Buffer toB = handles.own(context.createHostBuffer((long) elementsOfB * Float.BYTES));
            Operands operands = new Operands(toA, toB, toB);
            transfers.write(a, toA, b, toB);
            assertThat(toA.mapping().isPresent()).isEqualTo(elementsOfA <= ELEMENTS);
            assertThat(toB.mapping().isPresent()).isEqualTo(elementsOfB <= ELEMENTS);
            transfers.handOver(operands);
            assertThat(toA.mapping()).isEmpty();
            assertHolds(transfers, toA, a);
            assertHolds(transfers, toB, b);
            transfers.handOver(operands);
            queue.finish();
        }
    }

    private static void assertHolds(Transfers transfers, Buffer buffer, Matrix expected) {
        Matrix read = Matrix.zeros(Precision.F32, 1, expected.columns());
        transfers.read(buffer, read);
        for (int j = 0; j < expected.columns(); j++) {
            assertThat(read.at(0, j)).isEqualTo(expected.at(0, j));
        }
    }

    /** Behind a product C is mapped on every device, the next A and B on those where it cannot be a copy. */
    @ParameterizedTest
    @EnumSource(Device.Kind.class)
    void mapsAheadOnACpuAlone(Device.Kind kind) {
        try (Handles handles = new Handles()) {
            Context context = handles.own(new Context(openClDevice));
            Queue queue = handles.own(context.createQueue());
            Transfers transfers = handles.own(new MappedTransfers(queue, limits(kind), REGION));
            Operands small = new Operands(
                    handles.own(context.createHostBuffer(REGION)),
                    handles.own(context.createHostBuffer(REGION + 4)),
                    handles.own(context.createHostBuffer(8)));
            transfers.startToShow(small);
            assertThat(small.a().mapping().isPresent()).isEqualTo(kind == Device.Kind.CPU);
            assertThat(small.b().mapping()).as("larger than a region").isEmpty();
            assertThat(small.c().mapping()).isPresent();
            transfers.handOver(small);
            queue.finish();
        }
    }

    /** All three in pieces, B alone whole, C alone whole; an audit first and last. */
    @ParameterizedTest
    @EnumSource(Device.Kind.class)
    void multipliesInPieces(Device.Kind kind) {
        for (Precision precision : Precision.full()) {
            for (Shape shape : new Shape[] {new Shape(67, 65, 71), new Shape(301, 5, 31), new Shape(3, 7, 1031)}) {
                multiplyInPieces(kind, Inputs.integers(shape, precision, SEED));
            }
        }
    }

    private void multiplyInPieces(Device.Kind kind, Inputs inputs) {
        try (JoclMultiplier multiplier = new JoclMultiplier(
                device,
                openClDevice,
                limits(kind),
                new PanelFamily(),
                (limits, context, queue) -> new MappedTransfers(queue, limits, REGION))) {
            assertAudits(multiplier, inputs);
            try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                product.compute();
                assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
                product.poison();
                assertThat(product.result().at(0, 0)).isNaN();
                product.compute();
                product.compute();
                assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            }
            assertAudits(multiplier, inputs);
        }
    }

    private static void assertAudits(JoclMultiplier multiplier, Inputs inputs) {
        Audit audit = multiplier.audit(inputs.a(), inputs.b(), 1, c -> {}).orElseThrow();
        assertThat(audit.clocks().products()).isPositive();
        assertThat(audit.transfers().upload()).isEqualTo(Audit.Way.MAPPED);
    }
}
