package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.CompilerAnswer.Verdict;
import dev.santoku.backend.CompilerQuestion;
import dev.santoku.backend.opencl.family.DirectFamily;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.family.TiledFamily;
import dev.santoku.backend.opencl.family.WarpFamily;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jocl.CLException;

/**
 * Asks how many registers a family's kernels take, at the parameters that Santoku ships: NVIDIA's compiler writes it into
 * its log, and spills besides, when {@code -cl-nv-verbose} is among its options (extension cl_nv_compiler_options).
 */
public record RegisterProbe(KernelFamily family, Precision precision) {
    private static final Shape LARGE = new Shape(4096, 4096, 4096);
    private static final Pattern TOLD = Pattern.compile("\\d+ bytes spill \\w+|Used \\d+ registers");

    /** For each family that shares its work out among many work-items, in each precision. */
    public static List<RegisterProbe> all() {
        return Stream.of(new WarpFamily(), new TiledFamily(), new DirectFamily())
                .flatMap(family -> Precision.full().stream().map(precision -> new RegisterProbe(family, precision)))
                .toList();
    }

    public CompilerQuestion question() {
        return new CompilerQuestion(
                "registers-%s-%s".formatted(family.id(), precision),
                "registers of %s in %s".formatted(family.id(), precision));
    }

    public CompilerAnswer ask(OpenClDevice device) {
        if (!device.extensions().contains("cl_nv_compiler_options")) {
            return new CompilerAnswer(Verdict.NOT_ASKED, "only NVIDIA's compiler reports this");
        }
        DeviceLimits limits = device.limits();
        Parameters shipped = family.shipped(limits, precision);
        List<KernelLaunch> steps =
                family.plan(limits, precision, LARGE, shipped).steps();
        KernelCode code = steps.get(steps.size() - 1).code();
        try (Handles handles = new Handles()) {
            Context context = handles.own(new Context(device));
            Program program = handles.own(context.create(KernelSource.read(code.source())));
            Optional<String> refusal = program.refusal(code.options() + " -cl-nv-verbose");
            return refusal.isPresent()
                    ? new CompilerAnswer(Verdict.REFUSED, refusal.get())
                    : new CompilerAnswer(Verdict.ACCEPTED, told(program.log()).orElse("its log does not say"));
        } catch (CLException e) {
            return new CompilerAnswer(Verdict.REFUSED, OpenClErrors.describe(e));
        }
    }

    /** What a log says of registers and spills, in its order. */
    static Optional<String> told(String log) {
        String told = TOLD.matcher(log).results().map(MatchResult::group).collect(Collectors.joining(", "));
        return Optional.of(told).filter(text -> !text.isEmpty());
    }
}
