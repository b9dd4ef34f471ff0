package dev.santoku.report.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.result.Json;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.statistics.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffTest {
    private static RunResult base() {
        return new Results()
                .samples(23)
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 2e-3)
                .measured(Results.GPU, Precision.F32, Results.OBLONG, 3e-3)
                .measured(Results.POCL, Precision.F32, Results.OBLONG, 4e-3)
                .build();
    }

    private static RunResult now() {
        return new Results()
                .samples(23)
                .notMeasured(Results.POCL, Precision.F32, Results.OBLONG, Outcome.FAILED, Results.CRASH)
                .measured(Results.GPU, Precision.F32, Results.OBLONG, 1.5e-3)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 2.5e-3)
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                .measured(Results.APARAPI, Precision.F32, Results.SMALL, 1e-3)
                .build();
    }

    @Test
    void cellsAreComparedWithThemselves() {
        Diff diff = Diff.of(base(), now());
        assertThat(diff.cells())
                .extracting(Diff.Change::contender)
                .containsExactly(Results.SINGLE, Results.POOL, Results.GPU);
        assertThat(diff.cells().get(1).endToEnd().ratio()).isEqualTo(0.8, within(1e-12));
        assertThat(diff.cells())
                .extracting(change -> change.endToEnd().verdict())
                .containsExactly(Verdict.SAME, Verdict.SLOWER, Verdict.FASTER);
        assertThat(diff.count(Verdict.SLOWER)).isEqualTo(1);
        assertThat(diff.others())
                .containsExactly(
                        new Diff.OneSided(
                                Results.POCL, null, Precision.F32, Results.OBLONG, "base", "failed: " + Results.CRASH),
                        new Diff.OneSided(
                                Results.APARAPI, null, Precision.F32, Results.SMALL, "new", "not part of the run"));
    }

    @Test
    void aBatchIsAnotherCellThanItsProduct() {
        RunResult one = new Results()
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .build();
        RunResult many = new Results()
                .measured(Results.POOL, Precision.F32, Results.SMALL.inBatch(8), 1)
                .measured(Results.POOL, Precision.F32, Results.SMALL.inBatch(64), 1)
                .build();
        assertThat(Diff.of(one, many).cells()).isEmpty();
        assertThat(Diff.of(many, many).cells())
                .extracting(Diff.Change::shape)
                .containsExactly(Results.SMALL.inBatch(8), Results.SMALL.inBatch(64));
        assertThat(new DiffReport(Diff.of(many, many)).toText(Style.PLAIN)).contains("f32 64 × 64×64×64\n");
    }

    @Test
    void twoPrecisionsAreTwoCells() {
        RunResult reduced = new Results()
                .measured(Results.POOL, Precision.BF16, Results.SMALL, 1)
                .measured(Results.POOL, Precision.TF32, Results.SMALL, 1)
                .build();
        RunResult full = new Results()
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .measured(Results.POOL, Precision.BF16, Results.SMALL, 2)
                .build();
        Diff diff = Diff.of(reduced, full);
        assertThat(diff.cells()).extracting(Diff.Change::precision).containsExactly(Precision.BF16);
        assertThat(diff.cells()).extracting(Diff.Change::arithmetic).containsExactly("f32");
        assertThat(new DiffReport(diff).toText(Style.PLAIN)).contains("bf16 64×64×64, f32 arithmetic\n");
        assertThat(diff.others()).extracting(Diff.OneSided::precision).containsExactly(Precision.TF32, Precision.F32);
    }

    @Test
    void twoNumbersOfThreadsAreTwoCells() {
        RunResult two = new Results()
                .threads(2)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .build();
        RunResult four = new Results()
                .threads(4)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .build();
        assertThat(Diff.of(two, four).cells()).isEmpty();
        assertThat(new DiffReport(Diff.of(two, four)).toText(Style.PLAIN)).endsWith("no cell was measured in both\n");
    }

    @Test
    void fewSamplesAllowNoVerdict() {
        RunResult few = new Results()
                .samples(3, "few-samples")
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .build();
        assertThat(Diff.of(base(), few).cells().get(0).endToEnd().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void textMarkdownAndJsonSayTheSame() throws Exception {
        Diff diff = Diff.of(base(), now());
        String conclusion = "3 cells in both, end to end: 1 slower, 1 faster, 1 the same, 0 inconclusive";
        List<String> text = new DiffReport(diff).toText(Style.PLAIN).lines().toList();
        assertThat(text)
                .contains("base 20260301T101500Z-9f3a1c, santoku 0.1.0 1a2b3c4", conclusion)
                .contains("peak of cpu, 1 thread f32: 116 → 116 GFLOP/s (+0.0 %)")
                .contains("f32 64×64×64", "f32 1024×512×2048")
                .anyMatch(
                        line -> line.matches(
                                "pool:blocked@cpu on 2 threads +2\\.00 ms +2\\.50 ms +0\\.800× \\(0\\.778–0\\.823\\) .* +slower *"));
        assertThat(new DiffReport(diff).toMarkdown())
                .startsWith("**" + conclusion + "**\n")
                .contains("\n| contender | base | new |")
                .contains("| 2.00 ms | 2.50 ms | 0.800× | 0.778–0.823 | 0.800× | **slower** |");
        JsonNode json = Json.mapper().readTree(ResultFile.toText(diff));
        assertThat(json.get("schema").asText()).isEqualTo("santoku/diff/1");
        assertThat(json.at("/new/id").asText()).isEqualTo("20260301T101500Z-9f3a1c");
        assertThat(json.at("/cells/1/endToEnd/verdict").asText()).isEqualTo("slower");
        assertThat(json.at("/cells/1/new/median").asDouble()).isEqualTo(2.5e-3);
        assertThat(json.at("/hardware/differences")).isEmpty();
    }

    @Test
    void otherWidthsOfIntervalsAreToldInALine() {
        RunResult wide = new Results().within(0.07).build();
        String note =
                "note: cells were settled at ±2 % in base and at ±7 % in new: intervals differ in width for that alone";
        assertThat(new DiffReport(Diff.of(base(), wide)).toText(Style.PLAIN)).contains(note + "\n");
        assertThat(new DiffReport(Diff.of(base(), wide)).toMarkdown()).contains("cells were settled at ±2 % in base");
        assertThat(new DiffReport(Diff.of(base(), now())).toText(Style.PLAIN)).doesNotContain("settled");
    }

    @Test
    void strangersWordsAreShownAndNotObeyed() {
        RunResult hostile = new Results()
                .notMeasured(
                        Results.POCL,
                        Precision.F32,
                        Results.OBLONG,
                        Outcome.FAILED,
                        "\u001b[2J| <img src=x>\n# [a](b) `c`")
                .build();
        DiffReport report = new DiffReport(Diff.of(base(), hostile));
        assertThat(report.toText(Style.PLAIN)).doesNotContain("\u001b").contains("<img src=x>");
        assertThat(report.toMarkdown()).contains("(the other: failed: \uFFFD[2J| <img src=x> # [a](b) `c`) ``\n");
    }
}
