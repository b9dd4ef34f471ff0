package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashMap;
import java.util.Map;

/** Owns the built programs of one context, each built once when it is first needed; several threads may ask. */
final class Programs implements Handle {
    private final Context context;
    private final Algorithm algorithm;
    private final Limits limits;
    private final Map<Plan, Program> built = new HashMap<>();
    private final Handles owned = new Handles();

    Programs(Context context, Algorithm algorithm, Limits limits) {
        this.context = context;
        this.algorithm = algorithm;
        this.limits = limits;
    }

    /**
     * A kernel for a product, and how to launch it. Only the built kernel tells how many work-items its registers
     * allow; where that is fewer than planned, a smaller plan is made.
     */
    synchronized Launch prepare(Precision precision, Shape shape) {
        Limits allowed = limits;
        while (true) {
            Plan plan = algorithm.fit(allowed, precision, shape);
            Kernel kernel = program(plan).createKernel(plan.kernel());
            int items = mostItems(kernel);
            if (plan.groupItems() <= items) {
                return new Launch(kernel, plan);
            }
            kernel.close();
            allowed = allowed.withGroupItems(items);
        }
    }

    private static int mostItems(Kernel kernel) {
        Handles guard = new Handles();
        guard.own(kernel);
        try {
            return Math.toIntExact(Math.max(1, kernel.groupItems()));
        } catch (RuntimeException e) {
            guard.closeAfter(e);
            throw e;
        }
    }

    private Program program(Plan plan) {
        return built.computeIfAbsent(
                plan,
                missing -> owned.own(context.build(
                        missing.kernel() + ".cl", KernelSource.read(missing.kernel()), missing.options())));
    }

    @Override
    public synchronized void close() {
        owned.close();
    }

    /** A kernel, which the receiver owns, and the plan to launch it by. */
    record Launch(Kernel kernel, Plan plan) {}
}
