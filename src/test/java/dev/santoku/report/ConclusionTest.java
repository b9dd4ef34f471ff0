package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConclusionTest {
    private static final double[] FASTER = {2, 1.9, 2.1};
    private static final double[] SLOWER = {0.5, 0.45, 0.55};
    private static final double[] SAME = {1, 0.97, 1.03};
    private static final double[] INCONCLUSIVE = {1.2, 0.9, 1.5};

    /** What is said of the pool whose speedups at 64, 256, 1024 … are these. */
    private static String ofPool(double[]... speedups) {
        Results results = new Results();
        for (int i = speedups.length - 1; i >= 0; i--) { // the order of the sizes is not theirs to rely on
            Shape shape = Shape.square(64 << (2 * i));
            results.measured(Results.SINGLE, Precision.F32, shape, 1)
                    .measured(Results.POOL, Precision.F32, shape, 1 / speedups[i][0])
                    .speedup(
                            Results.POOL,
                            Results.SINGLE,
                            Precision.F32,
                            shape,
                            speedups[i][0],
                            speedups[i][1],
                            speedups[i][2]);
        }
        List<String> sentences = new Conclusion(results.build()).sentences();
        assertThat(sentences).hasSize(1);
        return sentences.get(0);
    }

    @Test
    void precisionsStandSideBySideWithoutAVerdict() {
        Results results = new Results();
        Shape shape = Shape.square(1000);
        results.measured(Results.POOL, Precision.BF16, shape, 0.01)
                .measured(Results.POOL, Precision.F32, shape, 0.02)
                .measured(Results.POOL, Precision.F32, Shape.square(2000), 1);
        assertThat(new Conclusion(results.build()).sentences())
                .containsExactly("pool:blocked on 2 threads at 1000, end to end: f32 100 GFLOP/s, error 1.2e-07; "
                        + "bf16 in f32 arithmetic 200 GFLOP/s, error 1.2e-07.");
    }

    @Test
    void paysAtEverySize() {
        assertThat(ofPool(FASTER, FASTER, FASTER))
                .isEqualTo("f32, end to end: pool:blocked on 2 threads is 2.00× (1.90–2.10) as fast as one thread "
                        + "at 1024; faster at every size measured.");
    }

    @Test
    void paysFromASizeOn() {
        assertThat(ofPool(SLOWER, FASTER, FASTER)).endsWith("as fast as one thread at 1024; faster from size 256 up.");
        assertThat(ofPool(FASTER, INCONCLUSIVE, FASTER)).endsWith("; faster from size 1024 up.");
    }

    @Test
    void paysNowhere() {
        assertThat(ofPool(SLOWER, SAME))
                .endsWith("is 1.00× (0.970–1.03) as fast as one thread at 256; faster at no size measured.");
        assertThat(ofPool(SLOWER)).endsWith("at 64; faster at no size measured.");
    }

    @Test
    void concludesNothingFromCellsThatWereNotMeasured() {
        Results results = new Results()
                .measured(Results.SINGLE, Precision.F32, Shape.square(64), 1)
                .measured(Results.POCL, Precision.F32, Shape.square(64), 2)
                .speedup(Results.POCL, Results.SINGLE, Precision.F32, Shape.square(64), 0.5, 0.48, 0.52)
                .measured(Results.SINGLE, Precision.F32, Shape.square(256), 1)
                .notMeasured(Results.POCL, Precision.F32, Shape.square(1024), Outcome.FAILED, "it crashed");
        assertThat(new Conclusion(results.build()).sentences())
                .singleElement()
                .asString()
                .endsWith(
                        " as fast as one thread at 64; at 1024 it failed, so no size is named from which it is faster.");
        results.notMeasured(Results.POCL, Precision.F32, Shape.square(256), Outcome.WRONG, "(0, 0) is NaN");
        Conclusion conclusion = new Conclusion(results.build());
        assertThat(conclusion.sentences())
                .singleElement()
                .asString()
                .endsWith("; at 256 and 1024 it computed wrong products, so no size is named from which it is faster.");
    }

    @Test
    void noLongerPays() {
        assertThat(ofPool(FASTER, SAME)).endsWith("at 256; no longer faster there.");
    }

    @Test
    void anInconclusiveVerdictIsNotTakenForANo() {
        assertThat(ofPool(FASTER, INCONCLUSIVE)).endsWith("at 256; not clearly faster there.");
        assertThat(ofPool(INCONCLUSIVE)).endsWith("at 64; not clearly faster there.");
        assertThat(ofPool(INCONCLUSIVE, SLOWER)).endsWith("at 256; not clearly faster at any size measured.");
    }

    @Test
    void saysNothingOfOtherSizesWhereThereIsOne() {
        assertThat(ofPool(FASTER))
                .isEqualTo("f32, end to end: pool:blocked on 2 threads is 2.00× (1.90–2.10) as fast as one thread "
                        + "at 64.");
    }

    @Test
    void aPoolOfOneThreadHasOneThread() {
        RunResult result = new Results()
                .threads(1)
                .measured(Results.SINGLE, Precision.F64, Results.SMALL, 1)
                .measured(Results.POOL, Precision.F64, Results.SMALL, 1)
                .speedup(Results.POOL, Results.SINGLE, Precision.F64, Results.SMALL, 1, 0.99, 1.01)
                .build();
        assertThat(new Conclusion(result).sentences())
                .singleElement()
                .asString()
                .contains("pool:blocked on 1 thread ");
    }

    @Test
    void everyContenderMeasuredBesideOneThreadHasItsSentence() {
        assertThat(new Conclusion(Results.typical()).sentences())
                .hasSize(3)
                .allMatch(sentence -> sentence.startsWith("f32, end to end: "))
                .anyMatch(sentence -> sentence.contains(": jocl:tiled on cl0 (GPU) is 8.00× (7.75–8.25) as fast"))
                .anyMatch(sentence -> sentence.contains(": jocl:tiled on cl1 (CPU) is 4.00× (3.90–4.10) as fast"))
                .anyMatch(sentence -> sentence.contains(": pool:blocked on 2 threads is 2.00× (1.95–2.05) as fast"));
        assertThat(new Conclusion(new Results()
                                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                                .build())
                        .sentences())
                .isEmpty();
    }

    @Test
    void aYardstickMeasuresAndIsNoConclusionItself() {
        Results results = new Results();
        for (Shape shape : List.of(Results.OBLONG, Results.SMALL)) {
            double ratio = shape.equals(Results.OBLONG) ? 0.5 : 0.25;
            results.measured(Results.SINGLE, Precision.F32, shape, 4)
                    .measured(Results.POOL, Precision.F32, shape, 2)
                    .measured(Results.YARDSTICK_SINGLE, Precision.F32, shape, 2)
                    .measured(Results.YARDSTICK_POOL, Precision.F32, shape, 1)
                    .speedup(Results.POOL, Results.SINGLE, Precision.F32, shape, 2, 1.9, 2.1)
                    .speedup(Results.YARDSTICK_POOL, Results.SINGLE, Precision.F32, shape, 4, 3.9, 4.1)
                    .speedup(Results.SINGLE, Results.YARDSTICK_SINGLE, Precision.F32, shape, 0.6, 0.5, 0.7)
                    .computeSpeedup(Results.SINGLE, Results.YARDSTICK_SINGLE, Precision.F32, shape, ratio, 0.2, 0.55)
                    .computeSpeedup(Results.POOL, Results.YARDSTICK_POOL, Precision.F32, shape, 1.5, 1.4, 1.6);
        }
        assertThat(new Conclusion(results.build()).sentences())
                .containsExactly(
                        "f32, end to end: pool:blocked on 2 threads is 2.00× (1.90–2.10) as fast as one thread at "
                                + "1024x512x2048; faster at every size measured.",
                        "f32, computing alone: single:blocked on 1 thread is 0.500× (0.200–0.550) as fast as the "
                                + "yardstick openblas:single@cpu at 1024x512x2048.",
                        "f32, computing alone: pool:blocked on 2 threads is 1.50× (1.40–1.60) as fast as the "
                                + "yardstick openblas:pool@cpu at 1024x512x2048.");
    }

    @Test
    void everyNumberIsOneOfTheResult() {
        RunResult result = Results.typical();
        Set<String> known = result.speedups().stream()
                .flatMap(speedup -> Stream.of(
                        Units.significant(speedup.ratio()),
                        Units.significant(speedup.low()),
                        Units.significant(speedup.high()),
                        Integer.toString(speedup.shape().m()),
                        Integer.toString(speedup.shape().n()),
                        Integer.toString(speedup.shape().k())))
                .collect(Collectors.toSet());
        known.add(Integer.toString(result.host().cpu().logicalCores()));
        Pattern number = Pattern.compile("[0-9]+(\\.[0-9]+)?");
        for (String sentence : new Conclusion(result).sentences()) {
            String withoutNames = sentence.replaceAll("\\b(f32|f64|cl[0-9]+)\\b", "");
            assertThat(number.matcher(withoutNames).results().map(MatchResult::group))
                    .as(sentence)
                    .hasSizeGreaterThan(4)
                    .isSubsetOf(known);
        }
    }
}
