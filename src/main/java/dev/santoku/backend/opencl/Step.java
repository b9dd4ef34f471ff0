package dev.santoku.backend.opencl;

import java.util.List;

/**
 * One launch of a kernel.
 *
 * <p>Every kernel has a range of one dimension: the number of groups along a second one is limited to 65535 on some
 * devices, and a tall matrix needs more.
 *
 * @param code where the kernel stands
 * @param kernel its name
 * @param groups work-groups, at least 1
 * @param groupItems work-items of a group, at least 1
 * @param localBytes local memory that a group takes, in bytes
 * @param arguments in the kernel's order
 */
record Step(Code code, String kernel, long groups, int groupItems, long localBytes, List<Argument> arguments) {
    Step {
        if (groups < 1 || groupItems < 1) {
            throw new IllegalArgumentException("%s: %d groups of %d".formatted(kernel, groups, groupItems));
        }
        arguments = List.copyOf(arguments);
    }
}
