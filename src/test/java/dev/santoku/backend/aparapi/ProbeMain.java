package dev.santoku.backend.aparapi;

import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import java.util.logging.Handler;
import java.util.logging.Logger;

/** What a fresh JVM finds; run by {@link ProbeTest} as a process of its own. */
final class ProbeMain {
    private ProbeMain() {}

    public static void main(String[] arguments) {
        AparapiDevices devices = AparapiDevices.probe();
        if (devices.availability() instanceof Availability.Unavailable unavailable) {
            System.out.println("reason: " + unavailable.reason());
            System.out.println("cure: " + unavailable.cure());
        }
        devices.handles().forEach((device, handle) -> {
            System.out.println("device: " + device);
            try (KernelHandle<float[]> handleThatFails =
                    new KernelHandle<>(new UntranslatableKernel(), handle, device.name())) {
                handleThatFails.unbind();
            } catch (BackendException e) {
                System.out.println("fallback: " + e.getMessage());
            }
        });
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            System.out.println("handler: " + handler.getLevel());
        }
        System.exit(0); // no thread of Aparapi's keeps the process
    }
}
