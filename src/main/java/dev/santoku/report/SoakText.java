package dev.santoku.report;

import dev.santoku.result.Soak;
import dev.santoku.result.SoakError;
import java.util.List;

/**
 * What the pattern of a wrong product points to. A pattern is no proof: sentences say what is likely, and what to try.
 *
 * <p>Source: P. H. Hochschild et al., Cores that don't count, HotOS 2021; H. D. Dixit et al., Silent Data Corruptions at
 * Scale, 2021.
 */
public final class SoakText {
    private static final List<String> NOT_WRITTEN = List.of("NaN", "as in the product before", "zero");

    private SoakText() {}

    /** What a device's first error may mean, in a sentence. */
    public static String meaning(Soak.Part part) {
        SoakError error = part.firstError();
        boolean all = error.elements() == error.of();
        boolean oneRow = error.rows().get(0).equals(error.rows().get(1));
        boolean oneColumn = error.columns().get(0).equals(error.columns().get(1));
        if (NOT_WRITTEN.stream().anyMatch(error.pattern()::contains)) {
            return all
                    ? "The whole product was not written, or not read back. That points to the driver, a kernel launch or a copy more than to arithmetic: try another driver."
                    : "Part of the product was not written or not read back, or computed from a spoilt input: the driver, a launch, a copy, or memory.";
        } else if (error.elements() > 1 && oneRow != oneColumn) {
            return "All in one %s of C: a spoilt element of %s in the memory of %s, or the unit that computed it."
                    .formatted(oneRow ? "row" : "column", oneRow ? "A" : "B", part.device());
        } else if (error.pattern().contains("one bit flipped")) {
            return "Single bits point to the memory or the logic of %s: soak it alone, cooler, and at lower clocks, before you trust it."
                    .formatted(part.device());
        }
        return all
                ? "All elements: a spoilt input, a wrong launch, or a kernel that the compiler got wrong."
                : "No pattern tells memory, logic and driver apart: soak %s alone, and with another --backends variant."
                        .formatted(part.device());
    }
}
