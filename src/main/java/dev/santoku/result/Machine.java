package dev.santoku.result;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the probes found: the host, and for every back end its devices or the reason why it has none.
 *
 * @param host facts of the computer
 * @param availability by back end, in the order of {@link dev.santoku.backend.Backends#all()}
 * @param surveys what can be tuned, an entry for each back end, device and precision
 * @param pciAddresses where devices sit on the PCI bus, by id, as far as their drivers tell; no file holds them
 */
public record Machine(
        HostFacts host,
        Map<String, Availability> availability,
        List<DeviceSurvey> surveys,
        Map<String, String> pciAddresses) {
    public Machine {
        availability = Collections.unmodifiableMap(new LinkedHashMap<>(availability));
        surveys = List.copyOf(surveys);
        pciAddresses = Map.copyOf(pciAddresses);
    }

    /** Where no driver tells where its devices sit. */
    public Machine(HostFacts host, Map<String, Availability> availability, List<DeviceSurvey> surveys) {
        this(host, availability, surveys, Map.of());
    }

    /** Where nothing can be tuned. */
    public Machine(HostFacts host, Map<String, Availability> availability) {
        this(host, availability, List.of());
    }

    /** The same with other surveys. */
    public Machine with(List<DeviceSurvey> others) {
        return new Machine(host, availability, others, pciAddresses);
    }

    /** Every device once, the first back end's description of it; not what a back end makes of several. */
    public List<Device> devices() {
        Map<String, Device> devices = new LinkedHashMap<>();
        allDevices().filter(device -> !device.hasParts()).forEach(device -> devices.putIfAbsent(device.id(), device));
        return List.copyOf(devices.values());
    }

    /** The driver's name for a device of OpenCL or CUDA; empty for others, and for several that are taken together. */
    public Optional<String> nameOfOpenClDevice(String id) {
        return device(id)
                .filter(device -> !device.route().equals("java") && !device.hasParts())
                .map(Device::name);
    }

    /**
     * The OpenCL device that is the same GPU as one that CUDA offers: a GPU counts once, by its place on the PCI bus, or by its
     * name where OpenCL's driver does not tell the place.
     */
    public Optional<Device> firstRoute(Device second) {
        return second.route().equals("cuda")
                ? devices().stream()
                        .filter(device -> device.route().equals("opencl") && isSameGpu(device, second))
                        .findFirst()
                : Optional.empty();
    }

    /** The GPUs that two drivers offer. */
    public List<SecondRoute> secondRoutes() {
        return devices().stream()
                .flatMap(device -> firstRoute(device).map(first -> new SecondRoute(device.id(), first.id())).stream())
                .toList();
    }

    private boolean isSameGpu(Device one, Device other) {
        if (pciAddresses.containsKey(one.id()) && pciAddresses.containsKey(other.id())) {
            return pciAddresses.get(one.id()).equals(pciAddresses.get(other.id()));
        }
        return one.name().equals(other.name());
    }

    /** A device by its id, or several that a back end takes together. */
    public Optional<Device> device(String id) {
        return allDevices().filter(device -> device.id().equals(id)).findFirst();
    }

    private Stream<Device> allDevices() {
        return availability.values().stream().flatMap(found -> found.devices().stream());
    }

    /** What can be tuned of a back end's device in a precision. */
    public Optional<DeviceSurvey> survey(String backend, String device, Precision precision) {
        return surveys.stream()
                .filter(survey -> survey.backend().equals(backend)
                        && survey.device().equals(device)
                        && survey.precision() == precision)
                .findFirst();
    }

    /**
     * The variant that was found to be the fastest on a device, in its first precision; empty where none was tuned. Where the
     * variant that the device wants computes with the same kernels in that precision, it is that one.
     */
    public Optional<String> fastestKnownVariant(String backend, String device) {
        return surveys.stream()
                .filter(survey ->
                        survey.backend().equals(backend) && survey.device().equals(device))
                .findFirst()
                .map(DeviceSurvey::survey)
                .filter(survey -> survey.today().source().isMeasured())
                .map(survey -> wanted(backend, device)
                        .filter(variant -> survey.today().equals(survey.known().get(variant)))
                        .orElse(survey.today().candidate().family()));
    }

    private Optional<String> wanted(String backend, String device) {
        return Optional.ofNullable(availability.get(backend)).flatMap(known -> known.variant(device));
    }

    /** A line per back end, as the result file holds it. */
    public List<BackendFact> backends() {
        return availability.entrySet().stream()
                .map(entry -> new BackendFact(
                        entry.getKey(), entry.getValue() instanceof Availability.Available, reason(entry.getValue())))
                .toList();
    }

    private static String reason(Availability availability) {
        return availability instanceof Availability.Unavailable unavailable ? unavailable.inWords() : null;
    }

    /** The back ends that broke when they were asked for their devices, a line each with reason and cure. */
    public List<String> broken() {
        return availability.entrySet().stream()
                .filter(entry ->
                        entry.getValue() instanceof Availability.Unavailable unavailable && unavailable.broken())
                .map(entry -> entry.getKey() + ": " + reason(entry.getValue()))
                .toList();
    }
}
