package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.CpuParameters;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import dev.santoku.backend.cpu.kernel.Packing;
import dev.santoku.backend.cpu.kernel.ParameterSource;
import dev.santoku.backend.cpu.kernel.SlowCompiler;
import dev.santoku.backend.cpu.kernel.WholeKernel;
import dev.santoku.host.Caches;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/** Micro-kernels on the Vector API, as wide as is fastest here. */
public final class VectorKernels implements KernelProvider {
    /** So many shapes of small products are kept along with how tiles cover them. */
    private static final int MAX_SHAPES = 256;

    private final Registers registers;
    private final Caches caches;
    private final ParameterSource source;

    /** Whether products begin with kernels in plain Java while the generated ones are compiled. */
    private final boolean beginsPlain;

    /**
     * For the processor that this runs on.
     *
     * @param source of what they are cut by
     * @throws UnsupportedOperationException when its vectors are narrower than 128 bits
     */
    public VectorKernels(ParameterSource source) {
        this(Registers.ofThisProcessor(), Caches.ofThisMachine(), source, true);
    }

    /** For registers and caches as told, which the processor may have or emulate; by generated kernels from the first product on. */
    VectorKernels(Registers registers, Caches caches) {
        this(registers, caches, (precision, bits, defaults) -> defaults, false);
    }

    private VectorKernels(Registers registers, Caches caches, ParameterSource source, boolean beginsPlain) {
        this.registers = registers;
        this.caches = caches;
        this.source = source;
        this.beginsPlain = beginsPlain;
    }

    @Override
    public int vectorBits() {
        return registers.bits();
    }

    @Override
    public CpuParameters defaults() {
        OptionalDouble half = FastestWidth.costOfHalf();
        return half.isPresent()
                ? CpuParameters.DEFAULTS.withNarrowVector(100 * half.getAsDouble())
                : CpuParameters.DEFAULTS;
    }

    @Override
    public MicroKernels<float[]> floats() {
        return new Family<>(ElementType.FLOAT, Precision.F32, float[].class, new FloatPacking());
    }

    @Override
    public MicroKernels<double[]> doubles() {
        return new Family<>(ElementType.DOUBLE, Precision.F64, double[].class, new DoublePacking());
    }

    @Override
    public void awaitCompiler() {
        Tiles.awaitCompiler();
    }

    @Override
    public Optional<String> trouble() {
        return SlowCompiler.reason();
    }

    private final class Family<T> implements MicroKernels<T> {
        private final Class<T> type;
        private final Packing<T> packing;
        private final Tiles tiles;
        private final CpuParameters parameters;
        private final Blocking blocking;

        /** Choosing tiles takes as long as a small product, and these have one shape again and again. */
        private final Map<Shape, WholeKernel<T>> wholeKernels = new ConcurrentHashMap<>();

        Family(ElementType element, Precision precision, Class<T> type, Packing<T> packing) {
            this.type = type;
            this.packing = packing;
            Tiles generated = Tiles.of(element, registers.bits());
            tiles = beginsPlain ? generated.beginningPlain() : generated;
            parameters = source.parameters(precision, registers.bits(), defaults());
            blocking = new Blocking(registers, caches, tiles, parameters);
        }

        @Override
        public BlockSizes blocks(Shape shape, int members) {
            return blocking.blocks(shape, members);
        }

        @Override
        public MicroKernel<T> create(BlockSizes blocks) {
            return new TileMicroKernel<>(tiles, blocks.mr(), blocks.nr(), type);
        }

        @Override
        public boolean packsA(Shape shape) {
            return blocking.packsA(shape);
        }

        @Override
        public boolean packsB(Shape shape, BlockSizes blocks) {
            return blocking.packsB(shape, blocks);
        }

        @Override
        public boolean copiesB(Shape shape, int members) {
            return blocking.copiesB(shape, members);
        }

        @Override
        public int mostOfA() {
            return blocking.mostOfA();
        }

        @Override
        public int mostOfB() {
            return blocking.mostOfB();
        }

        @Override
        public boolean warmUp(BlockSizes blocks, int n, int lda, int sliceStep, int depth, boolean accumulates) {
            boolean beginsWithZero = TileMicroKernel.beginsWithZero(depth, false);
            List<TileKind> kinds = new ArrayList<>();
            for (int columns : TileMicroKernel.widths(tiles, n, blocks.nr())) {
                kinds.add(TileMicroKernel.kind(tiles, blocks.mr(), columns, lda, sliceStep, beginsWithZero));
                if (accumulates && beginsWithZero) {
                    kinds.add(TileMicroKernel.kind(tiles, blocks.mr(), columns, lda, sliceStep, false));
                }
            }
            return tiles.warmUp(kinds);
        }

        @Override
        public Optional<WholeKernel<T>> whole(Shape shape) {
            return blocking.isSmall(shape) ? Optional.of(kernelOfAll(shape)) : Optional.empty();
        }

        private WholeKernel<T> kernelOfAll(Shape shape) {
            if (wholeKernels.size() >= MAX_SHAPES && !wholeKernels.containsKey(shape)) {
                wholeKernels.clear(); // whatever is used still comes back
            }
            return wholeKernels.computeIfAbsent(shape, this::newKernelOfAll);
        }

        private WholeKernel<T> newKernelOfAll(Shape shape) {
            Cover cover =
                    Cover.of(shape.m(), shape.n(), shape.k(), tiles, registers.count(), parameters.narrowVector());
            return new CoverKernel<>(tiles, shape, cover);
        }

        @Override
        public Packing<T> packing() {
            return packing;
        }
    }
}
