package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.Audit;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.handle.Timeline;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether the clock that a driver times its commands by is one: that of Mesa 22.3 stands still. Two commands that do next to
 * nothing, with a pause between them, tell how much of it passes in a second. Measured once.
 */
public final class DriverClock {
    /** A thread that waits for a command may be woken late, which counts less the longer the pause is. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final int MOST_PAUSES = 4;

    private final Context context;
    private Optional<Double> rate = Optional.empty();
    private boolean measured;

    /** Measures nothing yet. */
    public DriverClock(Context context) {
        this.context = context;
    }

    /** Seconds of it in a second; empty where the driver keeps no times. */
    synchronized Optional<Double> rate() {
        if (!measured) {
            rate = measure();
            measured = true;
        }
        return rate;
    }

    private Optional<Double> measure() {
        try (Handles handles = new Handles()) {
            Timeline timeline = handles.own(new Timeline());
            Queue queue = handles.own(context.createTimedQueue(timeline));
            Buffer buffer = handles.own(context.createBuffer(Float.BYTES));
            Matrix element = Matrix.zeros(Precision.F32, 1, 1);
            queue.write(element, buffer);
            timeline.close(); // the first command may have to wait for much
            Optional<Double> last = Optional.empty();
            for (int pause = 0; pause < MOST_PAUSES; pause++) {
                last = measure(queue, timeline, () -> queue.write(element, buffer), FIRST_PAUSE.toNanos() << pause);
                if (last.isEmpty() || Audit.isRight(last.get())) {
                    return last;
                }
            }
            return last;
        }
    }

    private static Optional<Double> measure(Queue queue, Timeline timeline, Runnable command, long pauseNanos) {
        command.run();
        queue.finish();
        long start = System.nanoTime();
        Optional<Long> before = timeline.lastEnd();
        LockSupport.parkNanos(pauseNanos);
        command.run();
        queue.finish();
        long elapsed = System.nanoTime() - start;
        Optional<Long> after = timeline.lastEnd();
        return before.isPresent() && after.isPresent()
                ? Optional.of((double) (after.get() - before.get()) / elapsed)
                : Optional.empty();
    }
}
