package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressEstimateTest {
    private static final double SOON = 0.5;

    private final List<RunProgress> told = new ArrayList<>();
    private double budgetLeft = 1000;
    private final ProgressEstimate outlook = new ProgressEstimate(
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
        outlook.over(12, 4);
        outlook.begins(30, 60);
        assertThat(last().done()).isEqualTo(4);
        outlook.done();
        outlook.done();
        assertThat(last().done()).isEqualTo(6);
        assertThat(last().cells()).isEqualTo(12);
        assertThat(last().halfWidth()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void timeIsThatOfThisGroupAndOfAllBehindIt() {
        outlook.over(3, 0);
        outlook.begins(30, 60);
        assertThat(outlook.secondsLeft()).isCloseTo(90, within(SOON));
        outlook.ends();
        // It took next to nothing of the thirty seconds predicted: nor will the others.
        outlook.begins(20, 40);
        assertThat(outlook.secondsLeft()).isCloseTo(0, within(SOON));
    }

    @Test
    void noRunOutlivesItsBudget() {
        outlook.over(3, 0);
        outlook.begins(30, 600);
        budgetLeft = 100;
        assertThat(outlook.secondsLeft()).isEqualTo(100);
        budgetLeft = -1;
        assertThat(outlook.secondsLeft()).isZero();
    }
}
