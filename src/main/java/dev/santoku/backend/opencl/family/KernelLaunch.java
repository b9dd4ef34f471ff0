package dev.santoku.backend.opencl.family;

import java.util.List;

/**
 * One launch of a kernel.
 *
 * <p>Every kernel has a range of one dimension: the number of groups along a second one is limited to 65535 on some
 * devices, and a tall matrix needs more. Only the products of a batch are counted along a second one.
 *
 * @param code where the kernel stands
 * @param kernel its name
 * @param groups work-groups of one product, at least 1
 * @param groupItems work-items of a group, at least 1
 * @param localBytes local memory that a group takes, in bytes
 * @param arguments in the kernel's order
 * @param batch products that are computed so, at least 1
 */
public record KernelLaunch(
        KernelCode code,
        String kernel,
        long groups,
        int groupItems,
        long localBytes,
        List<Argument> arguments,
        int batch) {
    public KernelLaunch {
        if (groups < 1 || groupItems < 1) {
            throw new IllegalArgumentException("%s: %d groups of %d".formatted(kernel, groups, groupItems));
        }
        arguments = List.copyOf(arguments);
    }

    /** A launch for one product. */
    public KernelLaunch(
            KernelCode code, String kernel, long groups, int groupItems, long localBytes, List<Argument> arguments) {
        this(code, kernel, groups, groupItems, localBytes, arguments, 1);
    }

    /** The same launch for as many products. */
    KernelLaunch inBatch(int products) {
        return new KernelLaunch(code.forBatches(), kernel, groups, groupItems, localBytes, arguments, products);
    }

    /** Work-items along each dimension. */
    long[] range() {
        long items = Math.multiplyExact(groups, (long) groupItems);
        return batch == 1 ? new long[] {items} : new long[] {items, batch};
    }

    /** Work-items of a group, likewise. */
    long[] group() {
        return batch == 1 ? new long[] {groupItems} : new long[] {groupItems, 1};
    }
}
