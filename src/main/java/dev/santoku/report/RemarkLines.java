package dev.santoku.report;

import dev.santoku.result.RunResult;
import java.util.List;

/** What back ends tell of their products, a line for each remark. */
public final class RemarkLines {
    private RemarkLines() {}

    public static List<String> of(RunResult result) {
        return result.results().stream()
                .flatMap(cell -> cell.remarks().stream()
                        .map(remark -> "%s at %s: %s".formatted(cell.inWords(), cell.shape(), remark)))
                .toList();
    }
}
