package dev.santoku.report;

import dev.santoku.result.RunResult;
import java.util.List;

/** Break-even sizes, a line for each pair of processors of which now one, now the other is faster. */
public final class BreakEvenLines {
    private BreakEvenLines() {}

    public static List<String> of(RunResult result) {
        return BreakEven.of(result).stream()
                .filter(BreakEven::isCrossing)
                .map(each -> "break-even %s, end to end: %s is faster than %s %s"
                        .formatted(each.precision(), each.faster(), each.slower(), each.inWords()))
                .toList();
    }
}
