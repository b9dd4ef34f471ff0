package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.Queue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A plan, and a kernel for each of its steps.
 *
 * @param kernels in the steps' order; somebody else owns them
 */
public record KernelSequence(LaunchPlan plan, List<Kernel> kernels) {
    /** Sets the arguments of all kernels. */
    public void bind(Map<String, Buffer> buffers) {
        plan.bind(kernels, buffers);
    }

    /** All of the steps. */
    public Event run(Queue queue, Runnable meanwhile) {
        return run(queue, 0, meanwhile);
    }

    /**
     * Runs the kernels one after the other; returns when all are finished.
     *
     * @param first of the steps, from 0: what those before it make is there
     * @param meanwhile what the host does while they run
     * @return the event of the last one
     */
    public Event run(Queue queue, int first, Runnable meanwhile) {
        try (Handles events = new Handles()) {
            List<Event> started = new ArrayList<>();
            for (int i = first; i < kernels.size(); i++) {
                KernelLaunch step = plan.steps().get(i);
                started.add(events.own(queue.start(kernels.get(i), step.range(), step.group())));
            }
            queue.flush();
            try {
                meanwhile.run();
            } finally {
                Collections.reverse(started); // a driver that waits for one after the other wakes this thread once
                Event.awaitAll(started);
            }
            return events.handOut(started.get(0));
        }
    }
}
