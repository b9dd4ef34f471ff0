package dev.santoku.backend.cpu;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.SearchSpace;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.cpu.kernel.CpuParameters;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.ParameterSource;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.backend.tuned.TunedFile;
import dev.santoku.host.CpuModel;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was tuned for the vector kernels on this model of processor, Java and width of vectors. {@code single} and {@code pool} share it:
 * how k is cut decides how sums are rounded, and both are to give the same bits.
 */
final class CpuTuning implements ParameterSource {
    /** What a finding holds for: how kernels are written, and how products are cut. */
    private static final List<String> CODE = List.of("Blocking", "TileChoice", "TileCode", "HotSpotQuirks");

    private static final String PLATFORM = "cpu";

    private final TunedCache cache;
    private final CpuModel model;

    CpuTuning(TunedCache cache, CpuModel model) {
        this.cache = cache;
        this.model = model;
    }

    /** The user's, for this processor. */
    static CpuTuning ofUser() {
        return new CpuTuning(TunedCache.ofUser(), CpuModel.ofThisMachine());
    }

    @Override
    public CpuParameters parameters(Precision precision, int vectorBits, CpuParameters defaults) {
        // To parse either file takes longer than many a product, and most know nothing of this processor.
        if (!cache.mentions(model.name()) && !TunedFile.shippedMentions(model.name())) {
            return defaults;
        }
        return CpuParameters.of(today(key(precision, vectorBits), cache.read().entries(), digest(), defaults)
                .candidate());
    }

    private TuningKey key(Precision precision, int vectorBits) {
        return new TuningKey(
                model.name(),
                model.vendor(),
                Device.Kind.CPU,
                "Java %d, vectors of %d bits".formatted(Runtime.version().feature(), vectorBits),
                PLATFORM,
                precision);
    }

    /**
     * What there is to search.
     *
     * @param kernels those that are tuned
     * @param searches whether the back end that asks is the one whose products are timed
     */
    Tunable.Survey survey(Precision precision, KernelProvider kernels, boolean searches) {
        TuningKey key = key(precision, kernels.vectorBits());
        CpuParameters defaults = kernels.defaults();
        TunedCache.Content content = cache.read();
        String digest = digest();
        Tuning today = today(key, content.entries(), digest, defaults);
        List<Candidate> starts = new ArrayList<>();
        known(key, content.entries()).map(Tuned::candidate).forEach(starts::add);
        starts.add(defaults.candidate());
        for (int vectors : new int[] {2, 4}) {
            starts.add(defaults.candidate().with("MOST_VECTORS", vectors));
        }
        return new Tunable.Survey(
                key,
                today,
                // Of what was never tuned there is nothing to tell: to most products it makes no difference.
                today.source().isMeasured() ? Map.of(CpuParameters.FAMILY, today) : Map.of(),
                searches ? List.of(new SearchSpace(CpuParameters.FAMILY, digest, CpuParameters.space())) : List.of(),
                starts.stream().distinct().toList(),
                content.trouble().orElse(null));
    }

    private static Tuning today(TuningKey key, List<Tuned> cached, String digest, CpuParameters defaults) {
        return known(key, cached)
                .filter(tuned -> tuned.key().equals(key) && tuned.kernels().equals(digest))
                .findFirst()
                .map(tuned -> new Tuning(tuned.candidate(), Tuning.Source.TUNED, null, tuned.at()))
                .or(() -> known(key, TunedFile.shipped())
                        .findFirst()
                        .map(tuned -> new Tuning(
                                tuned.candidate(),
                                Tuning.Source.SHIPPED,
                                tuned.key().device(),
                                tuned.at())))
                .orElseGet(() -> new Tuning(defaults.candidate(), Tuning.Source.DEFAULTS, null, null));
    }

    /** Findings on this model, whichever Java made them, those of the same first. */
    private static Stream<Tuned> known(TuningKey key, List<Tuned> entries) {
        return Stream.of(true, false)
                .flatMap(same ->
                        entries.stream().filter(tuned -> tuned.key().driver().equals(key.driver()) == same))
                .filter(tuned -> tuned.key().device().equals(key.device())
                        && tuned.key().platform().equals(key.platform())
                        && tuned.key().precision() == key.precision()
                        && isPossible(tuned.candidate()));
    }

    private static boolean isPossible(Candidate candidate) {
        try {
            CpuParameters.of(candidate);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    List<Tuned> findings() {
        return cache.read().entries().stream()
                .filter(tuned -> tuned.key().platform().equals(PLATFORM))
                .toList();
    }

    void prepareToKeep() throws IOException {
        cache.prepare();
    }

    void keep(Tuned tuned) throws IOException {
        cache.keep(tuned);
    }

    /** SHA-256 over the classes whose change makes a finding worthless, in hexadecimal. */
    private static String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String name : CODE) {
                try (InputStream code = CpuTuning.class.getResourceAsStream("vector/" + name + ".class")) {
                    sha256.update(name.getBytes(StandardCharsets.UTF_8));
                    sha256.update(Optional.ofNullable(code)
                            .orElseThrow(() -> new IllegalStateException("no class " + name))
                            .readAllBytes());
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
