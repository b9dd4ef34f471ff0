package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory that one product at a time computes in: a packed block of A, one of B or one for each member of the crew, and a
 * micro-kernel for each. It grows when a product needs more, and is otherwise used again.
 *
 * @param <T> {@code float[]} or {@code double[]}
 */
final class Workspace<T> {
    private final Elements<T> elements;
    private final MicroKernels<T> kernels;
    private final List<MicroKernel<T>> kernelOf = new ArrayList<>();

    private BlockSizes blocks;
    private T packedA;
    private T packedB;
    private int lengthA;
    private int lengthB;

    Workspace(Elements<T> elements, MicroKernels<T> kernels) {
        this.elements = elements;
        this.kernels = kernels;
    }

    /**
     * Sees to it that all is there.
     *
     * @param sizes tiles and blocks of the product
     * @param members threads that will work in it
     * @param wantedA elements of the packed block of A
     * @param wantedB elements of packed B, of all copies
     */
    void reserve(BlockSizes sizes, int members, int wantedA, int wantedB) {
        if (blocks == null || blocks.mr() != sizes.mr() || blocks.nr() != sizes.nr()) {
            kernelOf.clear();
        }
        blocks = sizes;
        while (kernelOf.size() < members) {
            kernelOf.add(kernels.create(sizes));
        }
        if (lengthA < wantedA) {
            lengthA = 0;
            packedA = null;
            packedA = elements.allocate(wantedA);
            lengthA = wantedA;
        }
        reserveB(wantedB);
    }

    /** Sees to it that there is memory for packed B. */
    void reserveB(int wanted) {
        if (lengthB < wanted) {
            lengthB = 0;
            packedB = null;
            packedB = elements.allocate(wanted);
            lengthB = wanted;
        }
    }

    /** The block of A: strips of mr rows, one after the other. */
    T packedA() {
        return packedA;
    }

    /** The block of B: panels of nr columns, one after the other; or such a block for each member. */
    T packedB() {
        return packedB;
    }

    /** A member's own micro-kernel. */
    MicroKernel<T> kernel(int member) {
        return kernelOf.get(member);
    }
}
