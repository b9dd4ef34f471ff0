package dev.santoku.peers;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.util.OptionalDouble;

/** A back end, or a yardstick, through the public interface. */
final class BackendPeer implements Peer {
    private final String name;
    private final Multiplier multiplier;

    private BackendPeer(Backend backend, Device device, Variant variant, int threads) {
        name = backend.id() + ":" + variant.id();
        multiplier = backend.open(device, variant, new OpenOptions(threads));
    }

    /** A back end's fastest variant. */
    static BackendPeer open(String id, int threads) {
        Backend backend = backend(id);
        Device device = backend.probe().devices().get(0);
        return new BackendPeer(backend, device, backend.defaultVariant(device), threads);
    }

    /** A variant of OpenBLAS. */
    static BackendPeer openBlas(String variantId, int threads) {
        Backend backend = backend("openblas");
        Variant variant = backend.variants().stream()
                .filter(candidate -> candidate.id().equals(variantId))
                .findFirst()
                .orElseThrow();
        return new BackendPeer(backend, backend.probe().devices().get(0), variant, threads);
    }

    private static Backend backend(String id) {
        return Backends.byId(id).orElseThrow();
    }

    @Override
    public String name() {
        return name;
    }

    /** The processor, and for a library its version. */
    String device() {
        return multiplier.device().name();
    }

    @Override
    public OptionalDouble fmaCeiling(Precision precision) {
        return multiplier.fmaCeiling(precision);
    }

    @Override
    public Task prepare(Inputs inputs) {
        Product product = multiplier.prepare(inputs.a(), inputs.b());
        product.compute();
        multiplier.awaitCompiler(); // else its speed may seem to have settled before
        return new Task() {
            @Override
            public void compute() {
                product.compute();
            }

            @Override
            public Matrix result() {
                return product.result();
            }

            @Override
            public void close() {
                product.close();
            }
        };
    }

    @Override
    public void close() {
        multiplier.close();
    }
}
