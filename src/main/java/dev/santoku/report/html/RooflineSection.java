package dev.santoku.report.html;

import dev.santoku.matrix.Precision;
import dev.santoku.report.Contenders;
import dev.santoku.report.Units;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The roofline: what a device can do at most is bound by its memory where few operations fall on a byte, and by its
 * arithmetic where many do.
 *
 * <p>Source: S. Williams, A. Waterman, D. Patterson, Roofline: an insightful visual performance model for multicore
 * architectures, Communications of the ACM 52, 2009.
 */
final class RooflineSection {
    private static final double ROOM = 2;

    private final RunResult result;
    private final Contenders contenders;

    RooflineSection(RunResult result) {
        this.result = result;
        this.contenders = new Contenders(result);
    }

    Optional<Section> section() {
        List<CellResult> cells = Contenders.measured(result).toList();
        List<Chart.View> views = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            List<CellResult> below =
                    cells.stream().filter(cell -> cell.precision() == precision).toList();
            List<Ceiling> roofs = roofs(below);
            if (!roofs.isEmpty() && !below.isEmpty()) {
                views.add(new Chart.View(precision.label(), option(roofs, below)));
            }
        }
        if (views.isEmpty()) {
            return Optional.empty();
        }
        Chart chart = new Chart(
                "roofline",
                "Roofline",
                "Points of each cell's computing rate over its operations per byte, below dashed roofs of memory bandwidth "
                        + "and arithmetic, both axes logarithmic; the tables below have every figure.",
                LineChart.HEIGHT,
                views);
        return Optional.of(new Section(
                "roofline",
                "Roofline",
                "The rate of computing alone over the operations per byte that a product needs at least, A and B read and "
                        + "C written once. The roofs are the measured bandwidth times that, and the measured FMA rate; the lower one "
                        + "bounds a product. Beyond the memory's roof are products that stay in a cache.",
                List.of(new Section.Figure(chart, table(cells)), new Section.Figure(null, roofTable()))));
    }

    /** Those of the arithmetic that the cells were computed in. */
    private List<Ceiling> roofs(List<CellResult> cells) {
        return result.ceilings().stream()
                .filter(ceiling -> ceiling.bandwidthGBs() != null
                        && cells.stream().anyMatch(cell -> RateSection.isOf(cell, ceiling)))
                .toList();
    }

    private Map<String, Object> option(List<Ceiling> roofs, List<CellResult> cells) {
        List<Map<String, Object>> series = new ArrayList<>();
        for (String name : contenders.names()) {
            List<Map<String, Object>> points = cells.stream()
                    .filter(cell -> cell.inWords().equals(name))
                    .map(cell -> LineChart.point(intensity(cell), cell.gflops().compute(), text(cell)))
                    .toList();
            if (!points.isEmpty()) {
                Map<String, Object> scatter =
                        LineChart.series(name, contenders.colour(name), contenders.mark(name), points);
                scatter.put("type", "scatter");
                series.add(scatter);
            }
        }
        double least = Math.min(
                        cells.stream()
                                .mapToDouble(RooflineSection::intensity)
                                .min()
                                .orElse(1),
                        roofs.stream().mapToDouble(RooflineSection::ridge).min().orElse(1))
                / ROOM;
        double most =
                cells.stream().mapToDouble(RooflineSection::intensity).max().orElse(1) * ROOM;
        for (Ceiling roof : roofs) {
            double ridge = ridge(roof);
            String name = RateSection.peak(roof);
            String text = "%s: %s GFLOP/s, %s GB/s"
                    .formatted(name, Units.significant(roof.gflops()), Units.significant(roof.bandwidthGBs()));
            series.add(LineChart.limit(
                    name,
                    "--faint",
                    List.of(
                            LineChart.point(least, least * roof.bandwidthGBs(), text),
                            LineChart.point(ridge, roof.gflops(), text),
                            LineChart.point(Math.max(most, ridge * ROOM), roof.gflops(), text))));
        }
        return LineChart.points(LineChart.axis("log", "operations per byte"), LineChart.axis("log", "GFLOP/s"), series);
    }

    /** Operations per byte from which on arithmetic bounds, not memory. */
    private static double ridge(Ceiling roof) {
        return roof.gflops() / roof.bandwidthGBs();
    }

    private static String text(CellResult cell) {
        return "%s, %s: %s GFLOP/s at %s operations per byte"
                .formatted(
                        cell.inWords(),
                        Units.shape(cell.shape()),
                        Units.significant(cell.gflops().compute()),
                        Units.significant(intensity(cell)));
    }

    /** Operations on each byte that has to be moved at least. */
    private static double intensity(CellResult cell) {
        return cell.shape().flops() / cell.shape().bytes(cell.precision());
    }

    private static Table table(List<CellResult> cells) {
        return Table.ofCells()
                .figure("operations per byte", RooflineSection::intensity, Units::significant)
                .figure("GFLOP/s, computing alone", cell -> cell.gflops().compute(), Units::significant)
                .words("bound by", RooflineSection::bound)
                .figure("share of that roof", RooflineSection::share, Units::percent)
                .of("cells below the roofs", cells);
    }

    /** The lower roof; empty where none was measured. */
    private static String bound(CellResult cell) {
        if (cell.roofline() == null) {
            return "";
        }
        return switch (cell.roofline().roof()) {
            case COMPUTE -> "arithmetic";
            case MEMORY -> "memory";
        };
    }

    private static Double share(CellResult cell) {
        return cell.roofline() == null ? null : cell.roofline().share();
    }

    private Table roofTable() {
        return new Table.Builder<Ceiling>()
                .head("peak", RateSection::owner)
                .words("precision", ceiling -> ceiling.precision().label())
                .figure("GFLOP/s", Ceiling::gflops, Units::significant)
                .figure("GB/s", Ceiling::bandwidthGBs, Units::significant)
                .of("ceilings", result.ceilings());
    }
}
