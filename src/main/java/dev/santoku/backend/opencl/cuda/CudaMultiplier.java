package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.Scratch;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.probe.DeviceCeilings;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Multiplies with kernels compiled ahead, on one of CUDA's devices; owns its context, memory and modules. */
public final class CudaMultiplier extends AbstractMultiplier {
    private static final long MEBI = 1 << 20;

    /** Groups along the second dimension. */
    private static final int MOST_PRODUCTS = 65535;

    private final Algorithm algorithm;
    private final DeviceLimits limits;
    private final PtxIndex kept;
    private final Map<KernelCode, CudaModule> modules = new HashMap<>();
    private final Handles handles = new Handles();
    private final CudaContext context;
    private final CudaBuffers memory;
    private final CudaTransfers transfers;
    private final DeviceCeilings ceilings;

    /**
     * Acquires all but the kernels, which depend on the shape.
     *
     * @param limits of the device
     * @throws BackendException when the driver refuses
     */
    public CudaMultiplier(
            Device device, CudaDevice cudaDevice, DeviceLimits limits, Algorithm algorithm, PtxIndex kept) {
        super(device);
        this.algorithm = algorithm;
        this.limits = limits;
        this.kept = kept;
        try {
            this.context = handles.own(new CudaContext(cudaDevice));
        } catch (CudaException e) {
            throw new BackendException("%s cannot be opened: %s".formatted(device.name(), e.getMessage()), e);
        }
        this.memory = handles.own(new CudaBuffers(context));
        this.transfers = handles.own(new CudaTransfers(context));
        this.ceilings = handles.own(new DeviceCeilings(new CudaProbed(context, transfers, this::module), limits));
    }

    /** {@inheritDoc} Its own where the device has instructions for it that proved right. */
    @Override
    public Precision arithmetic(Precision inputs) {
        return algorithm.multiplies(limits, inputs) ? inputs : inputs.storage();
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return prepared(shape, a, b);
    }

    private CudaProduct prepared(Shape shape, Matrix a, Matrix b) {
        if (shape.batch() > MOST_PRODUCTS) {
            throw new UnsupportedProductException("%d products at once, and CUDA launches at most %d: divide the batch"
                    .formatted(shape.batch(), MOST_PRODUCTS));
        }
        LaunchPlan plan = algorithm.fitBatch(limits, a.precision(), shape);
        try (Handles acquired = new Handles()) {
            List<CudaKernel> kernels = new ArrayList<>();
            for (KernelLaunch step : plan.steps()) {
                kernels.add(acquired.own(module(step.code()).kernel(step.kernel())));
            }
            checkMemory(shape, shape.bytes(a.precision()) + plan.scratchBytes());
            Map<String, CudaMemory> operands = new HashMap<>();
            int bytes = a.precision().bytes();
            operands.put(LaunchPlan.A, memory.lend((long) a.rows() * a.columns() * bytes, acquired));
            operands.put(LaunchPlan.B, memory.lend((long) b.rows() * b.columns() * bytes, acquired));
            operands.put(LaunchPlan.C, memory.lend((long) shape.rows() * shape.n() * bytes, acquired));
            for (Scratch scratch : plan.scratch()) {
                operands.put(scratch.name(), memory.lend(scratch.bytes(), acquired));
            }
            transfers.write(a, operands.get(LaunchPlan.A));
            transfers.write(b, operands.get(LaunchPlan.B));
            plan.bind(kernels, operands);
            return new CudaProduct(this, shape, plan, kernels, operands, acquired.handOver());
        } catch (CudaException e) {
            throw e.status() == CudaException.OUT_OF_MEMORY
                    ? new UnsupportedProductException(
                            "%s finds no memory for %s now: %s".formatted(device().name(), shape, e.getMessage()))
                    : failure("prepare", shape, e);
        }
    }

    private synchronized CudaModule module(KernelCode code) {
        return modules.computeIfAbsent(
                code, missing -> handles.own(new CudaModule(context, kept.find(missing, limits.architecture()))));
    }

    private void checkMemory(Shape shape, long bytes) {
        long free = memory.freeBytes();
        if (bytes > free) {
            throw new UnsupportedProductException("%s needs %d MiB and %s has %d MiB of memory free"
                    .formatted(shape, (bytes + MEBI - 1) / MEBI, device().name(), free / MEBI));
        }
    }

    /** Has the device run the kernels, and returns when it has. */
    void run(CudaProduct product) {
        product.start();
        context.finish();
    }

    /** The name of the device that runs kernels here, as the driver tells. */
    String nameOfUsed() {
        return context.nameOfUsed();
    }

    void download(CudaMemory c, Matrix to) {
        transfers.read(c, to);
    }

    void fillWithNaN(CudaMemory c) {
        context.fillWithNaN(c);
    }

    /** What a driver's failure in a step of a product means. */
    BackendException failure(String step, Shape shape, CudaException e) {
        return new BackendException("%s cannot %s %s: %s".formatted(device().name(), step, shape, e.getMessage()), e);
    }

    @Override
    public Optional<Audit> audit(Matrix ofA, Matrix ofB, int batch, Consumer<Matrix> products) {
        try (CudaAuditor auditor = new CudaAuditor(context, transfers, limits)) {
            Matrix a = operand(ofA);
            Matrix b = operand(ofB);
            try (CudaProduct product = prepared(Shape.of(a, b, batch), a, b)) {
                return Optional.of(auditor.audit(product, a, b, products));
            }
        } catch (CudaException e) {
            throw new BackendException("%s cannot be audited: %s".formatted(device().name(), e.getMessage()), e);
        }
    }

    @Override
    public OptionalDouble fmaCeiling(Precision precision) {
        return ceilings.gflops(precision);
    }

    @Override
    public OptionalDouble bandwidthCeiling() {
        return ceilings.gigabytesPerSecond();
    }

    @Override
    public Optional<LinkCeiling> linkCeiling() {
        return ceilings.link();
    }

    @Override
    protected void release() {
        try {
            handles.close();
        } catch (CudaException e) {
            throw new BackendException("%s cannot be closed: %s".formatted(device().name(), e.getMessage()), e);
        }
    }
}
