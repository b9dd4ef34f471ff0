package dev.santoku.report.html;

import dev.santoku.report.Contenders;
import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.List;
import java.util.Optional;

/** What products take in energy, of those cells beside which something counted it. */
record EnergySection(RunResult result) {
    Optional<Section> section() {
        List<CellResult> cells = Contenders.measured(result)
                .filter(cell -> cell.energy() != null)
                .toList();
        return cells.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "energy",
                        "Energy",
                        "All that the processor's packages (rapl) or the GPU's board (nvml) took over a burst of products, idleness "
                                + "included, while no other contender computed. The two do not count the same parts of a machine: "
                                + "what the CPU takes while it waits for a GPU is not in the GPU's figure.",
                        List.of(new Section.Figure(null, table(cells)))));
    }

    private static Table table(List<CellResult> cells) {
        return Table.ofCells()
                .figure("a product", cell -> cell.energy().joulesPerProduct(), Units::joules)
                .figure("GFLOP/s per watt", cell -> cell.energy().gflopsPerWatt(), Units::significant)
                .figure("watts", cell -> cell.energy().watts(), Units::significant)
                .figure(
                        "products",
                        cell -> (double) cell.energy().samples(),
                        products -> Long.toString(Math.round(products)))
                .words("counted by", cell -> cell.energy().source().label())
                .of("energy of a product", cells);
    }
}
