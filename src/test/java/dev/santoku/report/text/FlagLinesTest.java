package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.result.CellFlags;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.StopRule;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlagLinesTest {
    private static final int SHORT = 100;

    private static RunResult stopped(StopRule.Reason reason) {
        return new Results()
                .stopped(reason)
                .samples(80, CellFlags.WIDE)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1e-3)
                .build();
    }

    private static RunResult run(List<String> single, List<String> pool) {
        return new Results()
                .stopped(StopRule.Reason.BUDGET)
                .samples(80, single.toArray(String[]::new))
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                .samples(80, pool.toArray(String[]::new))
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1e-3)
                .notMeasured(Results.GPU, Precision.F32, Results.SMALL, Outcome.SKIPPED, "no")
                .build();
    }

    @Test
    void aKindOfDoubtIsToldOnceForAllItsCells() {
        assertThat(FlagLines.of(
                        run(List.of(CellFlags.DRIFT, CellFlags.BURSTS), List.of(CellFlags.WARMING, CellFlags.WIDE))))
                .containsExactly(
                        "2 of 2 cells with samples that drift, burst or differ by JVM: the intervals already include this",
                        "1 of 2 cells less precise than ±5 %: raise --budget or --launches",
                        "The run's page says which cells and why, as do the flags in its JSON.");
    }

    @Test
    void moreTimeIsNoCureForAnIntervalThatWasAskedFor() {
        assertThat(FlagLines.of(stopped(StopRule.Reason.PRECISION)))
                .contains("1 of 1 cell less precise than ±5 %: lower --within, or leave it out");
        assertThat(FlagLines.of(stopped(StopRule.Reason.PLATEAU)))
                .contains("1 of 1 cell less precise than ±5 %: raise --budget or --launches");
    }

    @Test
    void whereNothingIsInDoubtNothingIsSaid() {
        assertThat(FlagLines.of(run(List.of(), List.of()))).isEmpty();
    }

    @Test
    void howeverMuchIsInDoubtAHandfulOfShortLinesTellsIt() {
        List<String> all = Arrays.stream(CellFlags.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(FlagLinesTest::value)
                .toList();
        assertThat(all).contains(CellFlags.DRIFT).hasSizeGreaterThan(10);
        assertThat(FlagLines.of(run(all, all))).hasSize(8).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(SHORT));
        for (String flag : all) {
            assertThat(FlagLines.of(run(List.of(flag), List.of()))).as(flag).hasSize(2);
        }
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
