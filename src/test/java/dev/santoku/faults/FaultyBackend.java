package dev.santoku.faults;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.Arrays;
import java.util.List;

/** A back end whose variants are faults, each done at every product of more than one element. */
public final class FaultyBackend implements Backend {
    @Override
    public String id() {
        return "faulty";
    }

    @Override
    public List<Variant> variants() {
        return Arrays.stream(Fault.values())
                .map(fault -> new Variant(fault.id(), "a test: " + fault.id()))
                .toList();
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of(Device.cpu()));
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        return new FaultyMultiplier(device, Fault.of(variant));
    }

    private static final class FaultyMultiplier extends AbstractMultiplier {
        private final Fault fault;

        FaultyMultiplier(Device device, Fault fault) {
            super(device);
            this.fault = fault;
        }

        @Override
        protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
            return new FaultyProduct(shape, a, b, device(), fault);
        }

        @Override
        protected void release() {}
    }

    private static final class FaultyProduct extends PlainProduct {
        private final Fault fault;
        private boolean poisoned;

        FaultyProduct(Shape shape, Matrix a, Matrix b, Device device, Fault fault) {
            super(shape, a, b, device);
            this.fault = fault;
        }

        @Override
        protected void run() {
            super.run();
            if (shape().m() > 1) {
                fault.happen(c, poisoned);
            }
        }

        @Override
        protected void fillWithNaN() {
            poisoned = true;
            super.fillWithNaN();
        }

        @Override
        protected String executedOn() {
            return fault == Fault.ELSEWHERE ? "Java thread pool" : super.executedOn();
        }
    }
}
