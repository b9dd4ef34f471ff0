package dev.santoku.kitchen;

import static dev.santoku.kitchen.RowIds.HYBRID;
import static dev.santoku.kitchen.RowIds.OPENCL;
import static dev.santoku.kitchen.RowIds.POOL;
import static dev.santoku.kitchen.RowIds.SINGLE;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One product, C = A·B of f32 matrices, on one core, on all cores, on an OpenCL device, and on cores and device together, end to
 * end. Every product is checked to the bit by the process that is timed.
 */
final class MatrixScene {
    private static final String CPU = "cpu";
    private static final List<Integer> SIZES = List.of(64, 128, 256, 512, 1024);
    private static final List<Integer> QUICK_SIZES = List.of(64, 128, 256, 512);
    private static final int SAMPLES = 15;
    private static final int QUICK_SAMPLES = 7;

    /** A size is not begun when one product on one core would take longer. */
    private static final double LONGEST_PRODUCT = 0.5;

    private final Settings settings;
    private final Cores cores;
    private final Map<String, Row> skipped = new LinkedHashMap<>();

    /**
     * A scene.
     *
     * @param cores those that there are
     */
    MatrixScene(Settings settings, Cores cores) {
        this.settings = settings;
        this.cores = cores.atMost(settings.workers());
    }

    /**
     * Measures.
     *
     * @param device whether OpenCL is asked; a driver may take the whole process down
     */
    Scene play(boolean device) {
        List<MatrixContender> contenders = new ArrayList<>();
        try {
            open(SINGLE, 1, contenders);
            if (cores.count() > 1) {
                open(POOL, cores.count(), contenders);
            } else {
                skipped.put(POOL, Row.skipped(POOL, cores.whyOne(settings)));
            }
            if (device) {
                open(OPENCL, 1, contenders);
                openTogether(contenders);
            }
            measure(contenders);
            List<Row> rows = new ArrayList<>();
            contenders.forEach(contender -> rows.add(contender.row()));
            rows.addAll(skipped.values());
            String failure = contenders.stream()
                    .map(MatrixContender::failure)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("; "));
            boolean wrong = contenders.stream().anyMatch(MatrixContender::wrong);
            return new Scene(
                    SceneId.MATRIX,
                    cores.notes(settings),
                    failure.isEmpty() ? null : failure,
                    wrong ? Boolean.TRUE : null,
                    rows);
        } finally {
            contenders.forEach(MatrixContender::close);
        }
    }

    private void open(String id, int threads, List<MatrixContender> contenders) {
        Backend backend = Backends.byId(id).orElseThrow();
        Availability availability = backend.probe();
        if (availability instanceof Availability.Unavailable unavailable) {
            skipped.put(id, Row.skipped(id, unavailable.inWords()));
            return;
        }
        open(backend, preferred(availability.devices()), threads, contenders);
    }

    private void open(Backend backend, Device device, int threads, List<MatrixContender> contenders) {
        try {
            contenders.add(MatrixContender.open(backend, device, new OpenOptions(threads)));
        } catch (BackendException e) {
            skipped.put(
                    backend.id(), Row.skipped(backend.id(), "%s refuses: %s".formatted(device.name(), e.getMessage())));
        }
    }

    /** Our cores and the device on one product. A driver that computes on our cores gets one of them for itself. */
    private void openTogether(List<MatrixContender> contenders) {
        Backend hybrid = Backends.byId(HYBRID).orElseThrow();
        Availability availability = hybrid.probe();
        if (availability instanceof Availability.Unavailable unavailable) {
            skipped.put(HYBRID, Row.skipped(HYBRID, unavailable.inWords()));
            return;
        }
        Device machine = preferred(availability.devices().stream()
                .filter(device -> !device.hasParts() && !device.id().equals(CPU))
                .toList());
        boolean ownCores = machine.kind() == Device.Kind.CPU;
        if (ownCores && cores.count() < 2) {
            skipped.put(HYBRID, Row.skipped(HYBRID, cores.whyOne(settings)));
            return;
        }
        String name = ownCores
                ? "cpu:%d+%s:1".formatted(cores.count() - 1, machine.id())
                : "%s+%s".formatted(CPU, machine.id());
        hybrid.device(availability, name)
                .ifPresentOrElse(
                        together -> open(hybrid, together, cores.count(), contenders),
                        () -> skipped.put(HYBRID, Row.skipped(HYBRID, "this machine has no %s".formatted(name))));
    }

    /** A GPU where there is one. */
    private static Device preferred(List<Device> devices) {
        return devices.stream()
                .filter(device -> device.kind() == Device.Kind.GPU)
                .findFirst()
                .orElse(devices.get(0));
    }

    private void measure(List<MatrixContender> contenders) {
        int before = 0;
        for (int size : settings.quick() ? QUICK_SIZES : SIZES) {
            if (before > 0 && contenders.get(0).seconds(before) * cube(size / (double) before) > LONGEST_PRODUCT) {
                return;
            }
            Inputs integers = Inputs.integers(Shape.square(size), Precision.F32, settings.seed());
            List<Inputs> inputs = List.of(integers, integers.turned());
            contenders.forEach(contender -> contender.warmUp(inputs, settings.quick()));
            sample(contenders, inputs);
            before = size;
        }
    }

    /** In turns, each round in an order of its own: what disturbs the machine disturbs all alike. */
    private void sample(List<MatrixContender> contenders, List<Inputs> inputs) {
        List<MatrixContender> order = new ArrayList<>(contenders);
        Random random = new Random(settings.seed());
        for (int round = 0; round < (settings.quick() ? QUICK_SAMPLES : SAMPLES); round++) {
            Collections.shuffle(order, random);
            order.forEach(contender -> contender.sample(inputs));
        }
        contenders.forEach(contender -> contender.settle(inputs.get(0).shape().n()));
    }

    private static double cube(double factor) {
        return factor * factor * factor;
    }
}
