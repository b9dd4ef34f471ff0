package dev.santoku.yardstick;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Located;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.backend.opencl.ExternalGemmDevices;
import java.util.List;
import java.util.Map;

/**
 * {@code clblast}: CLBlast's GEMM, the yardstick on OpenCL devices. Devices, context, queue and buffers are those of {@code
 * jocl}, uploads and downloads too, so that {@code compute} tells the kernels apart and nothing else.
 */
public final class ClBlastBackend implements Backend, Located {
    private static final Variant GEMM =
            new Variant("gemm", "CLBlast's GEMM with its own kernels and its own tuning: the yardstick of jocl");

    private final ExternalGemmDevices lender = new ExternalGemmDevices();

    @Override
    public String id() {
        return "clblast";
    }

    @Override
    public boolean yardstick() {
        return true;
    }

    @Override
    public List<Variant> variants() {
        return List.of(GEMM);
    }

    /** {@inheritDoc} OpenCL is asked first: CLBlast's library stands on its loader. */
    @Override
    public Availability probe() {
        Availability devices = lender.probe();
        return devices instanceof Availability.Available
                ? ClBlastLibrary.obstacle()
                        .<Availability>map(obstacle -> obstacle)
                        .orElse(devices)
                : devices;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a variant of another back end
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (!variant.equals(GEMM)) {
            throw new IllegalArgumentException("clblast has no variant '" + variant.id() + "'");
        }
        ClBlastLibrary.obstacle().ifPresent(obstacle -> {
            throw new BackendException(obstacle.inWords());
        });
        return ClBlastLibrary.open(lender, device);
    }

    @Override
    public Map<String, String> pciAddresses() {
        return lender.pciAddresses();
    }

    /** As for {@code jocl}: leave to load libraries, and files of one's own to unpack them to. */
    @Override
    public List<String> jvmFlags() {
        return List.of("--enable-native-access=ALL-UNNAMED", "-DuniqueLibraryNames=true");
    }
}
