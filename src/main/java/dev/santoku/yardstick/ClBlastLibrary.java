package dev.santoku.yardstick;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.opencl.ExternalGemmDevices;
import java.util.Locale;
import java.util.Optional;

/** Whether JOCLBlast is there, found out once for the process; nothing here names its classes before that is known. */
final class ClBlastLibrary {
    private static final String BINDINGS = "/org/jocl/blast/CLBlast.class";

    private ClBlastLibrary() {}

    /** What keeps it from being used; the same answer each time. */
    static Optional<Availability.Unavailable> obstacle() {
        return OnceForTheProcess.OBSTACLE;
    }

    /** Opens a device; only where there is no obstacle. */
    static Multiplier open(ExternalGemmDevices lender, Device device) {
        ClBlast library = (ClBlast) OnceForTheProcess.library;
        library.contextBegins();
        try {
            return lender.open(device, library);
        } catch (RuntimeException e) {
            library.contextEnds();
            throw e;
        }
    }

    private static final class OnceForTheProcess {
        private static Object library;
        static final Optional<Availability.Unavailable> OBSTACLE = tryToLoad();

        private static Optional<Availability.Unavailable> tryToLoad() {
            if (ClBlastLibrary.class.getResource(BINDINGS) == null) {
                return unavailable(
                        "CLBlast's bindings were not fetched", "scripts/setup.sh --yardsticks fetches them (24 MB)");
            }
            try {
                library = new ClBlast();
                return Optional.empty();
            } catch (LinkageError | RuntimeException e) { // a foreign loader: whatever it throws is the reason
                return unavailable(
                        "CLBlast's native library does not load on %s %s: %s"
                                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), firstLine(e)),
                        "JOCLBlast has it for 64-bit Linux, macOS and Windows on x86-64; elsewhere leave it out");
            }
        }

        private static Optional<Availability.Unavailable> unavailable(String reason, String cure) {
            return Optional.of(new Availability.Unavailable(reason, cure));
        }
    }

    /** JOCLBlast packs stack traces into its message. */
    static String firstLine(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .flatMap(message -> message.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst())
                .orElse(thrown.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }
}
