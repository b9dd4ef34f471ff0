package dev.santoku.backend.opencl;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.CompilerQuestion;
import dev.santoku.backend.Compiling;
import dev.santoku.backend.Device;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.Identified;
import dev.santoku.backend.Located;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Piece;
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
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OpenCL through JOCL, on every device that the loader knows; and NVIDIA's GPUs through CUDA's driver, which may be all there is. */
public final class JoclBackend implements Backend, Tunable, Located, Identified, Compiling {
    private static final Map<Variant, KernelFamily> FAMILIES = families();

    private final SelfTestCache verdicts = SelfTestCache.ofUser();
    private Routes routes;

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
        String fastest = Optional.ofNullable(routes)
                .flatMap(known -> known.availability().variant(device.id()))
                .orElseGet(() -> KernelFamilies.fastest(device.kind()).id());
        return variants().stream()
                .filter(variant -> variant.id().equals(fastest))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Availability probe() {
        return routes().availability();
    }

    /** {@inheritDoc} Of a device whose driver divides it, {@code cl0:2} is a piece. */
    @Override
    public Optional<Device> device(Availability availability, String name) {
        return Piece.of(name)
                .map(piece -> piece.in(availability.devices()))
                .orElseGet(() -> Backend.super.device(availability, name));
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        Route route = routes().get(device);
        KernelFamily family = FAMILIES.get(variant);
        if (family == null) {
            throw new BackendException("jocl has no variant '%s': choose from %s"
                    .formatted(
                            variant.id(), variants().stream().map(Variant::id).collect(Collectors.joining(", "))));
        }
        Prover prover = prover(device, route, known(route));
        return route.open(route.limits().withMemory(options.deviceMemory()), new TunedAlgorithm(family, prover));
    }

    private Prover prover(Device device, Route route, KnownParameters known) {
        DeviceLimits limits = route.limits();
        return new Prover(
                device, limits, known, route::key, (family, parameters) -> route.open(limits, family.with(parameters)));
    }

    private KnownParameters known(Route route) {
        return KnownParameters.load(verdicts, route.build());
    }

    @Override
    public Map<String, String> pciAddresses() {
        return routes().pciAddresses();
    }

    @Override
    public Map<Long, Device> byHandle() {
        return routes().byHandle();
    }

    @Override
    public Survey survey(Device device, Precision precision) {
        Route route = routes().get(device);
        return survey(route, route.key(precision), known(route));
    }

    private Survey survey(Route route, TuningKey key, KnownParameters known) {
        return Surveys.survey(known, key, route.limits(), KernelFamilies.inOrder(route.limits()));
    }

    @Override
    public List<Tuned> findings() {
        return TunedCache.ofUser().read().entries().stream()
                .filter(tuned -> KernelFamilies.find(tuned.candidate().family()).isPresent())
                .toList();
    }

    @Override
    public boolean proves() {
        return true;
    }

    @Override
    public Survey prove(Device device, Precision precision, Optional<String> family) {
        Route route = routes().get(device);
        KnownParameters known = known(route);
        DeviceLimits limits = route.limits();
        List<KernelFamily> families = family.map(id -> List.of(family(id).serving(limits, precision)))
                .orElseGet(() -> KernelFamilies.inOrder(limits).stream()
                        .filter(able -> able.multiplies(limits, precision) && able.canRun(limits, precision))
                        .toList());
        prover(device, route, known).prove(precision, families);
        return survey(route, route.key(precision), known);
    }

    private static KernelFamily family(String id) {
        return KernelFamilies.find(id).orElseThrow(() -> new UnsupportedProductException("no family " + id));
    }

    @Override
    public List<Estimate> estimate(Device device, Precision precision, List<Shape> sizes, List<Candidate> candidates) {
        DeviceLimits limits = routes().get(device).limits();
        return candidates.stream()
                .map(candidate ->
                        family(candidate.family()).estimate(limits, precision, sizes, Parameters.of(candidate)))
                .toList();
    }

    @Override
    public Multiplier open(Device device, Precision precision, Candidate candidate) {
        Route route = routes().get(device);
        DeviceLimits limits = route.limits();
        KernelFamily family = family(candidate.family());
        Parameters parameters = Parameters.of(candidate);
        family.objection(limits, precision, parameters).ifPresent(objection -> {
            throw new UnsupportedProductException(objection);
        });
        return route.open(limits, family.with(parameters));
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
        OpenClDevice openClDevice = routes().openCl(device);
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

    /**
     * JOCL loads a library, which newer Java announces unless it is allowed; and it unpacks that library to a fixed
     * name unless told otherwise, so that workers that start together could find it half written.
     */
    @Override
    public List<String> jvmFlags() {
        return List.of("--enable-native-access=ALL-UNNAMED", "-DuniqueLibraryNames=true");
    }

    private synchronized Routes routes() {
        if (routes == null) {
            routes = Routes.find();
        }
        return routes;
    }
}
