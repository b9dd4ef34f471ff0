package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.Availability;
import java.util.List;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;

/** Turns what the loader, JOCL and the drivers throw into a reason and a cure, one line each. */
public final class OpenClErrors {
    private static final String INSTALL =
            "run scripts/setup.sh, which installs the OpenCL loader and PoCL on Debian and "
                    + "Ubuntu; a GPU needs its vendor's driver, and in a container that driver's file in /etc/OpenCL/vendors";

    private OpenClErrors() {}

    /**
     * Why OpenCL cannot be used at all.
     *
     * @param thrown by JOCL's class initialiser or by its first call
     * @param system as the property os.name
     * @param architecture as the property os.arch
     */
    public static Availability.Unavailable of(Throwable thrown, String system, String architecture) {
        if (thrown instanceof CLException failure) {
            return isNoPlatform(thrown)
                    ? new Availability.Unavailable(
                            "the OpenCL loader finds no platform: no driver is installed", INSTALL)
                    : new Availability.Unavailable("the OpenCL loader fails: " + describe(failure), INSTALL);
        }
        String message = messages(thrown);
        if (message.contains("Implementation library could not be loaded")) {
            return new Availability.Unavailable("no OpenCL loader (libOpenCL.so.1) on this machine", INSTALL);
        }
        if (message.contains("No resource found with name")) {
            return new Availability.Unavailable(
                    "JOCL has no native library for %s on %s".formatted(system, architecture),
                    "use 64-bit Java on Linux or macOS (x86-64, ARM) or Windows (x86-64), or the back ends without OpenCL");
        }
        return new Availability.Unavailable(
                "JOCL's native library cannot be loaded on %s %s: %s"
                        .formatted(system, architecture, decisiveLine(message)),
                "name a folder for temporary files that can be written and run from: JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER");
    }

    /** Whether the loader works, and has nothing to offer. */
    public static boolean isNoPlatform(Throwable thrown) {
        return thrown instanceof CLException failure && failure.getStatus() == CL.CL_PLATFORM_NOT_FOUND_KHR;
    }

    /**
     * Why there is no device though the loader works.
     *
     * @param troubles that platforms had
     * @param known what is known to be behind one of them
     */
    public static Availability.Unavailable noDevice(List<String> troubles, Optional<Availability.Unavailable> known) {
        if (troubles.isEmpty()) {
            return new Availability.Unavailable("the OpenCL loader finds no platform: no driver is installed", INSTALL);
        }
        String reason = "no OpenCL platform offers a device (" + String.join("; ", troubles) + ")";
        return known.map(cause -> new Availability.Unavailable(reason + ": " + cause.reason(), cause.cure()))
                .orElseGet(() -> new Availability.Unavailable(reason, INSTALL));
    }

    /** The first line of what it says; for JOCL's exceptions that is the name of the error code. */
    public static String describe(RuntimeException failure) {
        return Optional.ofNullable(failure.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElseGet(failure::toString);
    }

    /** All that a throwable and its causes say: a second look at a class that failed tells why only in a cause. */
    private static String messages(Throwable thrown) {
        StringBuilder messages = new StringBuilder();
        for (Throwable link = thrown; link != null; link = link.getCause()) {
            messages.append(link).append('\n');
        }
        return messages.toString();
    }

    /** JOCL packs two stack traces into its message; the last exception named there is the one that decided. */
    private static String decisiveLine(String message) {
        return message.lines()
                .filter(line -> line.matches("\\s*[\\w.]+(Error|Exception): .*"))
                .reduce((earlier, later) -> later)
                .or(() -> message.lines().filter(line -> !line.isBlank()).findFirst())
                .orElse("no reason given")
                .strip();
    }
}
