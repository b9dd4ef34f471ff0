package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.peak.FmaLoop;
import dev.santoku.matrix.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistersTest {
    @Test
    void onX86TheirNumberDependsOnTheirWidthAndElsewhereItIs32() {
        for (String x86 : List.of("amd64", "x86_64", "i386", "AMD64")) {
            assertThat(Registers.count(128, x86)).isEqualTo(16);
            assertThat(Registers.count(256, x86)).isEqualTo(16);
            assertThat(Registers.count(512, x86)).isEqualTo(32);
        }
        assertThat(Registers.count(128, "aarch64")).isEqualTo(32);
        assertThat(Registers.count(256, "aarch64")).isEqualTo(32);
        assertThat(Registers.count(128, "ppc64le")).isEqualTo(32);
    }

    @Test
    void thisProcessorHasTheWidestOrThoseHalfAsWideAndSaysTheSameTwice() {
        int widest = widest();
        int fastest = FastestWidth.of(widest);
        assertThat(fastest).isIn(widest, widest / 2);
        assertThat(FastestWidth.of(widest)).isEqualTo(fastest);
        assertThat(Registers.ofThisProcessor())
                .isEqualTo(new Registers(fastest, Registers.count(widest, System.getProperty("os.arch"))));
    }

    /** As the loops that measure the ceiling know it: the first of them is the widest, and named after it. */
    private static int widest() {
        FmaLoop loop = new VectorFma().of(Precision.F64).get(0);
        String name = loop.getClass().getSimpleName();
        return Integer.parseInt(name.substring(name.length() - 3));
    }
}
