package dev.santoku.backend.opencl;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;

/**
 * Runs kernels on the first OpenCL device, which must be Oclgrind's. Its argument is {@code all} or
 * {@code few}, for that many kernels and shapes, whose products are checked too, or the name of a planted fault.
 */
final class OclgrindChild {
    private static final long SEED = 11;
    private static final long LOCAL_BYTES = 32 << 10;

    /** Oclgrind interprets every work-item: small shapes, at the edges of the tiles below. */
    private static final List<Shape> SHAPES =
            List.of(new Shape(1, 1, 1), new Shape(33, 31, 17), new Shape(66, 68, 20), new Shape(5, 70, 7));

    private static final List<Shape> FEW_SHAPES = List.of(new Shape(5, 70, 7), new Shape(18, 17, 12));

    private OclgrindChild() {}

    public static void main(String[] arguments) {
        Discovery discovery = Discovery.run();
        Device device = discovery.availability().devices().get(0);
        if (!device.name().contains("Oclgrind")) {
            throw new IllegalStateException("the device is " + device.name());
        }
        OpenClDevice openClDevice = discovery.find(device).orElseThrow();
        switch (arguments[0]) {
            case "all" -> runAll(device, openClDevice);
            case "few" -> runFew(device, openClDevice);
            default -> runPlanted(device, openClDevice, arguments[0]);
        }
        System.out.println("done");
    }

    private static void runAll(Device device, OpenClDevice openClDevice) {
        multiply(device, openClDevice, new NaiveFamily(), limits(Device.Kind.GPU, 1, 256, LOCAL_BYTES), SHAPES);
        multiply(device, openClDevice, new TiledFamily(), limits(Device.Kind.GPU, 1, 256, LOCAL_BYTES), SHAPES);
        multiply(device, openClDevice, new TiledFamily(), limits(Device.Kind.GPU, 64, 256, LOCAL_BYTES), SHAPES);
        multiply(device, openClDevice, new TiledFamily(), limits(Device.Kind.GPU, 1, 6, 2 << 10), SHAPES);
        multiply(device, openClDevice, new TiledFamily(), limits(Device.Kind.CPU, 1, 256, LOCAL_BYTES), SHAPES);
    }

    private static void runFew(Device device, OpenClDevice openClDevice) {
        multiply(device, openClDevice, new NaiveFamily(), limits(Device.Kind.GPU, 1, 256, LOCAL_BYTES), FEW_SHAPES);
        multiply(device, openClDevice, new TiledFamily(), limits(Device.Kind.GPU, 1, 256, LOCAL_BYTES), FEW_SHAPES);
        multiply(device, openClDevice, new TiledFamily(), limits(Device.Kind.CPU, 1, 256, LOCAL_BYTES), FEW_SHAPES);
    }

    private static Limits limits(Device.Kind kind, int computeUnits, int groupItems, long localBytes) {
        return new Limits(kind, computeUnits, groupItems, localBytes, 1L << 27, 1L << 27, 4, 2, true, false);
    }

    private static void multiply(
            Device device, OpenClDevice openClDevice, Algorithm algorithm, Limits limits, List<Shape> shapes) {
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, algorithm)) {
            for (Precision precision : Precision.values()) {
                for (Shape shape : shapes) {
                    String cell = algorithm.fit(limits, precision, shape) + " " + shape;
                    long start = System.nanoTime();
                    Inputs inputs = Inputs.integers(shape, precision, SEED);
                    try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                        product.poison();
                        product.compute();
                        ProductCheck.exact(inputs, product.result(), SEED).ifPresent(complaint -> {
                            throw new IllegalStateException(cell + ": " + complaint);
                        });
                    }
                    System.out.printf("%5d ms  %s%n", (System.nanoTime() - start) / 1_000_000, cell);
                }
            }
        }
    }

    private static void runPlanted(Device device, OpenClDevice openClDevice, String fault) {
        Inputs inputs = Inputs.integers(Shape.square(4), Precision.F32, SEED);
        // Groups of four work-items, one per element of C.
        Algorithm planted = (limits, precision, shape) ->
                Plan.of(precision, new Step(Code.of(fault, Map.of()), fault, 4, 4, 16, Argument.product(shape)));
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, openClDevice.limits(), planted);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
        }
    }
}
