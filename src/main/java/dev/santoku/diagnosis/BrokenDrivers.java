package dev.santoku.diagnosis;

import dev.santoku.backend.Availability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why registered OpenCL drivers offer nothing, as far as a look at their libraries tells: the loader keeps it to itself. */
public final class BrokenDrivers {
    private BrokenDrivers() {}

    /**
     * Why the loader finds no platform though drivers are registered; empty where none is. Loads libraries: call it in a worker
     * process.
     */
    public static Optional<Availability.Unavailable> noPlatform() {
        return noPlatform(OpenClDrivers.find(), DriverEnvironment.here());
    }

    static Optional<Availability.Unavailable> noPlatform(OpenClInstallation installation, DriverEnvironment here) {
        Optional<Availability.Unavailable> choice = new DriverProblems(here, installation).choice();
        if (choice.isPresent() || installation.registered().isEmpty()) {
            return choice;
        }
        return installation.registered().stream()
                .flatMap(icd -> trouble(icd).stream())
                .findFirst()
                .or(() -> installation.registered().stream()
                        .flatMap(icd -> KnownDriver.ofLibrary(icd.library()).stream())
                        .flatMap(driver -> driver.obstacle(here).stream())
                        .findFirst())
                .map(trouble -> new Availability.Unavailable(
                        "the OpenCL loader finds no platform: " + trouble.reason(), trouble.cure()))
                .or(
                        () -> Optional.of(
                                new Availability.Unavailable(
                                        "the OpenCL loader finds no platform: none of the drivers that are registered (%s) offers one"
                                                .formatted(names(installation.registered())),
                                        "make the device of one accessible, or run scripts/setup.sh, which installs PoCL for the CPU")));
    }

    private static String names(List<OpenClInstallation.Icd> registered) {
        return registered.stream().map(icd -> LogTail.plain(icd.library())).collect(Collectors.joining(", "));
    }

    private static Optional<Availability.Unavailable> trouble(OpenClInstallation.Icd icd) {
        return icd.path().isEmpty()
                ? Optional.of(missing(icd))
                : refusal(icd, icd.path().get());
    }

    /** Of a driver whose library the loader of libraries does not find. */
    public static Availability.Unavailable missing(OpenClInstallation.Icd icd) {
        String file = LogTail.plain(icd.file().toString());
        String library = LogTail.plain(icd.library());
        return new Availability.Unavailable(
                "%s names %s, which is not there".formatted(file, library),
                "install the driver that has it, or delete %s".formatted(file));
    }

    private static Optional<Availability.Unavailable> refusal(OpenClInstallation.Icd icd, Path library) {
        try {
            System.load(library.toAbsolutePath().toString());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            Postmortem why = Postmortem.ofMessage(
                    "%s names a library that does not load"
                            .formatted(LogTail.plain(icd.file().toString())),
                    String.valueOf(e.getMessage()));
            return Optional.of(
                    new Availability.Unavailable(why.reason(), why.cure().orElse("install that driver anew")));
        }
    }

    /** Why a platform of this name may compile nothing; empty where nobody knows. */
    public static Optional<Availability.Unavailable> obstacle(String platform) {
        return platform.equals(PoclCache.PLATFORM)
                ? PoclCache.of(System.getenv()).obstacle()
                : Optional.empty();
    }

    /** Why a platform of this name may offer no device; empty where nobody knows. */
    public static Optional<Availability.Unavailable> noDevice(String platform) {
        return KnownDriver.ofPlatform(platform).flatMap(driver -> driver.obstacle(DriverEnvironment.here()));
    }
}
