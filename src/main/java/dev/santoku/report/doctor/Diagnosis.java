package dev.santoku.report.doctor;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.diagnosis.BrokenDrivers;
import dev.santoku.diagnosis.OpenClInstallation;
import dev.santoku.matrix.Precision;
import dev.santoku.report.GpuLines;
import dev.santoku.result.BackendFact;
import dev.santoku.result.CompilerFact;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What {@code doctor} found, and what it says of it.
 *
 * @param schema of its JSON
 * @param vectorApi whether this Java has the module of the Vector API
 * @param opencl what the file system shows of OpenCL
 * @param gpus what drivers' tools tell of GPUs
 * @param compilers what compilers were asked; empty where nobody wanted to know
 * @param findings what is missing or disturbs, each with its cure
 */
public record Diagnosis(
        String schema,
        HostFacts host,
        boolean vectorApi,
        OpenCl opencl,
        List<Device> devices,
        List<BackendFact> backends,
        List<GpuFacts> gpus,
        List<CompilerFact> compilers,
        List<Finding> findings) {

    /** The format that this version writes. */
    public static final String SCHEMA = "santoku/doctor/1";

    /**
     * The installation of OpenCL.
     *
     * @param loader path of the loader, or null
     * @param drivers libraries of the registered drivers
     * @param chosenByUser the value of {@code OCL_ICD_VENDORS}, or null
     * @param notice what was registered for this run, or null
     */
    public record OpenCl(String loader, List<String> drivers, String chosenByUser, String notice) {}

    /**
     * Something to mend or to know.
     *
     * @param level how bad
     * @param what is the matter
     * @param cure the command or step that mends it
     */
    public record Finding(Level level, String what, String cure) {}

    /** How bad a finding is. */
    public enum Level {
        /** Something cannot run. */
        MISSING,
        /** Figures suffer. */
        WARNING,
        /** Good to know. */
        NOTE
    }

    public Diagnosis {
        devices = List.copyOf(devices);
        backends = List.copyOf(backends);
        gpus = List.copyOf(gpus);
        compilers = List.copyOf(compilers);
        findings = List.copyOf(findings);
    }

    /**
     * Judges what the probes and the file system told.
     *
     * @param yardsticks ids of the back ends that nothing misses
     * @param troubles with drivers' tools
     */
    public static Diagnosis of(
            Machine machine,
            OpenClInstallation installation,
            boolean vectorApi,
            Set<String> yardsticks,
            List<GpuFacts> gpus,
            List<String> troubles) {
        List<Finding> findings = findings(machine, installation, vectorApi, yardsticks, gpus);
        GpuLines.warnings(gpus).forEach(warning -> findings.add(disturbance(warning)));
        troubles.forEach(trouble -> findings.add(disturbance(trouble)));
        return new Diagnosis(
                SCHEMA,
                machine.host(),
                vectorApi,
                new OpenCl(
                        installation
                                .loader()
                                .map(Object::toString)
                                .map(UntrustedText::line)
                                .orElse(null),
                        installation.registered().stream()
                                .map(OpenClInstallation.Icd::library)
                                .map(UntrustedText::name)
                                .toList(),
                        installation.chosenByUser().map(UntrustedText::name).orElse(null),
                        installation.notice().orElse(null)),
                machine.devices(),
                machine.backends(),
                gpus,
                List.of(),
                findings);
    }

    /** The same with the answers of compilers. */
    public Diagnosis with(List<CompilerFact> answers) {
        return new Diagnosis(schema, host, vectorApi, opencl, devices, backends, gpus, answers, findings);
    }

    /** The same with what else stands in the way, but for what the back ends or drivers tell already. */
    public Diagnosis withTroubles(List<Availability.Unavailable> troubles) {
        List<Finding> all = new ArrayList<>(findings);
        for (Availability.Unavailable trouble : troubles) {
            if (all.stream().noneMatch(finding -> finding.what().contains(trouble.reason()))) {
                all.add(new Finding(Level.WARNING, trouble.reason(), trouble.cure()));
            }
        }
        return new Diagnosis(schema, host, vectorApi, opencl, devices, backends, gpus, compilers, all);
    }

    private static List<Finding> findings(
            Machine machine,
            OpenClInstallation installation,
            boolean vectorApi,
            Set<String> yardsticks,
            List<GpuFacts> gpus) {
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, Availability> entry : machine.availability().entrySet()) {
            if (entry.getValue() instanceof Availability.Unavailable unavailable) {
                Level level = yardsticks.contains(entry.getKey()) ? Level.NOTE : Level.MISSING;
                findings.add(new Finding(level, entry.getKey() + ": " + unavailable.reason(), unavailable.cure()));
            }
        }
        if (!vectorApi) {
            findings.add(new Finding(
                    Level.WARNING,
                    "this Java has no module jdk.incubator.vector: the CPU's vector units stay idle",
                    "take a full JDK 17 or newer: scripts/setup.sh"));
        }
        installation
                .notice()
                .ifPresent(notice -> findings.add(new Finding(Level.WARNING, "driver not registered", notice)));
        machine.host().warnings().forEach(warning -> findings.add(disturbance(warning)));
        List<Device> opencl = machine.devices().stream()
                .filter(device -> device.route().equals("opencl"))
                .toList();
        List<Device> cuda = machine.devices().stream()
                .filter(device -> device.route().equals("cuda")
                        && machine.firstRoute(device).isEmpty())
                .toList();
        missingDrivers(installation, opencl).stream()
                .filter(missing ->
                        findings.stream().noneMatch(told -> told.what().contains(missing.what())))
                .forEach(findings::add);
        if (!cuda.isEmpty()) {
            findings.add(
                    new Finding(
                            Level.NOTE,
                            "no OpenCL driver offers %s: jocl reaches it by CUDA's driver, with kernels compiled ahead"
                                    .formatted(cuda.get(0).name()),
                            "for kernels that can be tuned, install NVIDIA's OpenCL driver where there is one for this system"));
        } else if (!gpus.isEmpty() && opencl.stream().noneMatch(device -> device.kind() == Device.Kind.GPU)) {
            findings.add(new Finding(
                    Level.WARNING,
                    "%s sees %s, and no OpenCL driver offers it"
                            .formatted(
                                    gpus.get(0).tool(),
                                    Objects.requireNonNullElse(gpus.get(0).name(), "a GPU")),
                    "install or register its vendor's OpenCL driver (src/site/markdown/installing.md)"));
        } else if (!opencl.isEmpty() && opencl.stream().allMatch(device -> device.kind() == Device.Kind.CPU)) {
            findings.add(new Finding(
                    Level.NOTE,
                    "no GPU: OpenCL runs on the CPU alone",
                    "if there is one, install its vendor's OpenCL driver (src/site/markdown/installing.md)"));
        }
        machine.availability().values().forEach(availability -> availability.devices().stream()
                .flatMap(device -> availability.note(device.id()).stream())
                .forEach(note -> findings.add(new Finding(
                        Level.NOTE, note, "none needed; for the fastest parameters: scripts/santoku.sh tune"))));
        for (Device device : opencl) {
            if (!device.precisions().contains(Precision.F64)) {
                findings.add(new Finding(
                        Level.NOTE, device.id() + " does not compute in f64", "none: its cells are skipped"));
            }
        }
        return findings;
    }

    /** Where each driver offers a platform, none is missing, wherever its library lies. */
    private static List<Finding> missingDrivers(OpenClInstallation installation, List<Device> opencl) {
        long platforms = opencl.stream().map(Device::platform).distinct().count();
        if (platforms >= installation.registered().size()) {
            return List.of();
        }
        return installation.registered().stream()
                .filter(icd ->
                        icd.path().isEmpty() && !icd.namesItself()) // a choice that names nothing is told as that
                .map(BrokenDrivers::missing)
                .map(missing -> new Finding(Level.WARNING, missing.reason(), missing.cure()))
                .toList();
    }

    /** A warning that names its cure after a colon is split there. */
    private static Finding disturbance(String warning) {
        int split = warning.indexOf(": ");
        return split < 0
                ? new Finding(Level.WARNING, warning, "none from here")
                : new Finding(Level.WARNING, warning.substring(0, split), warning.substring(split + 2));
    }
}
