package dev.santoku.report;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.Speedup;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as a reader wants them: three digits and a unit. */
public final class Units {
    /** Below, the zeros after the point take the place of the third digit. */
    private static final double SMALL = 0.1;

    private Units() {}

    /** {@code 47.3 ms}. */
    public static String seconds(double seconds) {
        if (seconds >= 1) {
            return significant(seconds) + " s";
        } else if (seconds >= 1e-3) {
            return significant(seconds * 1e3) + " ms";
        } else if (seconds >= 1e-6) {
            return significant(seconds * 1e6) + " µs";
        }
        return significant(seconds * 1e9) + " ns";
    }

    /** {@code 1.30 J}, {@code 47.3 mJ}. */
    public static String joules(double joules) {
        if (joules >= 1) {
            return significant(joules) + " J";
        } else if (joules >= 1e-3) {
            return significant(joules * 1e3) + " mJ";
        }
        return significant(joules * 1e6) + " µJ";
    }

    /** {@code ±1.2 %}. */
    public static String plusMinus(double relative) {
        return String.format(Locale.ROOT, "±%.1f %%", 100 * relative);
    }

    /** Three significant digits, two below 0.1, no exponents: {@code 0.012}, {@code 4.56}, {@code 789}, {@code 12345}. */
    public static String significant(double value) {
        int digits = Math.abs(value) < SMALL ? 2 : 3;
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        int powerOfTen = rounded.precision() - rounded.scale() - 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, digits - 1 - powerOfTen) + "f", value);
    }

    /** {@code 84.0 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Five significant digits, for figures that a reader multiplies. */
    public static String exactly(double value) {
        int powerOfTen = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
        return String.format(Locale.ROOT, "%." + Math.max(0, 4 - powerOfTen) + "f", value);
    }

    /** {@code 1 thread}, {@code 2 threads}. */
    public static String threads(int count) {
        return count == 1 ? "1 thread" : count + " threads";
    }

    /** {@code 1 run}, {@code 2 runs}. */
    public static String counted(long count, String thing) {
        return count == 1 ? "1 " + thing : count + " " + thing + "s";
    }

    /** {@code 1.95×}. */
    public static String times(double ratio) {
        return significant(ratio) + "×";
    }

    /** {@code 1.95× (1.93–1.97)}, a ratio with its interval. */
    public static String times(double ratio, double low, double high) {
        return "%s (%s–%s)".formatted(times(ratio), significant(low), significant(high));
    }

    /** Likewise. */
    public static String times(Speedup speedup) {
        return times(speedup.ratio(), speedup.low(), speedup.high());
    }

    /** In words, which time a speedup or a scaling compares. */
    public static String timeInWords(String time) {
        return time.equals(Speedup.END_TO_END) ? "end to end" : "computing alone";
    }

    /** {@code f32 512×512×512}. */
    public static String group(CellGroup group) {
        return group.precision() + " " + shape(group.shape());
    }

    /** {@code f32}, or {@code bf16 in f32 arithmetic}. */
    public static String precision(CellResult cell) {
        return precision(cell.precision(), cell.arithmetic());
    }

    /** The same; null where it was computed in its own arithmetic. */
    public static String precision(Precision precision, Precision arithmetic) {
        return arithmetic == null || arithmetic == precision
                ? precision.label()
                : "%s in %s arithmetic".formatted(precision, arithmetic);
    }

    /** A constant in a sentence: its name in small letters. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code 12.0 GB} or {@code 256 MB}, powers of two. */
    public static String bytes(long bytes) {
        double gibibytes = bytes / (double) (1L << 30);
        return gibibytes >= 1 ? significant(gibibytes) + " GB" : (bytes >> 20) + " MB";
    }

    /** {@code 257×129×65}, or {@code 64 × 32×32×32} for a batch. */
    public static String shape(Shape shape) {
        return (shape.batch() == 1 ? "" : shape.batch() + " × ") + shape.m() + "×" + shape.n() + "×" + shape.k();
    }
}
