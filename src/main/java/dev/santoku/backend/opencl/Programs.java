package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Owns the built programs of one context, each built once when it is first needed; several threads may ask. */
final class Programs implements Handle {
    private final Context context;
    private final Algorithm algorithm;
    private final Limits limits;
    private final Map<Code, Program> built = new HashMap<>();
    private final Handles owned = new Handles();

    Programs(Context context, Algorithm algorithm, Limits limits) {
        this.context = context;
        this.algorithm = algorithm;
        this.limits = limits;
    }

    /**
     * The kernels of a product, and how to launch them. Only a built kernel tells how many work-items its registers
     * allow; where that is fewer than planned, a smaller plan is made.
     *
     * @param owner of the kernels
     */
    synchronized Sequence prepare(Precision precision, Shape shape, Handles owner) {
        Limits allowed = limits;
        while (true) {
            Plan plan = algorithm.fit(allowed, precision, shape);
            Handles kernels = new Handles();
            try {
                List<Kernel> made = new ArrayList<>();
                int items = Integer.MAX_VALUE;
                for (Step step : plan.steps()) {
                    Kernel kernel = kernels.own(program(step.code()).createKernel(step.kernel()));
                    made.add(kernel);
                    int most = Math.toIntExact(Math.max(1, kernel.groupItems()));
                    if (step.groupItems() > most) {
                        items = Math.min(items, most);
                    }
                }
                if (items == Integer.MAX_VALUE) {
                    owner.own(kernels::close);
                    return new Sequence(plan, made);
                }
                kernels.close();
                allowed = allowed.withGroupItems(items);
            } catch (RuntimeException e) {
                kernels.closeAfter(e);
                throw e;
            }
        }
    }

    private Program program(Code code) {
        return built.computeIfAbsent(
                code,
                missing -> owned.own(context.build(
                        missing.source() + ".cl", KernelSource.read(missing.source()), missing.options())));
    }

    @Override
    public synchronized void close() {
        owned.close();
    }

    /**
     * A plan, and a kernel for each of its steps.
     *
     * @param kernels in the steps' order; somebody else owns them
     */
    record Sequence(Plan plan, List<Kernel> kernels) {
        /** Sets the arguments of all kernels. */
        void bind(Map<String, Buffer> buffers) {
            for (int step = 0; step < kernels.size(); step++) {
                List<Argument> arguments = plan.steps().get(step).arguments();
                for (int index = 0; index < arguments.size(); index++) {
                    arguments.get(index).set(kernels.get(step), index, buffers);
                }
            }
        }
    }
}
