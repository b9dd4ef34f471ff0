package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other JVMs, and other processors as far as HotSpot can play them: products are exact on one, three and five threads, those of
 * one precision have the same bits however they are computed, and the variant is the one that is fast there.
 */
@Tag("slow")
class JvmsTest {
    private static final String WITH_VECTORS = "--add-modules=jdk.incubator.vector";

    @TempDir
    private Path folder;

    private List<String> run(String... flags) throws IOException, InterruptedException {
        ChildJvm.Outcome outcome = ChildJvm.run(folder, List.of(flags), Map.of(), JvmChild.class);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output().lines().toList();
    }

    private static void assertSameBits(List<String> lines) {
        for (String precision : List.of("f32 ", "f64 ")) {
            assertThat(lines.stream()
                            .filter(line -> line.startsWith(precision))
                            .map(line -> line.split(" ", 3)[1])
                            .distinct())
                    .as("%sdigests, on any number of threads, before and after kernels are compiled", precision)
                    .hasSize(1);
        }
    }

    private static void assertBlocked(List<String> lines, String reason) {
        assertSameBits(lines);
        assertThat(lines)
                .contains("single on 1: default blocked", "pool on 3: default blocked", "pool on 5: default blocked")
                .anySatisfy(line ->
                        assertThat(line).startsWith("vector is refused: ").contains(reason));
    }

    private static void assertVector(List<String> lines) {
        assertSameBits(lines);
        assertThat(lines)
                .contains("single on 1: default vector", "pool on 3: default vector", "pool on 5: default vector")
                .contains("then the default is vector", "vector opens on cpu")
                .noneSatisfy(line -> assertThat(line).contains("in plain Java"));
    }

    @Test
    void withoutC2TheDefaultIsBlockedAndVectorIsRefusedWithTheReason() throws IOException, InterruptedException {
        assertBlocked(run(WITH_VECTORS, "-XX:TieredStopAtLevel=1"), "the JIT compiler C2 is off");
    }

    @Test
    void theInterpreterAloneTakesBlocked() throws IOException, InterruptedException {
        assertBlocked(run(WITH_VECTORS, "-Xint"), "-Xint");
    }

    /** What nobody has thought of: C2 is there, and leaves the kernels alone. Then products go on in plain Java, and say so. */
    @Test
    void kernelsThatAreNeverCompiledGiveWayToPlainJava() throws IOException, InterruptedException {
        List<String> lines =
                run(WITH_VECTORS, "-XX:CompileCommand=quiet", "-XX:CompileCommand=exclude,*vector.Tile*::multiply");
        assertSameBits(
                lines.stream().takeWhile(line -> !line.startsWith("pool")).toList());
        assertThat(lines)
                .contains("single on 1: default vector", "pool on 3: default blocked", "then the default is blocked")
                .anySatisfy(line -> assertThat(line)
                        .matches("f64 .* on " + Pattern.quote(Device.cpu().name())
                                + ", in plain Java, since the JIT compiler has not made vector instructions .*"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "vector is refused: the JIT compiler has not made vector instructions of a kernel"));
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "these options are for x86 alone")
    void registersOf256BitsOnOneProcessor() throws IOException, InterruptedException {
        assertVector(run(WITH_VECTORS, "-XX:UseAVX=2", "-XX:ActiveProcessorCount=1"));
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "these options are for x86 alone")
    void avxWithoutIntegersInVectors() throws IOException, InterruptedException {
        assertVector(run(WITH_VECTORS, "-XX:UseAVX=1"));
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "these options are for x86 alone")
    void withoutFusedMultiplyAddTheDefaultIsBlocked() throws IOException, InterruptedException {
        assertBlocked(run(WITH_VECTORS, "-XX:UseAVX=0"), "fused multiply-add");
    }
}
