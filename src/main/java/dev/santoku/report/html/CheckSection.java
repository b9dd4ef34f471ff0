package dev.santoku.report.html;

import dev.santoku.report.AuditLines;
import dev.santoku.report.TransferLines;
import dev.santoku.report.Units;
import dev.santoku.report.VerifiedLine;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What stands behind the figures: the checks of the products, and the cells that have none. */
record CheckSection(RunResult result) {
    Optional<Section> section() {
        List<CellResult> checked =
                result.results().stream().filter(cell -> cell.check() != null).toList();
        List<CellResult> others = result.results().stream()
                .filter(cell -> cell.outcome() != Outcome.MEASURED)
                .toList();
        List<Section.Figure> figures = new ArrayList<>();
        if (!checked.isEmpty()) {
            figures.add(new Section.Figure(null, checks(checked)));
        }
        List<CellResult> timed = result.results().stream()
                .filter(cell -> cell.audit() != null
                        && cell.audit().clocks() != null
                        && !cell.audit().byWrongClock())
                .toList();
        if (!timed.isEmpty()) {
            figures.add(new Section.Figure(null, clocks(timed)));
        }
        if (!others.isEmpty()) {
            figures.add(new Section.Figure(null, notMeasured(others)));
        }
        List<String> sentences = new ArrayList<>(List.of(agreement(checked)));
        VerifiedLine.of(result).ifPresent(sentences::add);
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("checks", "Checks", sentences, flags(result), null, figures));
    }

    private static List<String> flags(RunResult result) {
        List<String> flags = new ArrayList<>(TransferLines.wrongClocks(result));
        flags.addAll(AuditLines.of(result));
        return flags;
    }

    private static String agreement(List<CellResult> checked) {
        long exact = checked.stream().filter(cell -> cell.check().exact()).count();
        long odd = checked.stream()
                .filter(cell -> checked.stream()
                        .anyMatch(other -> other.isOf(cell.precision(), cell.shape())
                                && !Objects.equals(
                                        other.check().digest(), cell.check().digest())))
                .count();
        List<CellResult> bounded = checked.stream()
                .filter(cell -> cell.check().error() != null && cell.check().bound() != null)
                .toList();
        long within = bounded.stream()
                .filter(cell -> cell.check().error() <= cell.check().bound())
                .count();
        return "%d of %d products of integers were right to the bit; %s. Of %d products of random numbers whose rounding errors have "
                        .formatted(
                                exact,
                                checked.size(),
                                odd == 0
                                        ? "all contenders of a size agree in one SHA-256"
                                        : "%d differ from another contender's at their size".formatted(odd),
                                bounded.size())
                + "a bound, γ_k·|A|·|B|, %d stayed within it.".formatted(within);
    }

    private static Table checks(List<CellResult> cells) {
        return Table.ofCells()
                .words("exact", cell -> cell.check().exact() ? "yes" : "no")
                .figure("error", cell -> cell.check().error(), CheckSection::small)
                .figure("bound", cell -> cell.check().bound(), CheckSection::small)
                .words("method", cell -> known(cell.check().method()))
                .words("verified", CheckSection::verified)
                .words("digest", cell -> shortened(known(cell.check().digest())))
                .words("ran on", cell -> known(cell.ranOn()))
                .of("checks of each product", cells);
    }

    private static String verified(CellResult cell) {
        return cell.verified() == null
                ? ""
                : String.format(Locale.ROOT, "%,d", cell.verified().products());
    }

    private static Table clocks(List<CellResult> cells) {
        return Table.ofCells()
                .figure(
                        "computing, wall clock",
                        cell -> cell.audit().clocks().compute().wall(),
                        Units::seconds)
                .figure(
                        "driver's clock, from queued to ended",
                        cell -> cell.audit().clocks().compute().events(),
                        Units::seconds)
                .figure("running", cell -> cell.audit().clocks().compute().device(), Units::seconds)
                .words("agree", cell -> cell.flags().contains(CellFlags.CLOCK_DISAGREES) ? "no" : "yes")
                .of("a product by two clocks, beside the timed ones", cells);
    }

    private static String small(double value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }

    private static String known(String fact) {
        return fact == null ? "" : fact;
    }

    /** Enough of it to see which are alike. */
    private static String shortened(String digest) {
        int prefix = "sha256:".length() + 12;
        return digest.length() <= prefix ? digest : digest.substring(0, prefix) + "…";
    }

    private static Table notMeasured(List<CellResult> cells) {
        return Table.ofCells()
                .words("outcome", cell -> Units.word(cell.outcome()))
                .words("reason", CellResult::reason)
                .of("cells that were not measured", cells);
    }
}
