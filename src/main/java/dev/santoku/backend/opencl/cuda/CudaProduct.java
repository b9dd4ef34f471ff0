package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Owns the memory and the kernels of one product. */
final class CudaProduct extends AbstractProduct {
    private final CudaMultiplier multiplier;
    private final LaunchPlan plan;
    private final List<CudaKernel> kernels;
    private final Map<String, CudaMemory> operands;
    private final Handles handles;
    private Optional<Matrix> result = Optional.empty();

    /** Takes {@code handles} over, which hold kernels and memory. */
    CudaProduct(
            CudaMultiplier multiplier,
            Shape shape,
            LaunchPlan plan,
            List<CudaKernel> kernels,
            Map<String, CudaMemory> operands,
            Handles handles) {
        super(shape);
        this.multiplier = multiplier;
        this.plan = plan;
        this.kernels = List.copyOf(kernels);
        this.operands = Map.copyOf(operands);
        this.handles = handles;
    }

    /** That of A, B or C. */
    CudaMemory memory(String operand) {
        return operands.get(operand);
    }

    /** Starts the kernels one after the other. */
    void start() {
        for (int step = 0; step < kernels.size(); step++) {
            kernels.get(step).start(plan.steps().get(step));
        }
    }

    @Override
    protected void run() {
        attempt("compute", () -> multiplier.run(this));
    }

    @Override
    protected Matrix download() {
        Matrix c = result.orElseGet(() -> Matrix.zeros(plan.precision().storage(), shape().rows(), shape().n()));
        result = Optional.of(c);
        attempt("download", () -> multiplier.download(memory(LaunchPlan.C), c));
        return c;
    }

    @Override
    protected void fillWithNaN() {
        attempt("poison", () -> multiplier.fillWithNaN(memory(LaunchPlan.C)));
    }

    @Override
    protected String executedOn() {
        try {
            return multiplier.nameOfUsed();
        } catch (CudaException e) {
            throw multiplier.failure("tell what ran", shape(), e);
        }
    }

    @Override
    protected void release() {
        attempt("release", handles::close);
    }

    private void attempt(String what, Runnable calls) {
        try {
            calls.run();
        } catch (CudaException e) {
            throw multiplier.failure(what, shape(), e);
        }
    }
}
