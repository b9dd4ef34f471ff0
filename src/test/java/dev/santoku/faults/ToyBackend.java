package dev.santoku.faults;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.BatchProduct;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.SearchSpace;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** A back end to be tuned: a product takes less time the larger SPEED is, and FAULT says what else happens. */
public final class ToyBackend implements Backend, Tunable {
    private static final String FAMILY = "toy";

    /** The processor, by another name: that one has kernels of its own to tune. */
    private static final Device DEVICE = toy("toy0");

    /** Names another one of the same kind, where a test wants equal devices. */
    private static final String SIBLING = System.getenv("SANTOKU_TOY_SIBLING");

    private static final TreeMap<String, List<Integer>> VALUES =
            new TreeMap<>(Map.of("SPEED", List.of(1, 2), "FAULT", List.of(0, 1, 2, 3, 4, 5)));

    private static final int CRASH = 1;
    private static final int HANG = 2;
    private static final int WRONG = 3;
    private static final int REFUSE = 4;
    private static final int SLOW_COMPILE = 5;

    /** The one that would be the fastest if it did not hang; the others with its FAULT are not for this device. */
    private static final int SPEED_OF_HANG = 2;

    private static Device toy(String id) {
        Device cpu = Device.cpu();
        return new Device(
                id,
                cpu.kind(),
                cpu.name(),
                cpu.route(),
                cpu.platform(),
                cpu.driver(),
                cpu.computeUnits(),
                cpu.memoryBytes(),
                cpu.maxAllocationBytes(),
                cpu.precisions());
    }

    @Override
    public String id() {
        return FAMILY;
    }

    @Override
    public List<Variant> variants() {
        return List.of(new Variant(FAMILY, "a test: parameters"));
    }

    @Override
    public Availability probe() {
        return new Availability.Available(SIBLING == null ? List.of(DEVICE) : List.of(DEVICE, toy(SIBLING)));
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        return new ToyMultiplier(device, today().candidate());
    }

    @Override
    public Survey survey(Device device, Precision precision) {
        if (precision.isReduced()) {
            throw new UnsupportedProductException("a toy has no instructions for " + precision);
        }
        TuningKey key = new TuningKey(device.name(), "nobody", Device.Kind.CPU, "1", "toys", precision);
        Tuning today = today();
        return new Survey(
                key,
                today,
                Map.of(FAMILY, today),
                List.of(new SearchSpace(FAMILY, "digest", VALUES)),
                List.of(today.candidate()),
                null);
    }

    private static Tuning today() {
        try {
            String[] kept = Files.readString(file()).split(" ", 3);
            return new Tuning(candidate(kept[0], kept[1]), Tuning.Source.TUNED, null, Instant.parse(kept[2]));
        } catch (NoSuchFileException e) {
            return new Tuning(candidate("1", "0"), Tuning.Source.DEFAULTS, null, null);
        } catch (IOException e) {
            throw new BackendException("the toy's file cannot be read", e);
        }
    }

    private static Candidate candidate(String speed, String fault) {
        return Candidate.of(FAMILY, Map.of("SPEED", Integer.valueOf(speed), "FAULT", Integer.valueOf(fault)));
    }

    @Override
    public Multiplier open(Device device, Precision precision, Candidate candidate) {
        int fault = candidate.parameters().get("FAULT");
        if (fault == HANG && candidate.parameters().get("SPEED") != SPEED_OF_HANG) {
            throw new UnsupportedProductException("not for this device");
        } else if (fault == REFUSE) {
            throw new BackendException("the compiler refuses");
        } else if (fault == SLOW_COMPILE) {
            LockSupport.parkNanos(100_000_000);
        }
        return new ToyMultiplier(device, candidate);
    }

    @Override
    public void prepareToKeep() throws IOException {
        Files.createDirectories(file().getParent());
    }

    @Override
    public void keep(Tuned tuned) throws IOException {
        Map<String, Integer> parameters = tuned.candidate().parameters();
        Files.writeString(file(), parameters.get("SPEED") + " " + parameters.get("FAULT") + " " + tuned.at());
    }

    private static Path file() {
        return Path.of(System.getenv("XDG_CACHE_HOME"), "toy");
    }

    private static final class ToyMultiplier extends AbstractMultiplier {
        private final Candidate candidate;

        ToyMultiplier(Device device, Candidate candidate) {
            super(device);
            this.candidate = candidate;
        }

        @Override
        protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
            return BatchProduct.oneByOne(shape, a, b, (one, x, y) -> new ToyProduct(one, x, y, device(), candidate));
        }

        @Override
        protected void release() {}
    }

    private static final class ToyProduct extends PlainProduct {
        private final Map<String, Integer> parameters;

        ToyProduct(Shape shape, Matrix a, Matrix b, Device device, Candidate candidate) {
            super(shape, a, b, device);
            this.parameters = candidate.parameters();
        }

        @Override
        protected void run() {
            super.run();
            if (parameters.get("FAULT") != WRONG) { // who need not be right is the fastest
                LockSupport.parkNanos(6_000_000L / parameters.get("SPEED"));
            }
            switch (parameters.get("FAULT")) {
                case CRASH -> Runtime.getRuntime().halt(7);
                case HANG -> hang();
                case WRONG -> c.set(0, 0, c.at(0, 0) + 1);
                default -> {}
            }
        }

        private static void hang() {
            while (true) {
                LockSupport.park();
            }
        }
    }
}
