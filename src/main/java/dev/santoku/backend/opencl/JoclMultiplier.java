package dev.santoku.backend.opencl;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.family.KernelSequence;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.PackedB;
import dev.santoku.backend.opencl.family.Programs;
import dev.santoku.backend.opencl.family.Scratch;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Multiplies with Santoku's kernels; owns the built programs. */
public final class JoclMultiplier extends OpenClMultiplier {
    private final Programs programs;
    private final Algorithm algorithm;
    private final DeviceLimits limits;

    /**
     * Acquires all but the programs, which depend on the shape.
     *
     * @param limits of the device, or tighter ones
     * @throws BackendException when the driver refuses
     */
    public JoclMultiplier(Device device, OpenClDevice openClDevice, DeviceLimits limits, Algorithm algorithm) {
        this(device, openClDevice, limits, algorithm, Transfers::of);
    }

    /** The same, but matrices travel in a way of the caller's choice. */
    public JoclMultiplier(
            Device device,
            OpenClDevice openClDevice,
            DeviceLimits limits,
            Algorithm algorithm,
            Transfers.Choice choice) {
        super(device, openClDevice, limits, choice);
        this.algorithm = algorithm;
        this.limits = limits;
        this.programs = handles.own(new Programs(context, algorithm, limits));
    }

    /** {@inheritDoc} Its own where the device has instructions for it that proved right. */
    @Override
    public Precision arithmetic(Precision inputs) {
        return algorithm.multiplies(limits, inputs) ? inputs : inputs.storage();
    }

    @Override
    long bytes(Tiles tiles, Precision precision, int lanes, boolean best) {
        if (!tiles.tile().fitsArrays()) {
            return Long.MAX_VALUE;
        }
        DeviceLimits view = best ? limits.withAnyMemory() : limits;
        Footprints needs = new Footprints(precision, limits.memory().allocationBytes());
        try {
            for (Shape block : tiles.shapes()) {
                needs.add(block, algorithm.fit(view, precision, block));
            }
            return needs.bytes(Math.min(lanes, tiles.blocks()));
        } catch (UnsupportedProductException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    Computation.Unbound prepare(Shape shape, Precision precision, Handles owner) {
        return prepare(shape, precision, owner, Optional.empty());
    }

    /** {@inheritDoc} A packed B stays. */
    @Override
    Computation.Unbound prepareBlock(Shape shape, Precision precision, Handles owner, MadeOfB made) {
        return prepare(shape, precision, owner, Optional.of(made));
    }

    private Computation.Unbound prepare(Shape shape, Precision precision, Handles owner, Optional<MadeOfB> made) {
        KernelSequence sequence = programs.prepare(precision, shape, owner);
        capacity.check(shape, sequence.plan());
        return (operands, queue, lender) -> {
            Optional<PackedB> shared = made.flatMap(any -> PackedB.of(sequence.plan()));
            Map<String, Buffer> buffers = new HashMap<>();
            buffers.put(LaunchPlan.A, operands.a());
            buffers.put(LaunchPlan.B, operands.b());
            buffers.put(LaunchPlan.C, operands.c());
            for (Scratch scratch : sequence.plan().scratch()) {
                buffers.put(
                        scratch.name(),
                        shared.filter(packed -> packed.scratch().equals(scratch))
                                .map(packed -> made.orElseThrow().buffer(packed))
                                .orElseGet(() -> lender.lend(scratch.name(), scratch.bytes(), owner)));
            }
            sequence.bind(buffers);
            return meanwhile -> shared.isPresent()
                    ? made.orElseThrow().run(shared.get(), first -> sequence.run(queue, first, meanwhile))
                    : sequence.run(queue, meanwhile);
        };
    }
}
