package dev.santoku.report;

import dev.santoku.backend.Device;
import dev.santoku.backend.Piece;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limit of a product that processors share: the sum of the rates that they reach alone, end to end, in the same run.
 * Processors on the same cores count as the fastest of them.
 *
 * @param shared the cell of the shared product
 * @param alone the fastest cell of each part alone
 * @param gflops the limit, in 10⁹ operations a second
 * @param sameCores whether some parts compute on the same cores
 */
public record PartsLimit(CellResult shared, List<CellResult> alone, double gflops, boolean sameCores) {
    private static final String CPU = "cpu";

    /** Of each measured cell on several processors, where all of them were measured alone. */
    public static List<PartsLimit> of(RunResult result) {
        return result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED && isShared(cell))
                .flatMap(cell -> of(result, cell).stream())
                .toList();
    }

    private static boolean isShared(CellResult cell) {
        return cell.device().contains("+");
    }

    private static Optional<PartsLimit> of(RunResult result, CellResult shared) {
        List<String> parts = List.of(shared.device().split("\\+"));
        List<CellResult> alone = new ArrayList<>();
        parts.forEach(part -> fastest(result, shared, part).ifPresent(alone::add));
        if (alone.size() < parts.size()) {
            return Optional.empty();
        }
        List<CellResult> onCores = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (isWholeCpu(result, parts.get(i))) {
                onCores.add(alone.get(i));
            } else {
                sum += alone.get(i).gflops().endToEnd();
            }
        }
        double best = onCores.stream()
                .mapToDouble(cell -> cell.gflops().endToEnd())
                .max()
                .orElse(0);
        return Optional.of(new PartsLimit(shared, alone, sum + best, onCores.size() > 1));
    }

    /** The fastest cell of a part alone, of the same product. */
    private static Optional<CellResult> fastest(RunResult result, CellResult shared, String part) {
        return result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED
                        && !cell.yardstick()
                        && cell.isOf(shared.precision(), shared.shape())
                        && (isPiece(part, cell) || part.equals(cell.device())))
                .max((one, other) ->
                        Double.compare(one.gflops().endToEnd(), other.gflops().endToEnd()));
    }

    /** Whether it was computed by another piece of as many units, or by Java on as many threads as a piece of the CPU has. */
    private static boolean isPiece(String part, CellResult cell) {
        Optional<Piece> piece = Piece.of(part);
        if (piece.filter(mine -> mine.device().equals(CPU)).isPresent()) {
            return cell.device().equals(CPU)
                    && Integer.valueOf(piece.get().units()).equals(cell.threads());
        }
        return piece.isPresent()
                && Piece.of(cell.device())
                        .filter(other -> other.behind(0).equals(piece.get().behind(0)))
                        .isPresent();
    }

    /** Whether it is all cores of the CPU, be it by Java or by a driver. */
    private static boolean isWholeCpu(RunResult result, String part) {
        return part.equals(CPU)
                || result.devices().stream()
                        .anyMatch(device -> device.id().equals(part) && device.kind() == Device.Kind.CPU);
    }

    /** The share of the limit that the shared product reaches. */
    public double share() {
        return shared.gflops().endToEnd() / gflops;
    }

    /** What the limit is: {@code sum of the parts}. */
    public String limitInWords() {
        return sameCores
                ? alone.size() == 2
                        ? "the faster of the parts, which share cores"
                        : "sum of the parts, of those on the same cores the fastest"
                : "sum of the parts";
    }

    /**
     * Lines for a terminal, a heading first:
     *
     * <pre>
     * shared product f32 2048×2048×2048, end to end
     *   pool:vector@cpu on 2 threads   205 GFLOP/s
     *   jocl:warp@cl0                  812 GFLOP/s
     *   limit                         1017 GFLOP/s, sum of the parts
     *   hybrid:tiles@cpu+cl0           980 GFLOP/s, 96.4 % of the limit
     * </pre>
     */
    public List<String> lines() {
        List<String> names = Stream.concat(
                        Stream.concat(alone.stream(), Stream.of(shared)).map(CellResult::inWords), Stream.of("limit"))
                .toList();
        int widest = names.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add("shared product %s %s, end to end".formatted(shared.precision(), Units.shape(shared.shape())));
        alone.forEach(
                cell -> lines.add(line(widest, cell.inWords(), cell.gflops().endToEnd(), "")));
        lines.add(line(widest, "limit", gflops, ", " + limitInWords()));
        lines.add(line(
                widest, shared.inWords(), shared.gflops().endToEnd(), ", " + Units.percent(share()) + " of the limit"));
        return lines;
    }

    private static String line(int widest, String name, double rate, String words) {
        return ("  %-" + widest + "s  %7s GFLOP/s%s").formatted(name, Units.significant(rate), words);
    }
}
