package dev.santoku.report;

import dev.santoku.backend.Sharing;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How processors shared products, two lines for each cell:
 *
 * <pre>
 * hybrid:tiles@cpu+cl0, f32 4096×4096×4096: cpu 12.0 % of the rows in 4.2 tiles, cl0 88.0 % in 5.1 tiles
 *      idle at the end: cpu 0.3 %, cl0 1.2 % of the time; transfers: cl0 20.1 %, 97.0 % of them while another processor computed
 * </pre>
 */
public final class SharingLines {
    private SharingLines() {}

    /** Cells whose products several processors shared. */
    public static Stream<CellResult> cells(RunResult result) {
        return result.results().stream()
                .filter(cell -> cell.sharing() != null && cell.sharing().parts().size() > 1);
    }

    public static List<String> of(RunResult result) {
        return cells(result)
                .flatMap(cell -> Stream.of(shares(cell), "     " + times(cell.sharing())))
                .toList();
    }

    private static String shares(CellResult cell) {
        String shares = each(cell.sharing(), part -> "%s %s of the rows in %s tiles"
                .formatted(part.device(), Units.percent(part.rows()), Units.significant(part.tiles())));
        return "%s, %s: %s".formatted(cell.inWords(), Units.group(CellGroup.of(cell)), shares);
    }

    private static String times(Sharing sharing) {
        String idle = each(sharing, part -> part.device() + " " + share(part.idle(), sharing));
        String transfers = each(
                sharing, part -> part.transfer() == null ? "" : part.device() + " " + share(part.transfer(), sharing));
        return "idle at the end: %s of the time%s"
                .formatted(idle, transfers.isEmpty() ? "" : "; transfers: " + transfers + overlap(sharing.typical()));
    }

    private static String share(double seconds, Sharing sharing) {
        return Units.percent(seconds / sharing.seconds());
    }

    /** How much of the transfers costs nothing, in the typical product. */
    private static String overlap(Sharing.Run run) {
        return run.overlap().isEmpty()
                ? ""
                : ", %s of them while another processor computed"
                        .formatted(Units.percent(run.overlap().getAsDouble()));
    }

    /** Words of each part that computed anything. */
    private static String each(Sharing sharing, Function<Sharing.Part, String> words) {
        return sharing.parts().stream()
                .filter(part -> part.tiles() > 0)
                .map(words)
                .filter(some -> !some.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
