package dev.santoku.diagnosis;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What keeps OpenCL's drivers from what they could do here, found by looking at files alone: no driver is loaded. */
public final class DriverProblems {
    private final DriverEnvironment here;
    private final OpenClInstallation installation;

    DriverProblems(DriverEnvironment here, OpenClInstallation installation) {
        this.here = here;
        this.installation = installation;
    }

    /**
     * All that shows, each with what mends it.
     *
     * @param devices that OpenCL offers
     * @param temporary the folder into which native libraries are unpacked
     */
    public static List<Availability.Unavailable> here(
            OpenClInstallation installation, List<Device> devices, Path temporary) {
        return new DriverProblems(DriverEnvironment.here(), installation).all(devices, temporary);
    }

    List<Availability.Unavailable> all(List<Device> devices, Path temporary) {
        List<Device> offered = devices.stream()
                .filter(device -> "opencl".equals(device.route()))
                .toList();
        List<Availability.Unavailable> troubles = new ArrayList<>();
        noexec(temporary).ifPresent(troubles::add);
        if (offered.isEmpty()) {
            choice().ifPresent(troubles::add);
        }
        fileNames().ifPresent(troubles::add);
        installation.registered().stream()
                .filter(icd -> icd.path().isPresent())
                .flatMap(icd -> KnownDriver.ofLibrary(icd.library()).stream())
                .distinct()
                .filter(driver -> offered.stream().noneMatch(device -> driver.offers(platform(device))))
                .forEach(driver -> driver.obstacle(here).ifPresent(troubles::add));
        if (offered.stream().anyMatch(device -> KnownDriver.POCL.offers(platform(device)))) {
            PoclCache.of(here.environment()).obstacle().ifPresent(troubles::add);
        }
        onlyOclgrind(offered).ifPresent(troubles::add);
        return troubles;
    }

    private static String platform(Device device) {
        return device.platform() == null ? "" : device.platform();
    }

    /** Of {@code OCL_ICD_VENDORS}, which names neither a folder with registrations nor a library. */
    Optional<Availability.Unavailable> choice() {
        List<OpenClInstallation.Icd> registered = installation.registered();
        boolean nothing = registered.stream()
                .allMatch(icd -> icd.namesItself() && icd.path().isEmpty());
        String variable = here.variable("OCL_ICD_VENDORS").isPresent() ? "OCL_ICD_VENDORS" : "OPENCL_VENDOR_PATH";
        return installation
                .chosenByUser()
                .filter(choice -> nothing)
                .map(choice -> new Availability.Unavailable(
                        "%s=%s names no driver, and the system's own are not used".formatted(variable, choice),
                        "unset %s; where the system has no driver, scripts/setup.sh installs PoCL"
                                .formatted(variable)));
    }

    /** Of {@code OCL_ICD_FILENAMES}, libraries which Khronos' loader loads beside the registered ones. */
    private Optional<Availability.Unavailable> fileNames() {
        return here.variable("OCL_ICD_FILENAMES").stream()
                .flatMap(names -> Stream.of(names.split(":", -1)))
                .filter(name -> name.contains("/") && !Files.exists(here.real(name)))
                .findFirst()
                .map(name -> new Availability.Unavailable(
                        "OCL_ICD_FILENAMES names %s, which is not there".formatted(name), "unset OCL_ICD_FILENAMES"));
    }

    private Optional<Availability.Unavailable> noexec(Path temporary) {
        try {
            Path folder = temporary.toRealPath();
            return here.isMountedNoexec(folder)
                    ? Optional.of(new Availability.Unavailable(
                            "native libraries cannot be loaded from the folder of temporary files, which is mounted with noexec",
                            "export JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER, a folder that programs may run from"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // what is not there is told by who needs it
        }
    }

    private Optional<Availability.Unavailable> onlyOclgrind(List<Device> offered) {
        return !offered.isEmpty()
                        && offered.stream().allMatch(device -> platform(device).equals("Oclgrind"))
                ? Optional.of(new Availability.Unavailable(
                        "the only OpenCL device is Oclgrind, a simulator that checks kernels: its speeds say nothing",
                        (installation.chosenByUser().isPresent() ? "unset OCL_ICD_VENDORS, and " : "")
                                + "sudo apt-get install pocl-opencl-icd where PoCL is missing"))
                : Optional.empty();
    }
}
