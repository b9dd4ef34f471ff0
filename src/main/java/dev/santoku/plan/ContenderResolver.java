package dev.santoku.plan;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what a user asked for into contenders of this machine. */
public final class ContenderResolver {
    private final Map<String, Backend> backends;
    private final Machine machine;
    private final boolean allVariants;
    private final Set<String> onlyDevices;
    private final OpenOptions options;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Plan.Absent> absent = new ArrayList<>();

    /**
     * Resolves nothing yet.
     *
     * @param backends by id
     * @param allVariants every variant where none is named, instead of the fastest
     * @param onlyDevices ids to which contenders are confined; empty for all
     * @param options how contenders will be opened
     */
    public ContenderResolver(
            Map<String, Backend> backends,
            Machine machine,
            boolean allVariants,
            Set<String> onlyDevices,
            OpenOptions options) {
        this.backends = backends;
        this.machine = machine;
        this.allVariants = allVariants;
        this.onlyDevices = Set.copyOf(onlyDevices);
        this.options = options;
    }

    /**
     * Resolves.
     *
     * @param requests in the order of the report; duplicates are taken once
     * @throws IllegalArgumentException when a back end, a variant or a device does not exist
     */
    public void resolve(List<ContenderRequest> requests) {
        checkDevices(requests);
        requests.forEach(this::resolve);
        if (contenders.isEmpty() && absent.isEmpty()) {
            throw new IllegalArgumentException(
                    "--devices %s leaves no back end to measure".formatted(String.join(",", onlyDevices)));
        }
    }

    /** Those that can run. */
    public List<Contender> contenders() {
        return List.copyOf(contenders);
    }

    /** Those that cannot, each with its reason. */
    public List<Plan.Absent> absent() {
        return List.copyOf(absent);
    }

    /** A back end that broke may have those that nobody else has. */
    private void checkDevices(List<ContenderRequest> requests) {
        Optional<String> missing = missingDevice();
        if (missing.isPresent() && requests.stream().noneMatch(this::isBroken)) {
            throw unknown("device", missing.get(), knownDevices());
        }
    }

    private Optional<String> missingDevice() {
        List<String> known = knownDevices();
        return onlyDevices.stream().filter(device -> !known.contains(device)).findFirst();
    }

    private List<String> knownDevices() {
        return machine.devices().stream().map(Device::id).toList();
    }

    private boolean isBroken(ContenderRequest request) {
        return machine.availability().get(request.backend()) instanceof Availability.Unavailable unavailable
                && unavailable.broken();
    }

    private void resolve(ContenderRequest request) {
        Backend backend = backends.get(request.backend());
        if (backend == null) {
            throw unknown("back end", request.backend(), backends.keySet());
        }
        request.variant().ifPresent(variant -> checkVariant(backend, variant));
        Availability availability = machine.availability().get(backend.id());
        if (!request.named() && !backend.measuredUnasked(availability)) {
            return;
        }
        if (availability instanceof Availability.Unavailable unavailable) {
            String variant = request.variant().orElseGet(() -> backend.variants()
                    .get(backend.variants().size() - 1)
                    .id());
            leaveOut(
                    request,
                    backend,
                    new Contender(backend.id(), variant, request.device().orElse(null)),
                    unavailable);
            return;
        }
        for (Device device : devices(request, backend, availability)) {
            if (isAskedFor(request, device)) {
                variants(request, backend, device).forEach(variant -> add(request, backend, variant, device));
            }
        }
    }

    private List<Device> devices(ContenderRequest request, Backend backend, Availability availability) {
        if (request.device().isPresent()) {
            String name = request.device().get();
            return List.of(backend.device(availability, name)
                    .orElseThrow(() -> unknown(
                            "device of " + backend.id(),
                            name,
                            availability.devices().stream().map(Device::id).toList())));
        }
        return backend.unnamedDevices(availability);
    }

    /** The second route to a GPU is measured by name alone. */
    private boolean isAskedFor(ContenderRequest request, Device device) {
        if (!onlyDevices.isEmpty() && !onlyDevices.contains(device.id())) {
            return false;
        }
        return request.device().isPresent()
                || onlyDevices.contains(device.id())
                || machine.firstRoute(device).isEmpty();
    }

    /** By its name, or by a device that nobody has but perhaps it. */
    private boolean isAskedFor(ContenderRequest request) {
        return request.named() || missingDevice().isPresent();
    }

    private List<String> variants(ContenderRequest request, Backend backend, Device device) {
        if (request.variant().isPresent()) {
            return List.of(request.variant().get());
        }
        if (allVariants && !backend.yardstick()) {
            return backend.variants().stream().map(Variant::id).toList();
        }
        return machine.fastestKnownVariant(backend.id(), device.id())
                .map(List::of)
                .orElseGet(() -> defaultVariants(backend, machine.availability().get(backend.id()), device, options));
    }

    /** Ids of the variants that are taken when none is asked for and nothing was tuned. */
    public static List<String> defaultVariants(
            Backend backend, Availability availability, Device device, OpenOptions options) {
        return availability
                .variant(device.id())
                .map(List::of)
                .orElseGet(() -> backend.defaultVariants(device, options).stream()
                        .map(Variant::id)
                        .toList());
    }

    private void add(ContenderRequest request, Backend backend, String variant, Device device) {
        Contender contender = new Contender(backend.id(), variant, device.id());
        Optional<Availability.Unavailable> obstacle =
                machine.availability().get(backend.id()).obstacle(variant);
        if (obstacle.isPresent()) {
            leaveOut(request, backend, contender, obstacle.get());
        } else if (!contenders.contains(contender)) {
            contenders.add(contender);
        }
    }

    private void leaveOut(
            ContenderRequest request, Backend backend, Contender contender, Availability.Unavailable unavailable) {
        if (absent.stream().noneMatch(known -> known.contender().equals(contender))) {
            absent.add(new Plan.Absent(
                    contender,
                    backend.yardstick(),
                    unavailable.inWords(),
                    unavailable.broken() && isAskedFor(request)));
        }
    }

    private static void checkVariant(Backend backend, String variant) {
        List<String> known = backend.variants().stream().map(Variant::id).toList();
        if (!known.contains(variant)) {
            throw unknown("variant of " + backend.id(), variant, known);
        }
    }

    private static IllegalArgumentException unknown(String what, String name, Collection<String> known) {
        return new IllegalArgumentException("unknown %s '%s': this machine and program have %s"
                .formatted(what, name, known.stream().collect(Collectors.joining(", "))));
    }

    /** The requests of a run that names none: every back end but yardsticks. */
    public static List<ContenderRequest> everything(Collection<Backend> backends) {
        return requests(backends, false);
    }

    /** The requests that {@code --yardsticks} adds. */
    public static List<ContenderRequest> yardsticks(Collection<Backend> backends) {
        return requests(backends, true);
    }

    private static List<ContenderRequest> requests(Collection<Backend> backends, boolean yardsticks) {
        return backends.stream()
                .filter(backend -> backend.yardstick() == yardsticks)
                .map(backend -> ContenderRequest.unnamed(backend.id()))
                .toList();
    }
}
