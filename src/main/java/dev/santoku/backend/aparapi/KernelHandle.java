package dev.santoku.backend.aparapi;

import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.kernel.KernelManager;
import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import dev.santoku.diagnosis.BrokenDrivers;
import dev.santoku.matrix.Shape;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Owns one kernel object: its context, queue and program, and the buffers of at most one product at a time.
 *
 * <p>Aparapi keeps the preferred devices, the failures and the binaries of a kernel class in static tables, and takes a
 * static lock around each launch. All calls are therefore made under one lock, at no loss.
 *
 * @param <T> the arrays, {@code float[]} or {@code double[]}
 */
final class KernelHandle<T> implements AutoCloseable {
    /** What {@link #ranOn()} answers when Aparapi fell back. */
    static final String JAVA_THREADS = "Java thread pool";

    private static final String NOWHERE = "nowhere";

    private static final Object APARAPI = new Object();

    private final ProductKernel<T> kernel;
    private final OpenCLDevice device;
    private final String deviceName;
    private Range range;
    private String ranOn = NOWHERE;
    private boolean disposable;

    /** Takes the kernel over; nothing is built before the first {@link #bind}. */
    KernelHandle(ProductKernel<T> kernel, OpenCLDevice device, String deviceName) {
        this.kernel = kernel;
        this.device = device;
        this.deviceName = deviceName;
        synchronized (APARAPI) {
            choose();
            kernel.setExplicit(true);
        }
    }

    /**
     * Makes the buffers of one product, and uploads A and B. C goes along, since Aparapi makes every buffer as a copy.
     *
     * @throws BackendException when the device refused
     */
    void bind(Shape shape, T a, T b, T c) {
        synchronized (APARAPI) {
            kernel.bind(a, b, c);
            range = range(kernel.globalColumns(shape.n()), kernel.globalRows(shape.m()), shape.batch());
            launchIdle("take the buffers of a product of %s".formatted(shape));
            kernel.shape(shape.m(), shape.n(), shape.k());
        }
    }

    /**
     * Builds the kernel on the first call; later, releases the buffers of the last product.
     *
     * @throws BackendException when the device refused
     */
    void unbind() {
        synchronized (APARAPI) {
            kernel.unbind();
            launchIdle("build the kernel");
        }
    }

    /**
     * Computes C and waits for it; {@link #ranOn()} tells where.
     *
     * @throws BackendException when the device failed
     */
    void compute() {
        launch(range, "compute the product");
    }

    /**
     * Uploads C again.
     *
     * @throws BackendException when the device refused
     */
    void uploadC() {
        synchronized (APARAPI) {
            int m = kernel.m;
            int n = kernel.n;
            int k = kernel.k;
            kernel.putC();
            try {
                launchIdle("take C");
            } finally {
                kernel.shape(m, n, k);
            }
        }
    }

    /**
     * Downloads C into its array; after a run on Java threads it is there already.
     *
     * @throws BackendException when the device did not give it
     */
    void downloadC() {
        synchronized (APARAPI) {
            if (!ranOn.equals(JAVA_THREADS)) {
                choose();
                if (!kernel.getC()) {
                    throw new BackendException("%s did not give C back: its driver's error stands on standard error"
                            .formatted(deviceName));
                }
            }
        }
    }

    /** Whether the last launch ran on the device. Another launch after one that did not would leak what that one made. */
    boolean isHealthy() {
        synchronized (APARAPI) {
            return ranOn.equals(deviceName);
        }
    }

    /** The name of the device that ran the last launch, or {@link #JAVA_THREADS}. */
    String ranOn() {
        synchronized (APARAPI) {
            return ranOn;
        }
    }

    /**
     * Releases everything. A kernel that never ran on its device is left alone: Aparapi's native half crashes when it
     * disposes of one.
     */
    @Override
    public void close() {
        synchronized (APARAPI) {
            if (disposable) {
                choose(); // or Aparapi would take the kernel for one on Java threads, and release nothing
                kernel.dispose();
            }
        }
    }

    /** A launch over the empty shape, which it leaves: it makes and uploads buffers, and shows that the device takes them. */
    private void launchIdle(String purpose) {
        kernel.shape(0, 0, 0);
        launch(range(kernel.groupColumns(), kernel.groupRows(), 1), purpose);
        if (!isHealthy()) {
            throw refusal(purpose, null);
        }
    }

    /** Work-items; the products of a batch lie along a third dimension. */
    private Range range(int columns, int rows, int batch) {
        return batch == 1
                ? Range.create2D(device, columns, rows, kernel.groupColumns(), kernel.groupRows())
                : Range.create3D(device, columns, rows, batch, kernel.groupColumns(), kernel.groupRows(), 1);
    }

    /**
     * Launches, and notes who ran. A range that names its device leaves Aparapi no way to fall back, so that it throws;
     * should it find one all the same, the kernel's trace and the target device tell.
     *
     * @throws BackendException when nobody ran
     */
    void launch(Range chosen, String purpose) {
        synchronized (APARAPI) {
            choose();
            kernel.takeTrace();
            ranOn = NOWHERE;
            try {
                kernel.execute(chosen);
            } catch (RuntimeException | AssertionError e) {
                throw refusal(purpose, e);
            }
            boolean onDevice = !kernel.takeTrace() && device.equals(kernel.getTargetDevice());
            ranOn = onDevice ? deviceName : JAVA_THREADS;
            disposable |= onDevice;
        }
    }

    private BackendException refusal(String purpose, Throwable cause) {
        String reason = BrokenDrivers.obstacle(
                        device.getOpenCLPlatform().getName().strip())
                .map(Availability.Unavailable::inWords)
                .orElse(
                        "the driver's reason stands on standard error, and -Dcom.aparapi.logLevel=WARNING shows Aparapi's");
        return new BackendException("%s could not %s: %s".formatted(deviceName, purpose, reason), cause);
    }

    /**
     * Leaves this device as the only one for kernels of this class, and forgets its failures. After a failure the list is
     * empty, so that no other OpenCL device steps in, and the target is none.
     */
    private void choose() {
        KernelManager.instance().setPreferredDevices(kernel, new LinkedHashSet<>(List.of(device)));
    }
}
