package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All families, from the simplest to the most refined. */
public final class KernelFamilies {
    private static final List<KernelFamily> ALL = List.of(
            new NaiveFamily(),
            new DirectFamily(),
            new TiledFamily(),
            new PanelFamily(),
            new WarpFamily(),
            new MatrixFamily());

    private KernelFamilies() {}

    public static List<KernelFamily> all() {
        return ALL;
    }

    /** The family that should be the fastest on a device before anything was measured there. */
    public static KernelFamily fastest(DeviceLimits limits) {
        return MatrixFamily.serves(limits) ? find("matrix").orElseThrow() : fastest(limits.kind());
    }

    /** The same of devices of a kind of which no more is known. */
    public static KernelFamily fastest(Device.Kind kind) {
        return find(kind == Device.Kind.CPU ? "panel" : "warp").orElseThrow();
    }

    /** All: that of a device's default variant first, then what serves in its place. */
    public static List<KernelFamily> inOrder(DeviceLimits limits) {
        return Stream.concat(Stream.of(fastest(limits), fastest(limits.kind())), ALL.stream())
                .distinct()
                .toList();
    }

    /** Those that take another's place where it computes wrong products, the first one first. */
    public static Stream<KernelFamily> inNeed(Device.Kind kind) {
        return Stream.of(fastest(kind).id(), "direct", "tiled", "naive").flatMap(id -> find(id).stream());
    }

    /** The family of that id. */
    public static Optional<KernelFamily> find(String id) {
        return ALL.stream().filter(family -> family.id().equals(id)).findFirst();
    }
}
