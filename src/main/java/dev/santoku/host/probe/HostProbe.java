package dev.santoku.host.probe;

import dev.santoku.host.BatchGrant;
import dev.santoku.host.Caches;
import dev.santoku.host.CpuTopology;
import dev.santoku.host.DriverThreads;
import dev.santoku.result.HostFacts;
import dev.santoku.untrusted.Plausible;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.PowerSource;
import oshi.software.os.OperatingSystem;

/**
 * Reads the facts of this machine. OSHI loads native code, so this runs in a worker process. Nothing that fails here
 * may cost a measurement: such a fact is null.
 */
public final class HostProbe {
    private static final Path ROOT = Path.of("/");

    /** Makers and models that only virtual machines carry. */
    private static final List<String> VIRTUAL = List.of(
            "virtualbox",
            "vmware",
            "qemu",
            "kvm",
            "bochs",
            "xen",
            "parallels",
            "bhyve",
            "openstack",
            "virtual machine",
            "apple virtualization",
            "google compute engine",
            "amazon ec2",
            "virtualmac");

    private final SystemInfo system = new SystemInfo();
    private final LinuxHost linux = new LinuxHost(ROOT);
    private final CpuTopology topology = new CpuTopology(ROOT);
    private final Cgroup cgroup = new Cgroup(ROOT);

    private HostProbe() {}

    /** The facts of the machine, as far as this process may use it. Takes about a second. */
    public static HostFacts read() {
        return new HostProbe().facts();
    }

    private HostFacts facts() {
        OptionalDouble quota = cgroup.processors();
        Integer allowed = attempt(this::allowedProcessors);
        int logicalCores = usable(Runtime.getRuntime().availableProcessors(), allowed, quota);
        String governor = attempt(() -> linux.governor().orElse(null));
        LinuxHost.Turbo turbo = attempt(() -> linux.turbo().orElse(null));
        Boolean onBattery = attempt(this::onBattery);
        BitSet slower = attempt(() -> slowerProcessors().orElse(null));
        List<String> warnings = new ArrayList<>(
                HostWarnings.ofMachine(governor, onBattery, quota, allowed == null ? logicalCores : allowed));
        warnings.addAll(HostWarnings.ofClocks(
                turbo, slower, attempt(() -> topology.allowedProcessors().orElse(null))));
        warnings.addAll(HostWarnings.ofMemory(topology.memoryNodes(), topology.isMemoryPlaced()));
        Caches caches = Caches.ofThisMachine();
        warnings.addAll(HostWarnings.ofSys(!isLinux() || linux.tellsProcessors(), caches.source()));
        return new HostFacts(
                new HostFacts.Cpu(
                        attempt(this::model),
                        attempt(() -> Math.min(logicalCores, physicalCores())),
                        logicalCores,
                        attempt(this::maxMHz),
                        attempt(() -> VectorWidth.bits(processor().getFeatureFlags())),
                        slower == null ? null : slower.cardinality(),
                        facts(caches)),
                attempt(this::memoryBytes),
                attempt(this::operatingSystem),
                System.getProperty("os.arch"),
                new HostFacts.Jdk(System.getProperty("java.vendor"), System.getProperty("java.version")),
                governor,
                turbo == null ? null : turbo.on(),
                onBattery,
                attempt(this::virtualMachine),
                attempt(() -> limits(quota, allowed)),
                DriverThreads.arePinned(System.getenv()),
                warnings);
    }

    /** The least that any of these allows: Java may not see what a control group of the other version says. */
    static int usable(int available, Integer allowed, OptionalDouble quota) {
        int usable = allowed == null ? available : Math.min(available, allowed);
        return quota.isPresent() ? Math.max(1, Math.min(usable, (int) Math.ceil(quota.getAsDouble()))) : usable;
    }

    private HostFacts.Limits limits(OptionalDouble quota, Integer allowed) {
        if (!isLinux()) {
            return null;
        }
        int online = linux.online().map(BitSet::cardinality).orElseGet(() -> processor()
                .getLogicalProcessorCount());
        OptionalLong memory = cgroup.memoryBytes();
        OptionalInt granted = BatchGrant.processors(System.getenv());
        return new HostFacts.Limits(
                quota.isPresent() && quota.getAsDouble() > 0 ? quota.getAsDouble() : null,
                allowed != null && allowed < online ? allowed : null,
                memory.isPresent() ? memory.getAsLong() : null,
                granted.isPresent() && granted.getAsInt() < online ? granted.getAsInt() : null);
    }

    /** Those of them that the process may run on. */
    private Optional<BitSet> slowerProcessors() {
        Optional<BitSet> slower = linux.slowerProcessors();
        slower.ifPresent(all -> topology.allowedProcessors().ifPresent(all::and));
        return slower;
    }

    private static HostFacts.Caches facts(Caches caches) {
        return new HostFacts.Caches(
                caches.level1(),
                caches.level2(),
                caches.level3() == caches.level2() ? null : caches.level3(),
                caches.source().label());
    }

    /** What the supplier finds; null when it throws, or when the native code behind it does not load. */
    static <T> T attempt(Supplier<T> fact) {
        try {
            return fact.get();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    private CentralProcessor processor() {
        return system.getHardware().getProcessor();
    }

    private String model() {
        return known(processor().getProcessorIdentifier().getName());
    }

    /** Null for an absent name and for what OSHI writes in its place; runs of blanks, which makers pad with, become one. */
    static String known(String name) {
        String tidy = name == null ? "" : name.strip().replaceAll("\\s+", " ");
        return tidy.isEmpty() || tidy.equalsIgnoreCase("unknown") ? null : tidy;
    }

    private int physicalCores() {
        return topology.physicalCores()
                .orElseGet(() -> physicalCores(processor().getLogicalProcessors(), topology.allowedProcessors()));
    }

    /** How many cores the allowed processors sit on: two threads of one core are one. */
    static int physicalCores(List<LogicalProcessor> processors, Optional<BitSet> allowed) {
        long cores = processors.stream()
                .filter(processor -> allowed.isEmpty() || allowed.get().get(processor.getProcessorNumber()))
                .map(processor -> List.of(processor.getPhysicalPackageNumber(), processor.getPhysicalProcessorNumber()))
                .distinct()
                .count();
        if (cores == 0) {
            throw new IllegalStateException("the operating system lists no core");
        }
        return Math.toIntExact(cores);
    }

    /** By the affinity, or by what a container's control group says where that is less. */
    private Integer allowedProcessors() {
        int byAffinity = topology.allowedProcessors().map(BitSet::cardinality).orElseGet(() -> processor()
                .getLogicalProcessorCount());
        return Math.min(byAffinity, cgroup.cpuset().orElse(Integer.MAX_VALUE));
    }

    private Integer maxMHz() {
        long megahertz =
                isLinux() ? linux.maxMHz().orElse(0) : Math.round(processor().getMaxFreq() / 1e6);
        return Plausible.megahertz(megahertz) ? (int) megahertz : null;
    }

    private Long memoryBytes() {
        long total = system.getHardware().getMemory().getTotal();
        long usable = Math.min(total, cgroup.memoryBytes().orElse(Long.MAX_VALUE));
        return Plausible.bytes(usable) ? usable : null;
    }

    private String operatingSystem() {
        OperatingSystem os = system.getOperatingSystem();
        OperatingSystem.OSVersionInfo version = os.getVersionInfo();
        return operatingSystem(os.getFamily(), version.getVersion(), version.getCodeName(), version.getBuildNumber());
    }

    /** One line; of the build only the number, for what follows may be the name that someone gave a kernel. */
    static String operatingSystem(String family, String version, String codeName, String build) {
        String name = known(codeName);
        String number = known(build);
        return Stream.of(
                        known(family),
                        known(version),
                        name == null ? null : "(" + name + ")",
                        number == null ? null : number.replaceFirst("[^0-9A-Za-z.].*", ""))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    private Boolean onBattery() {
        if (isLinux()) {
            return linux.onBattery().orElse(null);
        }
        List<PowerSource> sources = system.getHardware().getPowerSources().stream()
                .filter(source -> source.isPowerOnLine() || source.isDischarging() || source.isCharging())
                .toList();
        return sources.isEmpty()
                ? null
                : sources.stream().noneMatch(PowerSource::isPowerOnLine)
                        && sources.stream().anyMatch(PowerSource::isDischarging);
    }

    private Boolean virtualMachine() {
        ComputerSystem computer = system.getHardware().getComputerSystem();
        return virtualMachine(processor().getFeatureFlags(), computer.getManufacturer() + " " + computer.getModel());
    }

    /**
     * A hypervisor shows itself to x86 processors as a feature, elsewhere at best in the name of the machine.
     *
     * @param maker maker and model
     * @return null where it might not show
     */
    static Boolean virtualMachine(List<String> featureLines, String maker) {
        Set<String> features = new HashSet<>(
                List.of(String.join(" ", featureLines).toLowerCase(Locale.ROOT).split("\\s+")));
        String name = maker.toLowerCase(Locale.ROOT);
        if (features.contains("hypervisor") || features.contains("vmm")) {
            return true;
        } else if (VIRTUAL.stream().anyMatch(name::contains) && !name.contains("metal")) {
            return true;
        }
        boolean wouldShow = features.contains("sse2") || name.startsWith("apple");
        return wouldShow ? false : null;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }
}
