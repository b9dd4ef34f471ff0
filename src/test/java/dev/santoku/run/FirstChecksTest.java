package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which cells are begun, and what becomes of those that are not. */
class FirstChecksTest extends PretendedComparison {
    @Test
    void aLossBeforeTheFirstCellIsTold() throws Exception {
        behaviours.put("single", request -> {
            if (request instanceof Request.Load
                    && log.stream().filter("Load single"::equals).count() == 1) {
                throw new Behaviours.Lost("gone at once");
            }
            return Behaviours.honest(1e-3).apply(request);
        });
        List<CellResult> results = run(LONG, List.of(Shape.square(8), Shape.square(9)));
        assertThat(results).extracting(CellResult::outcome).containsExactly(Outcome.FAILED, Outcome.MEASURED);
        assertThat(results.get(0).reason()).isEqualTo("gone at once");
    }

    @Test
    void aDigestThatDiffersIsWrong() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
        behaviours.put("pool", Behaviours.honest(1e-3));
        behaviours.put(
                "odd",
                Behaviours.honest(1e-3)
                        .andThen(answer -> answer instanceof Answer.Checked ? Behaviours.checked("other") : answer));
        List<CellResult> results = run(LONG, List.of(Shape.square(8)));
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.WRONG)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.backend()).isEqualTo("odd");
                    assertThat(result.reason()).contains("differs from the others'");
                });
        assertThat(speedups).hasSize(4);
    }

    @Test
    void whatTheBudgetDoesNotReachIsSkippedWithTheReason() throws Exception {
        behaviours.put("single", Behaviours.honest(1e-3));
        List<CellResult> results = run(Duration.ZERO, List.of(Shape.square(8)));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(result.reason()).contains("--budget");
        });
    }

    @Test
    void aProductThatCannotFitTheBudgetIsNotBegun() throws Exception {
        behaviours.put("single", Behaviours.honest(10));
        List<CellResult> results = run(Duration.ofSeconds(20), List.of(Shape.square(128)));
        assertThat(results.get(0).reason()).contains("checking and timing it once would take about", "--budget");
        assertThat(log).noneMatch(line -> line.startsWith("Check"));
    }

    /** As a GPU does: what a launch costs is most of a small product's time, and says nothing of a large one. */
    @Test
    void theRateOfASmallProductIsNotHeldAgainstALargeOne() throws Exception {
        precisions = List.of(Precision.F32, Precision.F64);
        behaviours.put("single", Behaviours.launching(1e-4, 1e12));
        List<CellResult> results = run(Duration.ofSeconds(20), List.of(Shape.square(1), Shape.square(2048)));
        assertThat(results).hasSize(4).allSatisfy(result -> assertThat(result.outcome())
                .as(result.reason())
                .isEqualTo(Outcome.MEASURED));
    }
}
