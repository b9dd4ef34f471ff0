package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.SelfCheckResult;
import dev.santoku.result.Speedup;
import org.junit.jupiter.api.Test;

class SelfCheckReportTest {
    private static SelfCheckResult check(Results results) {
        RunResult run = results.build();
        return new SelfCheckResult(SelfCheckResult.SCHEMA, run.run(), run.host(), run.results(), run.speedups());
    }

    private static String text(SelfCheckResult result) {
        return new SelfCheckReport(result, Style.PLAIN).toText();
    }

    private static Results itself(double ratio, double low, double high) {
        return new Results()
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                .speedup(Results.SINGLE, Results.SINGLE, Precision.F32, Results.SMALL, ratio, low, high);
    }

    @Test
    void aVerdictThatIsNoDifferenceIsRight() {
        SelfCheckResult result = check(itself(1.01, 0.98, 1.03));
        assertThat(result.falseVerdicts()).isEmpty();
        assertThat(text(result))
                .contains("single:blocked@cpu", "1.01×  0.980–1.03  same\n")
                .endsWith("self-check: 1 verdict, none of them false: "
                        + "no contender came out faster or slower than itself\n");
        assertThat(text(check(itself(1.01, 0.9, 1.2)))).contains("inconclusive\n", "none of them false");
    }

    @Test
    void aDifferenceFromItselfIsSaidToBeFalse() {
        SelfCheckResult result = check(itself(0.9, 0.88, 0.93)
                .speedup(Results.SINGLE, Results.SINGLE, Precision.F32, Results.OBLONG, 1, 0.99, 1.01));
        assertThat(result.falseVerdicts()).extracting(Speedup::shape).containsExactly(Results.SMALL);
        assertThat(text(result)).contains("slower: false\n", "self-check: 1 of 2 verdicts are false", "--launches 6");
    }

    @Test
    void whatWasNotMeasuredHasNoVerdictAndItsReasonOnce() {
        String text = text(check(new Results()
                .notMeasured(Results.SINGLE, Precision.F32, Results.SMALL, Outcome.FAILED, "100 % of it crashed")
                .notMeasured(Results.SINGLE, Precision.F32, Results.SMALL, Outcome.FAILED, "100 % of it crashed")));
        assertThat(text)
                .containsOnlyOnce("failed single:blocked@cpu (f32 64): 100 % of it crashed\n")
                .endsWith("there is no verdict\n");
    }
}
