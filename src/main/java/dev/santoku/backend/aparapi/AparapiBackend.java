package dev.santoku.backend.aparapi;

import com.aparapi.device.OpenCLDevice;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.List;
import java.util.Optional;

/**
 * OpenCL from Java byte code, through Aparapi.
 *
 * <p>What is measured where: {@link #open} makes contexts and builds; {@code prepare} makes the buffers of A, B and C and
 * uploads all three, since Aparapi makes no buffer without contents; {@code compute} is one launch, from the call to the
 * end of the kernel; {@code result} is the download of C. Should the collector move a matrix in between, the next launch
 * uploads it again, within its own time; it rarely moves arrays as large as these.
 */
public final class AparapiBackend implements Backend {
    private AparapiDevices devices;

    @Override
    public String id() {
        return "aparapi";
    }

    @Override
    public List<Variant> variants() {
        return List.of(KernelChoice.NAIVE_VARIANT, KernelChoice.TILED_VARIANT);
    }

    @Override
    public Availability probe() {
        return devices().availability();
    }

    private synchronized AparapiDevices devices() {
        if (devices == null) {
            devices = AparapiDevices.probe();
        }
        return devices;
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        OpenCLDevice handle = devices().handles().get(device);
        if (handle == null) {
            throw new BackendException(
                    "%s is no device of Aparapi: take one that probe() lists".formatted(device.id()));
        }
        if (!variants().contains(variant)) {
            throw new BackendException(
                    "aparapi has no variant %s: take one that variants() lists".formatted(variant.id()));
        }
        return new AparapiMultiplier(device, handle, KernelChoice.of(variant, device.kind(), handle));
    }

    /** {@inheritDoc} A kernel of Aparapi's would show what its translation can do, not what the device can. */
    @Override
    public String ceilingsFrom() {
        return "jocl";
    }

    /** {@inheritDoc} Aparapi makes OpenCL C of byte code. */
    @Override
    public Optional<String> translatesFor() {
        return Optional.of("jocl");
    }

    /** {@inheritDoc} As for {@code jocl}, whose library is loaded to find out which device is which. */
    @Override
    public List<String> jvmFlags() {
        return List.of("--enable-native-access=ALL-UNNAMED", "-DuniqueLibraryNames=true");
    }
}
