package dev.santoku.report.text;

import dev.santoku.report.LossText;
import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import dev.santoku.result.Speedup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a kernel loses when it is written in Java and translated, instead of being written in OpenCL C:
 *
 * <pre>
 * Java instead of OpenCL C, f32 1024×1024×1024 on cl0, computing alone
 *   aparapi:naive   1.30 s  jocl:naive   1.23 s  0.946× (0.93–0.96)
 *   aparapi:tiled  21.0 ms  jocl:tiled  11.9 ms  0.567× (0.55–0.58)
 *   Kernels written in Java and translated by Aparapi, beside those of the same name in OpenCL C: naive …
 * </pre>
 */
record TranslationReport(RunResult result) {
    private static final String TRANSLATOR = "aparapi";
    private static final String ORIGINAL = "jocl";

    /** A section for each precision, shape and device where both were measured. */
    List<List<String>> sections() {
        Map<String, List<Speedup>> byPlace = result.speedups().stream()
                .filter(speedup -> speedup.time().equals(Speedup.COMPUTE)
                        && speedup.contender().startsWith(TRANSLATOR + ":")
                        && speedup.baseline().startsWith(ORIGINAL + ":"))
                .collect(Collectors.groupingBy(TranslationReport::place, LinkedHashMap::new, Collectors.toList()));
        List<List<String>> sections = new ArrayList<>();
        byPlace.forEach((place, speedups) -> sections.add(lines(place, speedups)));
        return sections;
    }

    private static String place(Speedup speedup) {
        return "%s %s on %s".formatted(speedup.precision(), Units.shape(speedup.shape()), device(speedup.contender()));
    }

    private static String device(String contender) {
        return contender.substring(contender.indexOf('@') + 1);
    }

    private static String withoutDevice(String contender) {
        return contender.substring(0, contender.indexOf('@'));
    }

    private static String variant(String contender) {
        return withoutDevice(contender).substring(contender.indexOf(':') + 1);
    }

    private List<String> lines(String place, List<Speedup> speedups) {
        int translated = widest(speedups.stream().map(Speedup::contender).toList());
        int original = widest(speedups.stream().map(Speedup::baseline).toList());
        List<String> lines = new ArrayList<>();
        lines.add("Java instead of OpenCL C, %s, computing alone".formatted(place));
        for (Speedup speedup : speedups) {
            lines.add(("  %-" + translated + "s  %8s  %-" + original + "s  %8s  %s")
                    .formatted(
                            withoutDevice(speedup.contender()),
                            seconds(speedup, speedup.contender()),
                            withoutDevice(speedup.baseline()),
                            seconds(speedup, speedup.baseline()),
                            Units.times(speedup)));
        }
        lines.add("  " + sentence(speedups));
        return lines;
    }

    private static int widest(List<String> contenders) {
        return contenders.stream()
                .mapToInt(contender -> withoutDevice(contender).length())
                .max()
                .orElse(0);
    }

    private String seconds(Speedup speedup, String contender) {
        return result.results().stream()
                .filter(cell -> cell.contender().equals(contender) && cell.isOf(speedup.precision(), speedup.shape()))
                .map(CellResult::seconds)
                .findFirst()
                .map(seconds -> Units.seconds(seconds.compute().median()))
                .orElse("");
    }

    /** The last row is that of the fastest of each, unless they are of one name. */
    private static String sentence(List<Speedup> speedups) {
        String alike = speedups.stream()
                .filter(speedup -> variant(speedup.contender()).equals(variant(speedup.baseline())))
                .map(speedup -> "%s %s".formatted(variant(speedup.contender()), outcome(speedup)))
                .collect(Collectors.joining(", "));
        Optional<String> best = speedups.stream()
                .filter(speedup -> !variant(speedup.contender()).equals(variant(speedup.baseline())))
                .findFirst()
                .map(speedup -> "the fastest of each %s".formatted(outcome(speedup)));
        return "Kernels written in Java and translated by Aparapi, beside those of the same name in OpenCL C: %s."
                .formatted(
                        alike.isEmpty()
                                ? best.orElseThrow()
                                : alike + best.map(text -> "; " + text).orElse(""));
    }

    private static String outcome(Speedup speedup) {
        return LossText.of(speedup.verdict(), speedup.ratio());
    }
}
