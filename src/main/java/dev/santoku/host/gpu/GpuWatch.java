package dev.santoku.host.gpu;

import dev.santoku.backend.Device;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.GpuState;
import dev.santoku.result.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;

/**
 * Looks at the GPUs of this machine before and after a run, never while something is timed: a tool that starts in between
 * would take time from a processor and wake a GPU. A soak, which times nothing, looks at them meanwhile, from a thread of its
 * own. Where a driver brings no tool, there are no facts.
 */
public final class GpuWatch {
    /**
     * A tool of a driver that is stuck hangs; the run goes on without it. One that first loads the driver, since nothing keeps
     * it loaded, takes a second or more for each GPU.
     */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<GpuTool> tools;
    private final Machine machine;
    private final List<GpuFacts> earlier;
    private final Set<String> silent = new CopyOnWriteArraySet<>();
    private final List<Told> before;

    private GpuWatch(List<GpuTool> tools, Machine machine, List<GpuFacts> earlier) {
        this.tools = tools;
        this.machine = machine;
        this.earlier = earlier;
        this.before = ask();
    }

    /** Looks for the first time, without a run. */
    public static GpuWatch begin(Machine machine) {
        return begin(machine, List.of());
    }

    /**
     * Looks for the first time. No worker should run yet.
     *
     * @param earlier what was known when the run was interrupted
     */
    public static GpuWatch begin(Machine machine, List<GpuFacts> earlier) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return begin(
                Stream.of(NvidiaSmi.find(path, LIMIT), RocmSmi.find(path, LIMIT))
                        .flatMap(Optional::stream)
                        .toList(),
                machine,
                earlier);
    }

    static GpuWatch begin(List<GpuTool> tools, Machine machine, List<GpuFacts> earlier) {
        return new GpuWatch(tools, machine, earlier);
    }

    private record Told(String tool, GpuReading gpu) {}

    private List<Told> ask() {
        List<Told> told = new ArrayList<>();
        for (GpuTool tool : tools) {
            try {
                tool.read().forEach(gpu -> told.add(new Told(tool.name(), gpu)));
            } catch (ToolTimeoutException e) {
                silent.add(tool.name());
            }
        }
        return told;
    }

    /** Of each tool that told nothing in time, a line that says so, with what mends it behind a colon. */
    public List<String> troubles() {
        return silent.stream()
                .map(tool ->
                        "%s did not answer within %d s, so facts of its GPUs are missing: see whether it answers by itself"
                                .formatted(tool, LIMIT.toSeconds()))
                .toList();
    }

    /** What was found at first. */
    public List<GpuFacts> untilNow() {
        return facts(List.of());
    }

    /** Looks again, when no worker runs any more. */
    public List<GpuFacts> end() {
        return facts(before.isEmpty() ? List.of() : ask());
    }

    /** Whether there is any GPU to look at. */
    public boolean seesAny() {
        return !matches().isEmpty();
    }

    /** The state of each GPU now, by the OpenCL device that it is; takes up to 20 s where a tool hangs. */
    public Map<String, GpuState> now() {
        List<Told> now = ask();
        Map<String, GpuState> states = new HashMap<>();
        matches().forEach((told, device) -> {
            GpuReading later = later(told, now);
            if (later != null) {
                states.put(device, later.state());
            }
        });
        return states;
    }

    private List<GpuFacts> facts(List<Told> after) {
        Map<Told, String> devices = matches();
        List<GpuFacts> facts = new ArrayList<>();
        for (Told told : before) {
            GpuReading later = later(told, after);
            GpuState state = later == null ? null : later.state();
            Map<String, Double> slowed = later == null ? null : slowedSeconds(told.gpu, later);
            String device = devices.get(told);
            facts.add(new GpuFacts(
                    device,
                    told.gpu.name(),
                    told.gpu.driver(),
                    told.tool,
                    told.gpu.state(),
                    state,
                    slowed,
                    device == null
                            ? List.of() // nothing is measured on it
                            : GpuWarnings.of(device, told.gpu.state(), state, slowed)));
        }
        return ofTheWholeRun(facts);
    }

    /** With what an earlier part saw, of those too that are silent now. */
    private List<GpuFacts> ofTheWholeRun(List<GpuFacts> now) {
        List<GpuFacts> whole = new ArrayList<>();
        for (GpuFacts facts : now) {
            List<GpuFacts> same = earlier.stream().filter(facts::isSameAs).toList();
            whole.add(same.size() == 1 ? facts.since(same.get(0)) : facts);
        }
        earlier.stream()
                .filter(before -> now.stream().noneMatch(before::isSameAs))
                .forEach(whole::add);
        return whole;
    }

    /** The same GPU in another answer: at the same place, or the only one of its name. */
    private static GpuReading later(Told told, List<Told> after) {
        List<GpuReading> candidates = after.stream()
                .filter(other -> other.tool.equals(told.tool))
                .map(Told::gpu)
                .filter(gpu -> told.gpu.pciAddress() == null
                        ? Objects.equals(gpu.name(), told.gpu.name())
                        : told.gpu.pciAddress().equals(gpu.pciAddress()))
                .toList();
        return candidates.size() == 1 ? candidates.get(0) : null;
    }

    /** Null where the driver does not count, or was loaded anew meanwhile. */
    private static Map<String, Double> slowedSeconds(GpuReading before, GpuReading after) {
        Map<String, Double> seconds = new HashMap<>();
        before.slowedMicros().forEach((reason, micros) -> {
            Long later = after.slowedMicros().get(reason);
            if (later != null && later >= micros) {
                seconds.put(reason, (later - micros) / 1e6);
            }
        });
        return seconds.isEmpty() ? null : seconds;
    }

    /** Which OpenCL device each GPU is: the one at its place; where places are not known, the only one of its name. */
    private Map<Told, String> matches() {
        List<Device> gpus = machine.devices().stream()
                .filter(device -> device.kind() == Device.Kind.GPU)
                .toList();
        Map<Told, String> matches = new HashMap<>();
        for (Told told : before) {
            List<String> there = gpus.stream()
                    .filter(device -> isAt(device, told.gpu))
                    .map(Device::id)
                    .toList();
            List<String> named = gpus.stream()
                    .filter(device ->
                            !knowsPlaceOf(device, told.gpu) && device.name().equals(told.gpu.name()))
                    .map(Device::id)
                    .toList();
            boolean onlyOne = before.stream()
                            .filter(other -> Objects.equals(other.gpu.name(), told.gpu.name()))
                            .count()
                    == 1;
            if (!there.isEmpty()) {
                matches.put(told, there.get(0)); // several platforms may have the same one: the first is told
            } else if (named.size() == 1 && onlyOne) {
                matches.put(told, named.get(0));
            }
        }
        return matches;
    }

    private boolean knowsPlaceOf(Device device, GpuReading gpu) {
        return gpu.pciAddress() != null && machine.pciAddresses().containsKey(device.id());
    }

    private boolean isAt(Device device, GpuReading gpu) {
        return knowsPlaceOf(device, gpu)
                && gpu.pciAddress().equals(machine.pciAddresses().get(device.id()));
    }
}
