package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Cell;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressEstimateTest {
    private static final double SOON = 0.5;

    private final List<RunProgress> told = new ArrayList<>();
    private double budgetLeft = 1000;
    private final ProgressEstimate estimate = new ProgressEstimate(
            new RunListener() {
                @Override
                public void progress(String what) {}

                @Override
                public void finished(CellResult result) {}

                @Override
                public void standing(RunProgress standing) {
                    told.add(standing);
                }
            },
            () -> budgetLeft);

    private RunProgress last() {
        return told.get(told.size() - 1);
    }

    @Test
    void cellsAreCountedFromThoseOfAnEarlierPartOn() {
        estimate.over(12, 4);
        estimate.begins(30, 60);
        assertThat(last().done()).isEqualTo(4);
        Cell cell = new Cell(new Contender("pool", "v", "cpu"), Precision.F32, Shape.square(64));
        CellResult result = CellResult.notMeasured(cell, null, false, Outcome.SKIPPED, "no driver");
        estimate.finished(result);
        estimate.finished(result);
        assertThat(last().done()).isEqualTo(6);
        assertThat(last().cells()).isEqualTo(12);
        assertThat(last().halfWidth()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void timeIsThatOfThisGroupAndOfAllBehindIt() {
        estimate.over(3, 0);
        estimate.begins(30, 60);
        assertThat(estimate.secondsLeft()).isCloseTo(90, within(SOON));
        estimate.ends();
        // It took next to nothing of the thirty seconds predicted: nor will the others.
        estimate.begins(20, 40);
        assertThat(estimate.secondsLeft()).isCloseTo(0, within(SOON));
    }

    @Test
    void noRunOutlivesItsBudget() {
        estimate.over(3, 0);
        estimate.begins(30, 600);
        budgetLeft = 100;
        assertThat(estimate.secondsLeft()).isEqualTo(100);
        budgetLeft = -1;
        assertThat(estimate.secondsLeft()).isZero();
    }
}
