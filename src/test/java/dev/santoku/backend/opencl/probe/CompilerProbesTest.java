package dev.santoku.backend.opencl.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.CompilerAnswer.Verdict;
import dev.santoku.backend.CompilerQuestion;
import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.JoclBackend;
import dev.santoku.backend.opencl.family.WarpFamily;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.matrix.Precision;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On PoCL, which knows no PTX: what an NVIDIA device would have to answer is held to arithmetic done another way. */
class CompilerProbesTest {
    private final Discovery discovery = Discovery.run();
    private final OpenClDevice device =
            discovery.find(discovery.availability().devices().get(0)).orElseThrow();

    private static CompilerProbe probe(String id) {
        return CompilerProbe.all().stream()
                .filter(probe -> probe.question().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static int[] expected(CompilerProbe probe) {
        return IntStream.range(0, probe.words()).map(probe.expected()).toArray();
    }

    @Test
    void everyQuestionIsThereOnce() {
        List<String> ids =
                new JoclBackend().questions().stream().map(CompilerQuestion::id).toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .contains("local-64k", "asm", "mma-tf32", "wgmma", "registers-warp-f32")
                .allSatisfy(id -> assertThat(id).matches("[a-z0-9-]+"));
    }

    @Test
    void localMemoryIsReallyWrittenAndRead() {
        for (String id : List.of("local-64k", "local-argument-64k", "local-argument-224k")) {
            assertThat(CompilerProbes.ask(device, probe(id))).isEqualTo(new CompilerAnswer(Verdict.ACCEPTED, null));
        }
    }

    @Test
    void anotherResultIsWrongAndWhatDoesNotCompileIsRefused() {
        CompilerProbe right = probe("local-64k");
        CompilerProbe other = new CompilerProbe(
                right.question(),
                right.file(),
                right.options(),
                false,
                32,
                0,
                right.words(),
                lane -> lane == 9 ? 4 : 5);
        CompilerAnswer wrong = CompilerProbes.ask(device, other);
        assertThat(wrong.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(wrong.detail()).matches("number 0 is \\d+ and should be 5");
        CompilerProbe ptxOnPocl =
                new CompilerProbe(right.question(), "probe-ptx.ptx", "", false, 32, 0, right.words(), right.expected());
        CompilerAnswer refused = CompilerProbes.ask(device, ptxOnPocl);
        assertThat(refused.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(refused.detail()).startsWith("CL_");
    }

    @Test
    void ptxIsNotAskedOfOthers() {
        assertThat(CompilerProbes.ask(device, probe("wgmma")).verdict()).isEqualTo(Verdict.NOT_ASKED);
        assertThat(new RegisterProbe(new WarpFamily(), Precision.F32)
                        .ask(device)
                        .verdict())
                .isEqualTo(Verdict.NOT_ASKED);
    }

    @Test
    void halvesAndTilesAreWhatTheyShouldBe() {
        assertThat(CompilerProbe.input())
                .startsWith(0, 0x3c00, 0x4000, 0x4200, 0x4400)
                .endsWith(0x4fc0);
        int[] transposed = expected(probe("ldmatrix"));
        for (int lane = 0; lane < 32; lane++) {
            int row = lane % 4 * 2;
            int column = lane / 4;
            assertThat(transposed[lane]).isEqualTo((row * 8 + column) + (((row + 1) * 8 + column) << 16));
        }
    }

    @Test
    void productsAreWhatTheirSumsSay() {
        for (Object[] unit : new Object[][] {{"mma-f16", 16}, {"mma-tf32", 8}, {"mma-f64", 4}}) {
            CompilerProbe probe = probe((String) unit[0]);
            int[] found = new int[probe.words()];
            for (int index = 0; index < found.length; index++) {
                for (int p = 0; p < (int) unit[1]; p++) {
                    found[index] += (index / 8 + p) * (index % 8 + 1);
                }
            }
            assertThat(CompilerProbes.judge(found, probe).verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @Test
    void registersAreReadFromNvidiasLog() {
        assertThat(
                        RegisterProbe.told(
                                """
                        ptxas info    : Compiling entry function 'warp' for 'sm_90'
                        ptxas info    : Function properties for warp
                            0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
                        ptxas info    : Used 124 registers, 16896 bytes smem, 396 bytes cmem[0]
                        """))
                .contains("0 bytes spill stores, 0 bytes spill loads, Used 124 registers");
        assertThat(RegisterProbe.told("")).isEmpty();
    }
}
