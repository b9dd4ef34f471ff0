package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.CompilerAnswer.Verdict;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import java.util.Arrays;
import java.util.Optional;
import org.jocl.CLException;

/** Asks the compiler of one device, and has the device run what it accepts. */
public final class CompilerProbes {
    private static final String KERNEL = "probe";
    private static final String NVIDIA = "NVIDIA";

    private CompilerProbes() {}

    /** What becomes of a probe. */
    public static CompilerAnswer ask(OpenClDevice device, CompilerProbe probe) {
        if (probe.nvidiaOnly() && !device.vendor().contains(NVIDIA)) {
            return new CompilerAnswer(Verdict.NOT_ASKED, "PTX is NVIDIA's language");
        }
        try (Handles handles = new Handles()) {
            Context context = handles.own(new Context(device));
            Program program = handles.own(
                    probe.compiled()
                            ? context.load(KernelSource.resource(probe.file()))
                            : context.create(KernelSource.resource(probe.file())));
            Optional<String> refusal = program.refusal(probe.options());
            return refusal.isPresent()
                    ? new CompilerAnswer(Verdict.REFUSED, refusal.get())
                    : judge(run(context, program, probe, handles), probe);
        } catch (CLException e) {
            return new CompilerAnswer(Verdict.REFUSED, OpenClErrors.describe(e));
        }
    }

    private static int[] run(Context context, Program program, CompilerProbe probe, Handles owner) {
        Queue queue = owner.own(context.createQueue());
        Buffer in = owner.own(context.createBuffer((long) CompilerProbe.input().length * Integer.BYTES));
        Buffer out = owner.own(context.createBuffer((long) probe.words() * Integer.BYTES));
        Kernel kernel = owner.own(program.createKernel(KERNEL));
        int[] found = new int[probe.words()];
        Arrays.fill(found, -1);
        queue.write(CompilerProbe.input(), in);
        queue.write(found, out);
        kernel.set(0, in);
        kernel.set(1, out);
        if (probe.argumentBytes() > 0) {
            kernel.setArgument(2, probe.argumentBytes(), null);
        }
        queue.seconds(kernel, 1, probe.groupItems());
        queue.read(out, found);
        return found;
    }

    /** One number that differs tells enough. */
    static CompilerAnswer judge(int[] found, CompilerProbe probe) {
        for (int i = 0; i < found.length; i++) {
            int expected = probe.expected().applyAsInt(i);
            if (found[i] != expected) {
                return new CompilerAnswer(
                        Verdict.WRONG, "number %d is %d and should be %d".formatted(i, found[i], expected));
            }
        }
        return new CompilerAnswer(Verdict.ACCEPTED, null);
    }
}
