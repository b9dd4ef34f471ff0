package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Owns the built programs of one context, each built once when it is first needed, and the kernels that no product uses:
 * to make them again for the next product of the same shape takes a tenth of a millisecond. Several threads may ask.
 */
public final class Programs implements Handle {
    private final Context context;
    private final Algorithm algorithm;
    private final DeviceLimits limits;
    private final Map<KernelCode, Program> built = new HashMap<>();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Handles owned = new Handles();

    public Programs(Context context, Algorithm algorithm, DeviceLimits limits) {
        this.context = context;
        this.algorithm = algorithm;
        this.limits = limits;
    }

    /**
     * The kernels of a product, and how to launch them; they are given back when the borrower's handles are closed.
     *
     * @param borrower sets their arguments: two products never share a kernel
     */
    public synchronized KernelSequence prepare(Precision precision, Shape shape, Handles borrower) {
        if (!idle.isEmpty() && !idle.peek().serves(precision, shape)) {
            closeIdle(); // another shape: nothing of the last one is kept
        }
        Idle lent = idle.isEmpty() ? make(precision, shape) : idle.pop();
        borrower.own(() -> giveBack(lent));
        return lent.sequence;
    }

    /**
     * Only a built kernel tells how many work-items its registers allow; where that is fewer than planned, a smaller plan
     * is made.
     */
    private Idle make(Precision precision, Shape shape) {
        DeviceLimits allowed = limits;
        while (true) {
            LaunchPlan plan = algorithm.fitBatch(allowed, precision, shape);
            try (Handles kernels = new Handles()) {
                List<Kernel> made = new ArrayList<>();
                int items = Integer.MAX_VALUE;
                for (KernelLaunch step : plan.steps()) {
                    Kernel kernel = kernels.own(program(step.code()).createKernel(step.kernel()));
                    made.add(kernel);
                    int most = Math.toIntExact(Math.max(1, kernel.groupItems()));
                    if (step.groupItems() > most) {
                        items = Math.min(items, most);
                    }
                }
                if (items == Integer.MAX_VALUE) {
                    return new Idle(shape, new KernelSequence(plan, made), kernels.handOver());
                }
                allowed = allowed.withGroupItems(items);
            }
        }
    }

    private Program program(KernelCode code) {
        return built.computeIfAbsent(
                code,
                missing -> owned.own(context.build(
                        missing.source() + ".cl", KernelSource.read(missing.source()), missing.options())));
    }

    private synchronized void giveBack(Idle lent) {
        idle.push(lent);
    }

    private void closeIdle() {
        try (Handles released = new Handles()) {
            idle.forEach(kept -> released.own(kept.kernels::close));
            idle.clear();
        }
    }

    @Override
    public synchronized void close() {
        try {
            closeIdle();
        } finally {
            owned.close();
        }
    }

    private record Idle(Shape shape, KernelSequence sequence, Handles kernels) {
        boolean serves(Precision precision, Shape wanted) {
            return sequence.plan().precision() == precision && shape.equals(wanted);
        }
    }
}
