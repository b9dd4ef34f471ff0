package dev.santoku.diagnosis;

import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is installed of OpenCL, and how to make NVIDIA's driver usable where it is present but not registered: a
 * container that is given a GPU often has the library without the file that names it.
 *
 * @param loader {@code libOpenCL.so.1}, where the dynamic loader would find it
 * @param chosenByUser the value of {@code OCL_ICD_VENDORS} or {@code OPENCL_VENDOR_PATH}; then nothing is registered
 *     beside what it names
 * @param registered the drivers that the loader will try, in the order of their files' names
 * @param unregisteredNvidia NVIDIA's driver, where it is present and the loader will not try it
 * @param libraryPath the {@code LD_LIBRARY_PATH} which that driver needs beyond the present one
 */
public record OpenClInstallation(
        Optional<Path> loader,
        Optional<String> chosenByUser,
        List<Icd> registered,
        Optional<Path> unregisteredNvidia,
        Optional<String> libraryPath) {

    private static final String PERMANENT = "/etc/OpenCL/vendors";

    /**
     * A registered driver.
     *
     * @param file the .icd file
     * @param library the library that it names, by path or by plain name, letter by letter as the loader takes it
     * @param path where that lies; empty where the dynamic loader would not find it
     */
    public record Icd(Path file, String library, Optional<Path> path) {
        /** Whether no file registers it: the user named the library. */
        public boolean namesItself() {
            return file.equals(Path.of(library));
        }
    }

    public OpenClInstallation {
        registered = List.copyOf(registered);
    }

    static boolean isNvidia(String library) {
        return library.substring(library.lastIndexOf('/') + 1).startsWith("libnvidia-opencl.so");
    }

    /**
     * Registers for worker processes what the system does not: writes into a folder of our own one .icd file for each
     * registered driver and one for NVIDIA's.
     *
     * @param privateFolder is created where absent
     * @return what to put into the environment of the workers; empty when there is nothing to register, and then
     *     nothing is written
     * @throws UncheckedIOException when the folder cannot be written to
     */
    public Map<String, String> register(Path privateFolder) {
        if (unregisteredNvidia.isEmpty()) {
            return Map.of();
        }
        try {
            Files.createDirectories(privateFolder);
            for (Icd icd : registered) {
                if (!isNvidia(icd.library())) { // theirs leads nowhere, and ours takes its place
                    write(privateFolder.resolve(icd.file().getFileName()), icd.library());
                }
            }
            write(privateFolder.resolve("nvidia.icd"), unregisteredNvidia.get().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot register NVIDIA's OpenCL driver in %s: %s".formatted(privateFolder, e.getMessage()), e);
        }
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("OCL_ICD_VENDORS", privateFolder.toAbsolutePath().toString());
        libraryPath.ifPresent(path -> environment.put("LD_LIBRARY_PATH", path));
        return environment;
    }

    private static void write(Path file, String library) throws IOException {
        Files.writeString(file, library + "\n");
    }

    /** One line for the user of a run that {@link #register} helped: what was done, and what makes it permanent. */
    public Optional<String> notice() {
        return unregisteredNvidia.map(driver -> UntrustedText.line(
                "NVIDIA's OpenCL driver %s is installed but not registered; registered it for this run. %s"
                        .formatted(driver, "To keep it, as root: " + permanently(driver))));
    }

    private String permanently(Path driver) {
        String register = "mkdir -p %s && echo %s > %s/nvidia.icd".formatted(PERMANENT, driver, PERMANENT);
        return libraryPath.isEmpty()
                ? register
                : register + " && echo %s > /etc/ld.so.conf.d/nvidia.conf && ldconfig".formatted(driver.getParent());
    }
}
