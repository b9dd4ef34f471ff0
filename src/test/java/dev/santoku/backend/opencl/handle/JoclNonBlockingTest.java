package dev.santoku.backend.opencl.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.transfer.MappedTransfers;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.StagedTransfers;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;

/** On PoCL. */
class JoclNonBlockingTest {
    /** Three chunks of a staged copy, the last one shorter, and mapped by several threads. */
    private static final FloatMatrix SENT = (FloatMatrix)
            Inputs.integers(new Shape(1, 4001, 1100), Precision.F32, 5).b();

    private final OpenClDevice device = find();

    private static OpenClDevice find() {
        Discovery discovery = Discovery.run();
        return discovery.find(discovery.availability().devices().get(0)).orElseThrow();
    }

    @Test
    void mapsWithoutAThreadThatWaits() {
        assertCopies((context, queue) -> new MappedTransfers(queue, device.limits(), MappedTransfers.REGION));
    }

    @Test
    void stagesWithoutAThreadThatWaits() {
        assertCopies(StagedTransfers::new);
    }

    private void assertCopies(BiFunction<Context, Queue, Transfers> way) {
        try (Handles handles = new Handles()) {
            Context context = handles.own(new Context(device));
            Queue queue = handles.own(context.createQueue());
            Transfers transfers = handles.own(way.apply(context, queue));
            Buffer buffer = handles.own(context.createHostBuffer((long) SENT.elements().length * Float.BYTES));
            transfers.write(SENT, buffer);
            transfers.handOver(new Operands(buffer, buffer, buffer));
            FloatMatrix received = new FloatMatrix(SENT.rows(), SENT.columns(), new float[SENT.elements().length]);
            transfers.read(buffer, received);
            assertThat(received.elements()).isEqualTo(SENT.elements());
            queue.startUnmap(buffer);
            queue.finish();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads of JOCL that wait for a command")
                .noneMatch(thread -> thread.getName().startsWith("AsyncOpThread"));
    }

    @Test
    void saysWhatTheDriverRefused() {
        try (Handles handles = new Handles()) {
            Context context = handles.own(new Context(device));
            Queue queue = handles.own(context.createQueue());
            Buffer buffer = handles.own(context.createBuffer(8));
            assertThatExceptionOfType(CLException.class)
                    .isThrownBy(() -> queue.startWrite(ByteBuffer.allocateDirect(8), buffer, 4))
                    .withMessageContaining("CL_INVALID_VALUE")
                    .satisfies(e -> assertThat(e.getStatus()).isEqualTo(CL.CL_INVALID_VALUE));
        }
    }
}
