package dev.santoku.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An OpenCL driver that goes wrong on demand, for processes of their own: PoCL with the faults that {@code
 * src/test/icd/faulty.c} describes. Built with gcc once, into {@code target/icd}.
 */
public final class FaultyDriver {
    private static final Path SOURCE = Path.of("src/test/icd/faulty.c");
    private static final Path FOLDER = Path.of("target/icd").toAbsolutePath();
    private static final Path LIBRARY = FOLDER.resolve("libfaulty.so");
    private static final Path VENDORS = FOLDER.resolve("vendors");

    private final Path log;

    /**
     * Builds the driver where it is not built yet.
     *
     * @param log a file that the driver adds a line to for each fault
     */
    public FaultyDriver(Path log) throws IOException, InterruptedException {
        this.log = log.toAbsolutePath();
        Files.createDirectories(VENDORS);
        Files.writeString(VENDORS.resolve("faulty.icd"), LIBRARY + "\n");
        SharedLibrary.build(SOURCE, LIBRARY, List.of("-std=c11", "-O1", "-g"));
    }

    /** The environment of a process whose one driver this is, without a fault. */
    public Map<String, String> withoutFault() {
        return Map.of("OCL_ICD_VENDORS", VENDORS.toString());
    }

    /**
     * The environment of a process whose one driver goes wrong.
     *
     * @param fault as {@code SANTOKU_FAULT} names it
     * @param settings {@code NAME=VALUE}, without {@code SANTOKU_FAULT_}
     */
    public Map<String, String> with(String fault, String... settings) {
        Map<String, String> environment = new TreeMap<>(withoutFault());
        environment.put("SANTOKU_FAULT", fault);
        environment.put("SANTOKU_FAULT_LOG", log.toString());
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            environment.put("SANTOKU_FAULT_" + parts[0], parts[1]);
        }
        return environment;
    }

    /** A line for each fault so far: its name, its place, the process, seconds since the process's first launch. */
    public List<String> faults() throws IOException {
        try {
            return Files.readAllLines(log);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
