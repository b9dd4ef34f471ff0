package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.KernelSequence;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.family.Scratch;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A matrix instruction's kernel, by what it means, that takes elements from the wrong place or puts them there.
 *
 * @param shape of the product that must show it
 */
public record PlantedPlace(OpenClDevice device, MatrixInstructionsTest.Case each, Shape shape) {
    private static final long SEED = 7;

    /** What is wrong with the kernel as it is: nothing. */
    public Optional<String> complaintWithout() {
        return complaint(right());
    }

    /** What is wrong where a place of {@code fragments.h} or {@code mma.h} is another lane's. */
    public Optional<String> complaintOfAnotherLane(String place) {
        // A swap that changes quotients and remainders by all powers of two that layouts divide by.
        int otherLane = Math.min(21, each.architecture().width() - 3);
        return complaint(with(right(), place, "\\blane\\b", "(lane ^ %d)".formatted(otherLane)));
    }

    /** The same where it is that of another of the lane's elements. */
    Optional<String> complaintOfAnotherElement(String place, int otherElement) {
        return complaint(with(right(), place, "\\be\\b", "(e ^ %d)".formatted(otherElement)));
    }

    private String right() {
        return KernelSource.read(each.precision().isReduced() ? "packed" : "matrix");
    }

    /** The source where a macro is used otherwise. */
    private static String with(String source, String macro, String old, String other) {
        String changed = Pattern.compile("(?m)^(?!#define).*$")
                .matcher(source)
                .replaceAll(line -> Matcher.quoteReplacement(Pattern.compile(macro + "\\([^)]*\\)")
                        .matcher(line.group())
                        .replaceAll(use -> use.group().replaceAll(old, other))));
        assertThat(changed).as(macro).isNotEqualTo(source);
        return changed;
    }

    private Optional<String> complaint(String source) {
        Inputs inputs = Inputs.integers(shape, each.precision(), SEED);
        LaunchPlan plan = new MatrixFamily().plan(each.limits(), each.precision(), shape, each.parameters());
        try (Handles owned = new Handles()) {
            Context context = owned.own(new Context(device));
            Queue queue = owned.own(context.createQueue());
            KernelCode code = plan.steps().get(0).code();
            Program program = owned.own(context.build(code.source() + ".cl", source, code.options()));
            int bytes = each.precision().bytes();
            Map<String, Buffer> buffers = new HashMap<>();
            buffers.put(LaunchPlan.A, owned.own(context.createBuffer((long) shape.m() * shape.k() * bytes)));
            buffers.put(LaunchPlan.B, owned.own(context.createBuffer((long) shape.k() * shape.n() * bytes)));
            buffers.put(LaunchPlan.C, owned.own(context.createBuffer((long) shape.m() * shape.n() * bytes)));
            for (Scratch scratch : plan.scratch()) {
                buffers.put(scratch.name(), owned.own(context.createBuffer(scratch.bytes())));
            }
            KernelSequence sequence = new KernelSequence(
                    plan,
                    plan.steps().stream()
                            .map(step -> owned.own(program.createKernel(step.kernel())))
                            .toList());
            queue.write(inputs.a(), buffers.get(LaunchPlan.A));
            queue.write(inputs.b(), buffers.get(LaunchPlan.B));
            sequence.bind(buffers);
            sequence.run(queue, () -> {}).close();
            Matrix result = Matrix.zeros(each.precision().storage(), shape.m(), shape.n());
            queue.read(buffers.get(LaunchPlan.C), result);
            return ProductCheck.exact(inputs, result, SEED);
        }
    }
}
