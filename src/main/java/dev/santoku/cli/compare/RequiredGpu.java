package dev.santoku.cli.compare;

import dev.santoku.backend.Device;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.plan.Plan;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.util.List;

/** {@code --require gpu}: refuses to compare without one. */
final class RequiredGpu {
    private RequiredGpu() {}

    /** There must be one. */
    static void require(Machine machine) throws CommandException {
        if (gpus(machine).isEmpty()) {
            String broken = machine.broken().stream()
                    .findFirst()
                    .map(" (%s)"::formatted)
                    .orElse("");
            throw new CommandException(
                    ExitCode.MISSING,
                    "--require gpu: no OpenCL driver of this machine has a GPU%s; santoku doctor shows what is missing"
                            .formatted(broken));
        }
    }

    /** A contender must run on it. */
    static void require(Machine machine, Plan plan) throws CommandException {
        List<String> gpus = gpus(machine);
        if (plan.contenders().stream().map(Contender::device).noneMatch(gpus::contains)) {
            throw new CommandException(
                    ExitCode.MISSING,
                    "--require gpu: there is a GPU (%s), but no contender asked for runs on it; widen --backends or --devices"
                            .formatted(String.join(", ", gpus)));
        }
    }

    private static List<String> gpus(Machine machine) {
        return machine.devices().stream()
                .filter(device -> device.kind() == Device.Kind.GPU)
                .map(Device::id)
                .toList();
    }
}
