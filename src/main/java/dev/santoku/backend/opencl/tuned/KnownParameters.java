package dev.santoku.backend.opencl.tuned;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.backend.tuned.TunedFile;
import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which parameters a device gets: those tuned on it with its driver and these kernels; else those shipped for a device
 * of its name or a near one's; else what the family takes of its own. What was found elsewhere is taken only where the family would try each of its values on this device, too. Whatever failed a {@link SelfTest} gives
 * way to the next.
 */
public final class KnownParameters {
    private final TunedCache.Content cache;
    private final List<Tuned> shipped;
    private final SelfTestCache verdicts;
    private final String build;

    /**
     * Knows what stands in two files, and what self-tests said.
     *
     * @param cache of the user
     * @param shipped with the program; the first of several that are alike near wins
     * @param verdicts asked anew each time
     * @param build of the device's platform, for which verdicts hold
     */
    KnownParameters(TunedCache.Content cache, List<Tuned> shipped, SelfTestCache verdicts, String build) {
        this.cache = cache;
        this.shipped = List.copyOf(shipped);
        this.verdicts = verdicts;
        this.build = build;
    }

    /** The user's cache and what is packed into the jar. */
    public static KnownParameters load(SelfTestCache verdicts, String build) {
        return new KnownParameters(TunedCache.ofUser().read(), TunedFile.shipped(), verdicts, build);
    }

    /**
     * The nearest known parameters of one of these families that no self-test rejected; the first one's own where nothing is
     * known. Where all of these families are rejected, those of another family.
     */
    Tuning find(TuningKey key, DeviceLimits limits, List<KernelFamily> families) {
        List<Tuning.Rejected> rejected = new ArrayList<>();
        List<Tuning> inOrder = inOrder(key, limits, families);
        for (Tuning tuning : inOrder) {
            Optional<SelfTestResult> verdict = verdict(key, tuning.candidate());
            if (verdict.isEmpty()) {
                return tuning.tested(null, rejected);
            } else if (verdict.get().fault() == null) {
                return tuning.tested(true, rejected);
            }
            Tuning.Rejected wrong =
                    new Tuning.Rejected(tuning.candidate(), verdict.get().fault());
            if (!rejected.contains(wrong)) {
                rejected.add(wrong);
            }
        }
        return inOrder.get(0).tested(false, rejected);
    }

    private List<Tuning> inOrder(TuningKey key, DeviceLimits limits, List<KernelFamily> families) {
        List<Tuning> inOrder = new ArrayList<>();
        cache.entries().stream()
                .filter(entry -> entry.key().isSame(key))
                .filter(entry -> isOfTheseKernels(entry, families)
                        && isAllowed(entry.candidate(), families, limits, key.precision()))
                .map(entry -> tuning(entry, Tuning.Source.TUNED))
                .forEach(inOrder::add);
        relatives(key, limits, families)
                .map(entry -> tuning(
                        entry,
                        Nearness.of(entry.key(), key) == Nearness.SAME_NAME
                                ? Tuning.Source.SHIPPED
                                : Tuning.Source.RELATIVE))
                .forEach(inOrder::add);
        KernelFamily first = families.get(0);
        Stream.concat(
                        Stream.of(first),
                        KernelFamilies.inNeed(key.kind())
                                .filter(family -> family != first
                                        && family.multiplies(limits, key.precision())
                                        && family.canRun(limits, key.precision())))
                .flatMap(family -> own(family, limits, key.precision()))
                .forEach(inOrder::add);
        return inOrder;
    }

    private static Stream<Tuning> own(KernelFamily family, DeviceLimits limits, Precision precision) {
        Tuning.Source source = family.isAnalysed(limits) ? Tuning.Source.ANALYSIS : Tuning.Source.DEFAULTS;
        return Stream.concat(Stream.of(family.shipped(limits, precision)), family.alternatives(limits, precision))
                .map(parameters -> new Tuning(parameters.candidate(), source, null, null));
    }

    private Optional<SelfTestResult> verdict(TuningKey key, Candidate candidate) {
        return KernelFamilies.find(candidate.family())
                .flatMap(family -> verdicts.of(key, build, family.sourceDigest(), candidate));
    }

    /** Keeps what a self-test said. */
    void tested(TuningKey key, Candidate candidate, Optional<String> fault) {
        KernelFamily family = KernelFamilies.find(candidate.family()).orElseThrow();
        verdicts.add(new SelfTestResult(key, build, family.sourceDigest(), candidate, fault.orElse(null)));
    }

    /**
     * What is worth trying first: what was ever found on such a device, what is shipped, each family's own. What was found
     * before a family had some parameter is tried with the family's own value of it.
     */
    List<Candidate> starts(TuningKey key, DeviceLimits limits, List<KernelFamily> families) {
        List<Candidate> starts = new ArrayList<>();
        cache.entries().stream()
                .filter(entry ->
                        entry.key().device().equals(key.device()) && entry.key().precision() == key.precision())
                .flatMap(entry -> completed(entry.candidate(), families, limits, key.precision()).stream())
                .filter(candidate -> isAllowed(candidate, families, limits, key.precision()))
                .forEach(starts::add);
        relatives(key, limits, families).forEach(entry -> starts.add(entry.candidate()));
        families.forEach(
                family -> starts.add(family.shipped(limits, key.precision()).candidate()));
        return starts.stream().distinct().toList();
    }

    /** Shipped entries that suit the device, the nearest first, else in their order. */
    private Stream<Tuned> relatives(TuningKey key, DeviceLimits limits, List<KernelFamily> families) {
        return shipped.stream()
                .filter(entry -> entry.key().precision() == key.precision()
                        && Nearness.of(entry.key(), key) != Nearness.STRANGE
                        && isAllowed(entry.candidate(), families, limits, key.precision())
                        && isWithinSpace(entry.candidate(), families, limits, key.precision()))
                .sorted(Comparator.comparing(entry -> Nearness.of(entry.key(), key)));
    }

    private Tuning tuning(Tuned entry, Tuning.Source source) {
        boolean here = source == Tuning.Source.TUNED;
        return new Tuning(entry.candidate(), source, here ? null : entry.key().device(), entry.at());
    }

    /** Why the user's cache is not used, in one line, if so. */
    Optional<String> trouble() {
        return cache.trouble();
    }

    private static Optional<KernelFamily> family(Candidate candidate, List<KernelFamily> families) {
        return families.stream()
                .filter(family -> family.id().equals(candidate.family()))
                .findFirst();
    }

    /** With the family's own value of each parameter that is missing; none of a family that is not among these. */
    private static Optional<Candidate> completed(
            Candidate candidate, List<KernelFamily> families, DeviceLimits limits, Precision precision) {
        return family(candidate, families).map(family -> {
            SortedMap<String, Integer> values =
                    new TreeMap<>(family.shipped(limits, precision).values());
            values.putAll(candidate.parameters());
            return new Candidate(candidate.family(), values);
        });
    }

    private static boolean isOfTheseKernels(Tuned entry, List<KernelFamily> families) {
        return family(entry.candidate(), families)
                .filter(family -> family.sourceDigest().equals(entry.kernels()))
                .isPresent();
    }

    private static boolean isAllowed(
            Candidate candidate, List<KernelFamily> families, DeviceLimits limits, Precision precision) {
        return family(candidate, families)
                .filter(family -> family.objection(limits, precision, Parameters.of(candidate))
                        .isEmpty())
                .isPresent();
    }

    private static boolean isWithinSpace(
            Candidate candidate, List<KernelFamily> families, DeviceLimits limits, Precision precision) {
        return family(candidate, families)
                .filter(family -> family.space(limits, precision).stream().allMatch(dimension -> dimension
                        .values()
                        .contains(candidate.parameters().get(dimension.name()))))
                .isPresent();
    }

    /** How near two devices are, the nearest first: what suits another vendor or architecture suits this one by chance. */
    private enum Nearness {
        SAME_NAME,
        SAME_ARCHITECTURE,
        NEAR_ARCHITECTURE,
        SAME_VENDOR,
        STRANGE;

        static Nearness of(TuningKey one, TuningKey other) {
            if (one.kind() != other.kind()) {
                return STRANGE;
            }
            if (one.device().equals(other.device())) {
                return SAME_NAME;
            }
            if (one.architecture().isEmpty() && other.architecture().isEmpty()) {
                return one.vendor().equals(other.vendor()) ? SAME_VENDOR : STRANGE;
            }
            if (one.architecture().equals(other.architecture())) {
                return SAME_ARCHITECTURE;
            }
            return GpuArchitecture.areNear(one.architecture(), other.architecture()) ? NEAR_ARCHITECTURE : STRANGE;
        }
    }
}
