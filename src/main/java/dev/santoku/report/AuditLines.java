package dev.santoku.report;

import dev.santoku.result.Audits;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is to be doubted because of a device's own clock, or of copies that are too fast, a line for each cell. */
public final class AuditLines {
    private AuditLines() {}

    public static List<String> of(RunResult result) {
        List<String> lines = new ArrayList<>();
        for (CellResult cell : result.results()) {
            List<String> complaints = complaints(result, cell);
            if (!complaints.isEmpty()) {
                lines.add("doubtful %s (%s %s): %s"
                        .formatted(cell.contender(), cell.precision(), cell.shape(), String.join("; ", complaints)));
            }
        }
        return lines;
    }

    private static List<String> complaints(RunResult result, CellResult cell) {
        List<String> complaints = new ArrayList<>();
        if (cell.flags().contains(CellFlags.CLOCK_DISAGREES) && cell.audit() != null) {
            complaints.addAll(Audits.disagreements(cell.audit(), launchMicros(result, cell)));
        }
        if (cell.flags().contains(CellFlags.COPIES_ABOVE_CEILING)) {
            complaints.add("matrices were copied faster than the best copy that was measured");
        }
        return complaints;
    }

    private static Double launchMicros(RunResult result, CellResult cell) {
        return result.ceilings().stream()
                .filter(ceiling -> ceiling.device().equals(cell.device()))
                .map(Ceiling::launchMicros)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
