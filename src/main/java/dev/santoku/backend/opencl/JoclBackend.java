package dev.santoku.backend.opencl;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.CompilerQuestion;
import dev.santoku.backend.Compiling;
import dev.santoku.backend.Device;
import dev.santoku.backend.Identified;
import dev.santoku.backend.Located;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.Variant;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.probe.CompilerProbe;
import dev.santoku.backend.opencl.probe.CompilerProbes;
import dev.santoku.backend.opencl.probe.RegisterProbe;
import dev.santoku.backend.opencl.tuned.KnownParameters;
import dev.santoku.backend.opencl.tuned.Prover;
import dev.santoku.backend.opencl.tuned.SelfTestCache;
import dev.santoku.backend.opencl.tuned.Surveys;
import dev.santoku.backend.opencl.tuned.TunedAlgorithm;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OpenCL through JOCL, on every device that the loader knows. */
public final class JoclBackend implements Backend, Tunable, Located, Identified, Compiling {
    private static final Map<Variant, KernelFamily> FAMILIES = families();

    private final SelfTestCache verdicts = SelfTestCache.ofUser();
    private Discovery discovery;

    private static Map<Variant, KernelFamily> families() {
        Map<Variant, KernelFamily> families = new LinkedHashMap<>();
        for (KernelFamily family : KernelFamilies.all()) {
            families.put(new Variant(family.id(), family.description()), family);
        }
        return families;
    }

    @Override
    public String id() {
        return "jocl";
    }

    @Override
    public List<Variant> variants() {
        return List.copyOf(FAMILIES.keySet());
    }

    /** By what a device can, once it was asked; before, which must load no native code, by its kind. */
    @Override
    public synchronized Variant defaultVariant(Device device) {
        String fastest = Optional.ofNullable(discovery)
                .flatMap(known -> known.availabilityOfFamilies().variant(device.id()))
                .orElseGet(() -> KernelFamilies.fastest(device.kind()).id());
        return variants().stream()
                .filter(variant -> variant.id().equals(fastest))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Availability probe() {
        return discovery().availabilityOfFamilies();
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        OpenClDevice openClDevice = find(device);
        KernelFamily family = FAMILIES.get(variant);
        if (family == null) {
            throw new BackendException("jocl has no variant '%s': choose from %s"
                    .formatted(
                            variant.id(), variants().stream().map(Variant::id).collect(Collectors.joining(", "))));
        }
        DeviceLimits limits = openClDevice.limits();
        Prover prover = prover(device, openClDevice, known(openClDevice));
        return new JoclMultiplier(device, openClDevice, limits, new TunedAlgorithm(family, prover));
    }

    private Prover prover(Device device, OpenClDevice openClDevice, KnownParameters known) {
        DeviceLimits limits = openClDevice.limits();
        return new Prover(
                device,
                limits,
                known,
                precision -> openClDevice.key(device, precision),
                (family, parameters) -> new JoclMultiplier(device, openClDevice, limits, family.with(parameters)));
    }

    private KnownParameters known(OpenClDevice openClDevice) {
        return KnownParameters.load(verdicts, openClDevice.platformVersion());
    }

    @Override
    public Map<String, String> pciAddresses() {
        return discovery().pciAddresses();
    }

    @Override
    public Map<Long, Device> byHandle() {
        return discovery().byHandle();
    }

    @Override
    public Survey survey(Device device, Precision precision) {
        OpenClDevice openClDevice = find(device);
        return survey(openClDevice, openClDevice.key(device, precision), known(openClDevice));
    }

    private Survey survey(OpenClDevice openClDevice, TuningKey key, KnownParameters known) {
        return Surveys.survey(known, key, openClDevice.limits(), KernelFamilies.inOrder(openClDevice.limits()));
    }

    @Override
    public boolean proves() {
        return true;
    }

    @Override
    public Survey prove(Device device, Precision precision, Optional<String> family) {
        OpenClDevice openClDevice = find(device);
        TuningKey key = openClDevice.key(device, precision);
        KnownParameters known = known(openClDevice);
        DeviceLimits limits = openClDevice.limits();
        List<KernelFamily> families = family.map(id -> List.of(family(id).serving(limits, precision)))
                .orElseGet(() -> KernelFamilies.inOrder(limits).stream()
                        .filter(able -> able.canRun(limits, precision))
                        .toList());
        prover(device, openClDevice, known).prove(precision, families);
        return survey(openClDevice, key, known);
    }

    private static KernelFamily family(String id) {
        return KernelFamilies.find(id).orElseThrow(() -> new UnsupportedProductException("no family " + id));
    }

    @Override
    public Multiplier open(Device device, Precision precision, Candidate candidate) {
        OpenClDevice openClDevice = find(device);
        DeviceLimits limits = openClDevice.limits();
        KernelFamily family = family(candidate.family());
        Parameters parameters = Parameters.of(candidate);
        family.objection(limits, precision, parameters).ifPresent(objection -> {
            throw new UnsupportedProductException(objection);
        });
        return new JoclMultiplier(device, openClDevice, limits, family.with(parameters));
    }

    @Override
    public void prepareToKeep() throws IOException {
        TunedCache.ofUser().prepare();
    }

    @Override
    public void keep(Tuned tuned) throws IOException {
        TunedCache.ofUser().keep(tuned);
    }

    @Override
    public List<CompilerQuestion> questions() {
        return Stream.concat(
                        CompilerProbe.all().stream().map(CompilerProbe::question),
                        RegisterProbe.all().stream().map(RegisterProbe::question))
                .toList();
    }

    @Override
    public CompilerAnswer ask(Device device, String question) {
        OpenClDevice openClDevice = find(device);
        for (CompilerProbe probe : CompilerProbe.all()) {
            if (probe.question().id().equals(question)) {
                return CompilerProbes.ask(openClDevice, probe);
            }
        }
        return RegisterProbe.all().stream()
                .filter(probe -> probe.question().id().equals(question))
                .findFirst()
                .orElseThrow(() -> new BackendException("no question " + question))
                .ask(openClDevice);
    }

    private OpenClDevice find(Device device) {
        return discovery().get(device);
    }

    /**
     * JOCL loads a library, which newer Java announces unless it is allowed; and it unpacks that library to a fixed
     * name unless told otherwise, so that workers that start together could find it half written.
     */
    @Override
    public List<String> jvmFlags() {
        return List.of("--enable-native-access=ALL-UNNAMED", "-DuniqueLibraryNames=true");
    }

    private synchronized Discovery discovery() {
        if (discovery == null) {
            discovery = Discovery.run();
        }
        return discovery;
    }
}
