package dev.santoku.cluster;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.List;
import java.util.Map;

/** {@code spark}: the product of {@code multiply --master} on a cluster, as a contender of {@code compare}. */
public final class SparkBackend extends ClusterBackend {
    private static final Variant CUBOIDS =
            new Variant("cuboids", "P×Q×R cuboids in one shuffle, each by the fastest back end of its node");

    @Override
    public String id() {
        return "spark";
    }

    @Override
    public List<Variant> variants() {
        return List.of(CUBOIDS);
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        return new SparkMultiplier(device, Engine.share(options.threads(), List.of(), Map.of()));
    }
}
