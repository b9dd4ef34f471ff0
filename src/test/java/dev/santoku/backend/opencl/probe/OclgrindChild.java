package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.JoclMultiplier;
import dev.santoku.backend.opencl.MatrixInstructionsTest;
import dev.santoku.backend.opencl.PlantedPlace;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.family.Argument;
import dev.santoku.backend.opencl.family.Dimension;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs kernels on the first OpenCL device, which must be Oclgrind's. Its arguments are {@code all} or {@code few}, for that
 * many kernels and shapes, whose products are checked too, and the precision; {@code lanes}, for matrix instructions of each
 * layout, first right and then with a lane's elements in the wrong place; or the name of a planted fault.
 */
final class OclgrindChild {
    /** Begins the line that tells what was run. */
    static final String COVERED = "kernels: ";

    private static final long SEED = 11;
    private static final long LOCAL_BYTES = 32 << 10;

    /**
     * Oclgrind interprets every work-item, so these are small: single elements, rows and columns, primes, what tiles
     * divide and what they do not, blocks and slices of k.
     */
    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 1, 1),
            new Shape(33, 31, 17),
            new Shape(66, 65, 12),
            new Shape(5, 70, 7),
            new Shape(17, 1, 521),
            new Shape(1, 19, 523),
            new Shape(9, 8, 514));

    private static final List<Shape> FEW_SHAPES =
            List.of(new Shape(5, 70, 7), new Shape(18, 17, 12), new Shape(66, 65, 5), new Shape(9, 1, 520));

    /** A tile and its edges, a column, slices of k, and panels. */
    private static final List<Shape> BATCHES =
            List.of(new Shape(9, 17, 5, 2), new Shape(9, 1, 520, 2), new Shape(3, 4, 514, 2), new Shape(66, 65, 5, 2));

    /** Points of each family's space beside the shipped ones, for each precision. */
    private static final int SAMPLE = 4;

    /** What runs on a device of each kind, with few compute units and with many. */
    private static final List<DeviceLimits> DEVICES = List.of(
            limits(Device.Kind.GPU, 1, 256, LOCAL_BYTES),
            limits(Device.Kind.GPU, 64, 256, LOCAL_BYTES),
            limits(Device.Kind.GPU, 1, 6, 2 << 10),
            limits(Device.Kind.CPU, 1, 256, LOCAL_BYTES));

    /** Those whose own parameters differ; Oclgrind's compiler does not take what only theirs know. */
    private static final List<GpuArchitecture> ARCHITECTURES = List.of(
            new GpuArchitecture(Vendor.NVIDIA, "sm_90", 32, Set.of()),
            new GpuArchitecture(Vendor.AMD, "gfx906", 64, Set.of()),
            new GpuArchitecture(Vendor.AMD, "gfx1100", 32, Set.of()),
            new GpuArchitecture(Vendor.INTEL, "skl", 8, Set.of()));

    /** Those that run on any device. */
    private static final List<KernelFamily> FAMILIES = KernelFamilies.all().stream()
            .filter(family -> !(family instanceof MatrixFamily))
            .toList();

    /** Edges of a block of 32×16, an odd depth, slices of k. */
    private static final List<Shape> OF_MATRICES = List.of(
            new Shape(1, 9, 5),
            new Shape(33, 17, 19),
            new Shape(32, 16, 34),
            new Shape(31, 15, 2, 2),
            new Shape(9, 8, 514));

    /** A device whose buffers the host maps: what it sees of them goes back and forth around each product. */
    private static final DeviceLimits MAPPED = new DeviceLimits(
            Device.Kind.CPU, 1, 256, new Memory(LOCAL_BYTES, 1L << 27, 1L << 27, true), new Lanes(4, 2), true);

    /** Three panels of the shipped width there, too few groups for one block along m: two blocks. */
    private static final Shape SEVERAL_BLOCKS = new Shape(259, 21, 5);

    /** Few, for looking for unset values is slow. */
    private static final List<Shape> EDGES_OF_MATRICES = List.of(new Shape(1, 9, 5), new Shape(33, 17, 19));

    /** NVIDIA's of f16, bf16 and i8, whose words are packed each in its own way; AMD's and Intel's, whose lanes hold other parts. */
    private static final List<Integer> UNLIKE_IN_THEIR_LOADS = List.of(5, 4, 7, 25, 65);

    /** One fragment of each layout, with edges. */
    private static final Shape SMALL_EDGES = new Shape(15, 13, 17);

    private final Device device;
    private final OpenClDevice openClDevice;
    private final Set<String> kernels = new TreeSet<>();
    private final Set<String> programs = new HashSet<>();
    private final Set<String> cells = new HashSet<>();
    private final Set<String> plans = new HashSet<>();

    private OclgrindChild(Device device, OpenClDevice openClDevice) {
        this.device = device;
        this.openClDevice = openClDevice;
    }

    public static void main(String[] arguments) {
        Discovery discovery = Discovery.run();
        Device device = discovery.availability().devices().get(0);
        if (!device.name().contains("Oclgrind")) {
            throw new IllegalStateException("the device is " + device.name());
        }
        OpenClDevice openClDevice = discovery.find(device).orElseThrow();
        OclgrindChild child = new OclgrindChild(device, openClDevice);
        switch (arguments[0]) {
            case "all" -> child.runAll(Precision.parse(arguments[1]));
            case "few" -> child.runFew(Precision.parse(arguments[1]));
            case "lanes" -> runWrongLanes(openClDevice);
            default -> runPlanted(device, openClDevice, arguments[0]);
        }
        System.out.println("done");
    }

    private void runAll(Precision precision) {
        for (KernelFamily family : FAMILIES) {
            for (DeviceLimits limits : DEVICES) {
                multiply(family, limits, precision, SHAPES);
            }
            for (Device.Kind kind : List.of(Device.Kind.GPU, Device.Kind.CPU)) {
                DeviceLimits limits = limits(kind, 2, 256, LOCAL_BYTES);
                for (Parameters parameters : sample(family, limits, precision)) {
                    multiply(family.with(parameters), limits, precision, FEW_SHAPES);
                }
            }
        }
        for (KernelFamily family : FAMILIES) {
            for (DeviceLimits limits : List.of(DEVICES.get(1), DEVICES.get(3))) {
                multiply(family, limits, precision, BATCHES);
            }
        }
        for (GpuArchitecture architecture : ARCHITECTURES) {
            for (String id : List.of("warp", "tiled")) {
                KernelFamily family = KernelFamilies.find(id).orElseThrow();
                multiply(family, DEVICES.get(0).of(architecture), precision, FEW_SHAPES);
            }
        }
        KernelFamily panel = KernelFamilies.find("panel").orElseThrow();
        DeviceLimits cpu = DEVICES.get(3);
        multiply(panel.with(panel.shipped(cpu, precision).with("OWN", 0)), cpu, precision, BATCHES);
        Parameters packedBefore = panel.shipped(cpu, precision).with("OWN", 0);
        multiply(panel.with(packedBefore), cpu, precision, SHAPES);
        multiply(panel.with(packedBefore.with("DEPTH", 8)), cpu, precision, List.of(new Shape(66, 65, 19)));
        multiply(panel.with(severalBands(panel, precision)), MAPPED, precision, List.of(new Shape(39, 205, 3)));
        multiply(panel, MAPPED, precision, List.of(new Shape(67, 35, 5), SEVERAL_BLOCKS));
        multiplyMatrices(
                MatrixInstructionsTest.cases().filter(each -> each.precision().storage() == precision), OF_MATRICES);
        if (precision == Precision.F32) {
            multiplyWords(panel, Precision.BF16);
            multiplyWords(panel, Precision.I8);
        }
        System.out.printf(
                "%s%d in %d programs, %d kernels × shapes: %s%n",
                COVERED, kernels.size(), programs.size(), cells.size(), String.join(", ", kernels));
    }

    /** By what each matrix instruction means. */
    private void multiplyMatrices(Stream<MatrixInstructionsTest.Case> cases, List<Shape> shapes) {
        MatrixFamily matrix = new MatrixFamily();
        cases.forEach(each -> multiply(matrix.with(each.parameters()), each.limits(), each.precision(), shapes));
    }

    /** By what instructions mean, with edges of tiles, words and blocks of depth. */
    private void multiplyWords(KernelFamily panel, Precision precision) {
        DeviceLimits words = new DeviceLimits(
                Device.Kind.CPU,
                1,
                256,
                new Memory(LOCAL_BYTES, 1L << 27, 1L << 27, false),
                new Lanes(4, 2, Set.of(precision)),
                true);
        Parameters small = panel.shipped(words, precision)
                .with("NATIVE", 0)
                .with("LANES", 4)
                .with("VECTORS", 2)
                .with("TILE_M", 3)
                .with("DEPTH", 8)
                .with("DOWN", 2);
        multiply(
                panel.with(small),
                words,
                precision,
                List.of(new Shape(7, 19, 67), new Shape(1, 5, 3), new Shape(4, 8, 37, 2)));
        DeviceLimits tiles = new DeviceLimits(
                words.kind(), 1, 256, words.memory(), new Lanes(16, 8, Set.of(precision), Set.of(precision)), true);
        multiply(
                panel.with(panel.shipped(tiles, precision).with("NATIVE", 3).with("DEPTH", 16)),
                tiles,
                precision,
                List.of(new Shape(35, 33, 67), new Shape(1, 5, 3, 2)));
    }

    /** Tiles so small that eight of them, whose groups run in bands of four, are given to each of 5×103 groups. */
    private static Parameters severalBands(KernelFamily panel, Precision precision) {
        return panel.shipped(MAPPED, precision)
                .with("LANES", 2)
                .with("VECTORS", 1)
                .with("TILE_M", 1)
                .with("DOWN", 8)
                .with("OWN", 0);
    }

    private void runFew(Precision precision) {
        for (KernelFamily family : FAMILIES) {
            for (DeviceLimits limits : List.of(DEVICES.get(0), DEVICES.get(3))) {
                multiply(family, limits, precision, FEW_SHAPES);
            }
        }
        KernelFamily panel = KernelFamilies.find("panel").orElseThrow();
        Parameters packedBefore = panel.shipped(DEVICES.get(3), precision).with("OWN", 0);
        multiply(panel.with(packedBefore), DEVICES.get(3), precision, FEW_SHAPES);
        Stream<Integer> instructions = precision == Precision.F64 ? Stream.of(1, 6) : UNLIKE_IN_THEIR_LOADS.stream();
        multiplyMatrices(instructions.map(MatrixInstructionsTest::find), EDGES_OF_MATRICES);
    }

    /** Points of a space drawn from a seed, those left out that the family objects to. */
    private static List<Parameters> sample(KernelFamily family, DeviceLimits limits, Precision precision) {
        Random random = new Random(SEED);
        return Stream.generate(() -> point(family, limits, precision, random))
                .limit(1000)
                .filter(point -> family.objection(limits, precision, point).isEmpty())
                .distinct()
                .limit(SAMPLE)
                .toList();
    }

    private static Parameters point(KernelFamily family, DeviceLimits limits, Precision precision, Random random) {
        return Parameters.of(
                family.id(),
                family.space(limits, precision).stream()
                        .collect(Collectors.toMap(Dimension::name, dimension -> dimension
                                .values()
                                .get(random.nextInt(dimension.values().size())))));
    }

    private static DeviceLimits limits(Device.Kind kind, int computeUnits, int groupItems, long localBytes) {
        return new DeviceLimits(
                kind,
                computeUnits,
                groupItems,
                new Memory(localBytes, 1L << 27, 1L << 27, false),
                new Lanes(4, 2),
                true);
    }

    private void multiply(Algorithm algorithm, DeviceLimits limits, Precision precision, List<Shape> shapes) {
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, algorithm)) {
            for (Shape shape : shapes) {
                LaunchPlan plan = algorithm.fitBatch(limits, precision, shape);
                if (!plans.add(plan + " " + shape)) {
                    continue; // another device comes to the same launches
                }
                long start = System.nanoTime();
                Inputs inputs = Inputs.integers(shape, precision, SEED);
                try (Product product = multiplier.prepare(inputs.a(), inputs.b(), shape.batch())) {
                    int times = limits.memory().unified() ? 2 : 1; // again when the host has seen it
                    for (int time = 0; time < times; time++) {
                        product.poison();
                        product.compute();
                        ProductCheck.exact(inputs, product.result(), SEED).ifPresent(complaint -> {
                            throw new IllegalStateException(plan + " " + shape + ": " + complaint);
                        });
                    }
                }
                for (KernelLaunch step : plan.steps()) {
                    kernels.add(step.code().source() + "/" + step.kernel());
                    programs.add(step.code().toString());
                    cells.add(step.kernel() + " " + step.code() + " " + shape);
                }
                System.out.printf("%5d ms  %s  %s%n", (System.nanoTime() - start) / 1_000_000, shape, plan);
            }
        }
    }

    /** A line for each layout: that its product was right, and what shows that it is not with a wrong lane. */
    private static void runWrongLanes(OpenClDevice openClDevice) {
        MatrixInstructionsTest.layouts().forEach(layout -> {
            int instruction = (int) layout.get()[0];
            String place = ((String) layout.get()[1]).split(" ", 2)[0];
            PlantedPlace planted =
                    new PlantedPlace(openClDevice, MatrixInstructionsTest.find(instruction), SMALL_EDGES);
            System.out.printf(
                    "instruction %d: %s; %s of another lane: %s%n",
                    instruction,
                    planted.complaintWithout().orElse("right"),
                    place,
                    planted.complaintOfAnotherLane(place)
                            .map(complaint -> "wrong")
                            .orElse("right"));
        });
    }

    private static void runPlanted(Device device, OpenClDevice openClDevice, String fault) {
        Inputs inputs = Inputs.integers(Shape.square(4), Precision.F32, SEED);
        // Groups of four work-items, one per element of C.
        Algorithm planted = (limits, precision, shape) -> LaunchPlan.of(
                precision, new KernelLaunch(KernelCode.of(fault, Map.of()), fault, 4, 4, 16, Argument.product(shape)));
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, openClDevice.limits(), planted);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
        }
    }
}
