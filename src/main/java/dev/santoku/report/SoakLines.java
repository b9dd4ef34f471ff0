package dev.santoku.report;

import dev.santoku.backend.Device;
import dev.santoku.result.RunResult;
import dev.santoku.result.Soak;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A burn-in in lines for a terminal. */
public final class SoakLines {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double TERA = 1000;

    private SoakLines() {}

    /** A device while it is under load: {@code cl0 41.2 TFLOP/s, 1,234 products, 0 errors, 61 °C}. */
    public static String now(Soak.Part part) {
        if (part.timeline().isEmpty()) {
            return part.device() + " begins";
        }
        Soak.Point last = part.timeline().get(part.timeline().size() - 1);
        return part.device() + " "
                + joined(
                        last.gflops() == null ? null : rate(last.gflops(), last.gflops()),
                        counted(part.products(), "product"),
                        counted(part.errors(), "error"),
                        last.temperatureC() == null
                                ? null
                                : String.format(Locale.ROOT, "%.0f °C", last.temperatureC()));
    }

    /** Each device's line, and for one that erred what its first error was and may mean. */
    public static List<String> of(RunResult result) {
        List<String> lines = new ArrayList<>();
        for (Soak.Part part : result.soak().devices()) {
            lines.add(summary(result, part));
            if (part.firstError() != null) {
                lines.add("     first error: "
                        + UntrustedText.line(part.firstError().inWords()));
                lines.add("     " + SoakText.meaning(part));
            }
        }
        return lines;
    }

    /** {@code cl0 GPU NVIDIA H200, jocl:warp: 12,345 products of 8192×8192×8192 f32 in 10.0 min, 0 errors (0 per hour), …}. */
    static String summary(RunResult result, Soak.Part part) {
        String products = part.shape() == null
                ? part.precision().label()
                : "%s of %s %s in %s"
                        .formatted(
                                counted(part.products(), "product"),
                                Units.shape(part.shape()),
                                Units.precision(part.precision(), part.arithmetic()),
                                time(part.seconds()));
        String unusual = part.cause()
                .map(cause -> Units.word(part.outcome()) + ": " + UntrustedText.line(cause))
                .orElse(null);
        return name(result, part) + ": "
                + (part.timeline().isEmpty()
                        ? joined(products, unusual)
                        : joined(
                                products,
                                errors(result.soak(), part),
                                rates(part),
                                clocks(part),
                                temperatures(part),
                                unusual));
    }

    /** {@code cl0 GPU NVIDIA H200, jocl:warp} or {@code cpu AMD EPYC, pool:vector on 2 threads}. */
    static String name(RunResult result, Soak.Part part) {
        if (part.device() == null) {
            return UntrustedText.line(part.inWords());
        }
        String hardware = result.devices().stream()
                .filter(device -> device.id().equals(part.device()) && OpenClDevices.isOne(device))
                .map(SoakLines::hardware)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(result.host().cpu().model(), "unknown processor"));
        return UntrustedText.line("%s %s, %s".formatted(part.device(), hardware, part.inWords()));
    }

    private static String hardware(Device device) {
        return device.kind() + " " + device.name();
    }

    /** A rate says nothing where the first error ended it. */
    private static String errors(Soak soak, Soak.Part part) {
        boolean endedByIt = part.errors() > 0 && !soak.keepGoing();
        return counted(part.errors(), "error")
                + (part.errorsPerHour() == null || endedByIt
                        ? ""
                        : " (%s per hour)"
                                .formatted(part.errors() == 0 ? "0" : Units.significant(part.errorsPerHour())));
    }

    private static String rates(Soak.Part part) {
        return range(part, Soak.Point::gflops, SoakLines::rate);
    }

    private static String rate(double low, double high) {
        boolean tera = high >= TERA;
        double unit = tera ? TERA : 1;
        return range(low / unit, high / unit, Units::significant) + (tera ? " TFLOP/s" : " GFLOP/s");
    }

    private static String clocks(Soak.Part part) {
        return range(
                part,
                point -> point.clockMHz() == null ? null : point.clockMHz().doubleValue(),
                (low, high) -> range(low, high, value -> String.format(Locale.ROOT, "%,.0f", value)) + " MHz");
    }

    private static String temperatures(Soak.Part part) {
        return range(
                part,
                Soak.Point::temperatureC,
                (low, high) -> range(low, high, value -> String.format(Locale.ROOT, "%.0f", value)) + " °C");
    }

    private interface Range {
        String inWords(double low, double high);
    }

    /** From the least to the greatest; null where nothing is known. */
    private static String range(Soak.Part part, Function<Soak.Point, Double> value, Range words) {
        double[] known = part.timeline().stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return known.length == 0 ? null : words.inWords(known[0], known[known.length - 1]);
    }

    private static String range(double low, double high, DoubleFunction<String> words) {
        String first = words.apply(low);
        String last = words.apply(high);
        return first.equals(last) ? first : first + "–" + last;
    }

    public static String time(double seconds) {
        if (seconds < 2 * MINUTE) {
            return "%s s".formatted(Units.significant(seconds));
        }
        return seconds < 2 * HOUR
                ? "%s min".formatted(Units.significant(seconds / MINUTE))
                : "%s h".formatted(Units.significant(seconds / HOUR));
    }

    private static String counted(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    private static String joined(String... facts) {
        return Stream.of(facts).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }
}
