package dev.santoku.report.html;

import dev.santoku.report.BreakEven;
import dev.santoku.report.Units;
import dev.santoku.result.RunResult;
import java.util.List;
import java.util.Optional;

/** From which size on a processor is faster than another one. */
record BreakEvenSection(RunResult result) {
    Optional<Section> section() {
        List<BreakEven> all = BreakEven.of(result);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "break-even",
                        "Break-even sizes",
                        "From which size N of N×N×N on a processor is faster than another, end to end, each with its fastest contender. "
                                + "Only sizes that both measured count, and only clear verdicts. A size behind \"about\" is "
                                + "interpolated between two measured ones.",
                        List.of(new Section.Figure(null, table(all)))));
    }

    private static Table table(List<BreakEven> all) {
        return new Table.Builder<BreakEven>()
                .head("faster", BreakEven::faster)
                .words("than", BreakEven::slower)
                .words("precision", each -> each.precision().label())
                .words("where", BreakEven::inWords)
                .figure(
                        "slower at",
                        each -> each.below().map(Integer::doubleValue).orElse(null),
                        BreakEvenSection::size)
                .figure(
                        "break-even, about",
                        each -> each.about().isPresent() ? each.about().getAsDouble() : null,
                        Units::significant)
                .figure("faster from", each -> (double) each.from(), BreakEvenSection::size)
                .of("pairs of processors of which one is clearly faster at the largest size", all);
    }

    private static String size(double size) {
        return Long.toString(Math.round(size));
    }
}
