package dev.santoku.report;

import dev.santoku.result.RunResult;
import dev.santoku.result.Verified;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** How many products were verified, and what that took. */
public final class VerifiedLine {
    private VerifiedLine() {}

    /** Empty where nothing was verified, as in files of older versions. */
    public static Optional<String> of(RunResult result) {
        List<Verified> cells = result.results().stream()
                .map(cell -> cell.verified())
                .filter(Objects::nonNull)
                .toList();
        long products = cells.stream().mapToLong(Verified::products).sum();
        if (products == 0) {
            return Optional.empty();
        }
        long bound = cells.stream()
                .filter(cell -> cell.method() == Verified.Method.BOUND)
                .count();
        return Optional.of("verified: %s, each to the bit%s, in %s"
                .formatted(
                        counted(products),
                        bound == 0 ? "" : " (in %s within the error bound)".formatted(Units.counted(bound, "cell")),
                        Units.seconds(
                                cells.stream().mapToDouble(Verified::seconds).sum())));
    }

    private static String counted(long products) {
        return String.format(Locale.ROOT, "%,d product%s", products, products == 1 ? "" : "s");
    }
}
