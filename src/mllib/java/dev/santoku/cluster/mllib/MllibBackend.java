package dev.santoku.cluster.mllib;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.cluster.ClusterBackend;
import dev.santoku.cluster.Engine;
import dev.santoku.yardstick.OpenBlasFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code mllib}: the product of two {@code BlockMatrix} of Spark's MLlib, with OpenBLAS in its executors where that was fetched.
 * Its variants are sides of blocks, and whether the inner side is split.
 */
public final class MllibBackend extends ClusterBackend {
    private static final List<Integer> SIDES = List.of(512, 1024, 2048);
    private static final String SPLIT = "-split";

    @Override
    public String id() {
        return "mllib";
    }

    @Override
    public boolean yardstick() {
        return true;
    }

    @Override
    public List<Variant> variants() {
        return SIDES.stream()
                .flatMap(side -> Stream.of(
                        new Variant("b" + side, "MLlib's BlockMatrix in blocks of %d×%1$d".formatted(side)),
                        new Variant(
                                "b" + side + SPLIT, "blocks of %d×%1$d, the inner side in 2 parts".formatted(side))))
                .toList();
    }

    /** {@inheritDoc} The blocks that MLlib itself makes if nothing else is asked for. */
    @Override
    public Variant defaultVariant(Device device) {
        return variants().get(SIDES.indexOf(1024) * 2);
    }

    @Override
    public List<String> jvmFlags() {
        List<String> flags = new ArrayList<>(super.jvmFlags());
        flags.add("--enable-native-access=ALL-UNNAMED");
        return flags;
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        String id = variant.id();
        int side = Integer.parseInt(id.replace(SPLIT, "").substring(1));
        Optional<Path> openBlas = OpenBlasFile.find();
        List<String> flags = openBlas.map(file -> List.of("-Ddev.ludovic.netlib.blas.nativeLibPath=" + file))
                .orElse(List.of());
        Engine engine = Engine.share(options.threads(), flags, Map.of("OPENBLAS_NUM_THREADS", "1"));
        return new MllibMultiplier(device, engine, side, id.endsWith(SPLIT) ? 2 : 1);
    }
}
