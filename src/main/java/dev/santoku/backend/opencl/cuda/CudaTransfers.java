package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Window;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies matrices in chunks through two pinned buffers in turn, as {@link
 * dev.santoku.backend.opencl.transfer.StagedTransfers} does: the host's cores copy one chunk while the device copies the other.
 */
final class CudaTransfers implements Handle {
    private static final int CHUNK = 8 << 20;

    private final CudaContext context;
    private final Handles handles = new Handles();
    private final List<Stage> stages = new ArrayList<>();

    /** A pinned buffer, and the mark behind the last copy that it took part in. */
    private record Stage(ByteBuffer memory, CudaEvent used) {
        ByteBuffer cut(long bytes) {
            return memory.slice(0, (int) Math.min(CHUNK, bytes));
        }
    }

    CudaTransfers(CudaContext context) {
        this.context = context;
    }

    /** Copies a matrix to memory of its size; returns when it is there. */
    synchronized void write(Matrix from, CudaMemory to) {
        pin();
        try (Handles end = new Handles()) {
            end.own(context::finish); // where one fails, too: the next copy fills the same stages
            for (long at = 0; at < to.bytes(); at += CHUNK) {
                Stage stage = stage(at);
                stage.used().await();
                ByteBuffer chunk = stage.cut(to.bytes() - at);
                HostMemory.copy(Window.of(from), at, chunk);
                context.startUpload(chunk, to, at);
                stage.used().record();
            }
        }
    }

    /** Copies memory to a matrix of its size, which is overwritten; returns when it is there. */
    synchronized void read(CudaMemory from, Matrix to) {
        pin();
        try (Handles end = new Handles()) {
            end.own(context::finish);
            for (long at = 0; at < from.bytes() && at < 2L * CHUNK; at += CHUNK) {
                startRead(from, at);
            }
            for (long at = 0; at < from.bytes(); at += CHUNK) {
                Stage stage = stage(at);
                stage.used().await();
                HostMemory.copy(stage.cut(from.bytes() - at), Window.of(to), at);
                if (at + 2L * CHUNK < from.bytes()) {
                    startRead(from, at + 2L * CHUNK);
                }
            }
        }
    }

    private void startRead(CudaMemory from, long at) {
        Stage stage = stage(at);
        context.startDownload(from, at, stage.cut(from.bytes() - at));
        stage.used().record();
    }

    private Stage stage(long at) {
        return stages.get((int) (at / CHUNK % stages.size()));
    }

    private void pin() {
        while (stages.size() < 2) {
            stages.add(new Stage(context.pin(CHUNK, handles), handles.own(new CudaEvent(context))));
        }
    }

    @Override
    public synchronized void close() {
        handles.close();
    }
}
