package dev.santoku.report;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Tuning;
import dev.santoku.result.KernelParameters;
import dev.santoku.tuning.TuningResult;
import dev.santoku.untrusted.UntrustedText;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Kernel parameters in words, a line for each contender or tuned device. */
public final class TuningLines {
    private static final String CURE = "run santoku tune";
    private static final String CURE_OF_CUDA = "compiled ahead, there is nothing to tune";
    private static final String CURE_OF_CPU = CURE + " --devices cpu";

    private TuningLines() {}

    /** {@code cl0  jocl:tiled: tuned here on 2026-03-01}; where precisions differ, each for itself. */
    public static List<String> of(List<KernelParameters> used) {
        Map<String, List<KernelParameters>> byContender = used.stream()
                .collect(Collectors.groupingBy(KernelParameters::contender, LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        byContender.forEach((contender, ofOne) -> lines.add(
                "%-3s  %s: %s".formatted(ofOne.get(0).device(), contender.replaceFirst("@.*", ""), sources(ofOne))));
        return lines;
    }

    private static String sources(List<KernelParameters> ofOne) {
        Map<String, List<String>> precisionsBySource = ofOne.stream()
                .collect(Collectors.groupingBy(
                        used -> source(used.tuning(), cure(used)),
                        LinkedHashMap::new,
                        Collectors.mapping(used -> used.precision().label(), Collectors.toList())));
        return precisionsBySource.entrySet().stream()
                .map(entry -> String.join(" and ", entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String cure(KernelParameters used) {
        if (used.device().startsWith("cuda")) {
            return CURE_OF_CUDA;
        }
        return used.device().equals(Device.cpu().id()) ? CURE_OF_CPU : CURE;
    }

    private static String source(Tuning tuning, String cure) {
        if (tuning.rejected().isEmpty()) {
            return origin(tuning, cure);
        }
        String last = UntrustedText.line(
                tuning.rejected().get(tuning.rejected().size() - 1).reason());
        return Boolean.FALSE.equals(tuning.proven())
                ? "no parameters give right products on this driver (%s)".formatted(last)
                : "with %s, since this driver computes wrong products with %s (%s); %s"
                        .formatted(
                                difference(tuning.candidate(), rejected(tuning)),
                                tuning.rejected().stream()
                                        .map(wrong -> difference(wrong.candidate(), tuning.candidate()))
                                        .distinct()
                                        .collect(Collectors.joining(" and ")),
                                last,
                                origin(tuning, cure));
    }

    private static Candidate rejected(Tuning tuning) {
        return tuning.rejected().get(tuning.rejected().size() - 1).candidate();
    }

    /** What tells one from another: its family, or the parameters in which it differs. */
    private static String difference(Candidate one, Candidate other) {
        if (!one.family().equals(other.family())) {
            return one.family();
        }
        return one.parameters().entrySet().stream()
                .filter(parameter ->
                        !parameter.getValue().equals(other.parameters().get(parameter.getKey())))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String origin(Tuning tuning, String cure) {
        return switch (tuning.source()) {
            case TUNED -> "tuned here on " + date(tuning);
            case SHIPPED -> "as shipped for %s; for this machine: %s".formatted(tuning.of(), cure);
            case RELATIVE -> "as shipped for a relative, %s; for this device: %s".formatted(tuning.of(), cure);
            case ANALYSIS -> "by analysis of its compiler's code, never measured: " + cure;
            case DEFAULTS -> "with defaults, never tuned: " + cure;
        };
    }

    private static String date(Tuning tuning) {
        return tuning.at().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** What came of tuning a device in one precision. */
    public static String of(TuningResult result) {
        String what =
                "%-3s  %s %s: ".formatted(String.join(",", result.devices()), result.backend(), result.precision());
        return switch (result.outcome()) {
            case FASTER -> what + faster(result) + counts(result);
            case SAME ->
                what
                        + "%s stays, the best of %d tried; %s GFLOP/s%s%s"
                                .formatted(
                                        result.kept(),
                                        tried(result),
                                        Units.significant(result.gflops()),
                                        sizes(result),
                                        counts(result));
            case WRONG -> what + "a wrong product " + result.reason();
            case FAILED -> what + "failed " + result.reason() + counts(result);
        };
    }

    private static String faster(TuningResult result) {
        TuningResult.Speedup speedup = result.speedup();
        String interval = speedup.low() == speedup.high()
                ? ""
                : String.format(Locale.ROOT, " (%.2f–%.2f)", speedup.low(), speedup.high());
        return String.format(
                Locale.ROOT,
                "%s, %.2f×%s as fast as before, the best of %d tried; %s GFLOP/s%s",
                result.kept(),
                speedup.ratio(),
                interval,
                tried(result),
                Units.significant(result.gflops()),
                sizes(result));
    }

    private static int tried(TuningResult result) {
        return result.candidates().timed() + result.candidates().abandoned();
    }

    private static String sizes(TuningResult result) {
        return " at " + result.sizes().get(result.sizes().size() - 1);
    }

    private static String counts(TuningResult result) {
        TuningResult.Counts counts = result.candidates();
        List<String> bad = new ArrayList<>();
        add(bad, counts.skipped(), "skipped by score");
        add(bad, counts.wrong(), "wrong");
        add(bad, counts.refused(), "refused by the driver");
        add(bad, counts.lost(), "crashed or hung");
        return bad.isEmpty() ? "" : "; " + String.join(", ", bad);
    }

    private static void add(List<String> bad, int count, String how) {
        if (count > 0) {
            bad.add(count + " " + how);
        }
    }
}
