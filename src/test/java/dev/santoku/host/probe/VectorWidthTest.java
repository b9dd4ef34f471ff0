package dev.santoku.host.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorWidthTest {
    @ParameterizedTest
    @CsvSource({
        "'flags\t\t: fpu sse sse2 avx avx2 avx512f avx512_vnni', 512",
        "'flags\t\t: fpu sse sse2 avx f16c fma avx2 avx_vnni', 256",
        "'flags\t\t: fpu sse sse2 avx', 256",
        "'flags\t\t: fpu sse sse2 ssse3 sse4_2', 128",
        "'Features\t: fp asimd evtstrm aes', 128",
        "'Features\t: half thumb vfp neon', 128",
        "PF_AVX512F_INSTRUCTIONS_AVAILABLE, 512",
        "PF_AVX2_INSTRUCTIONS_AVAILABLE, 256",
        "PF_XMMI64_INSTRUCTIONS_AVAILABLE, 128",
        "PF_ARM_NEON_INSTRUCTIONS_AVAILABLE, 128",
        "hw.optional.avx1_0: 1, 256",
        "hw.optional.AdvSIMD: 1, 128"
    })
    void readsTheWidestOfEverySystem(String line, int bits) {
        assertThat(VectorWidth.bits(List.of(line))).isEqualTo(bits);
    }

    @Test
    void countsOnlyWhatIsThere() {
        assertThat(VectorWidth.bits(List.of("hw.optional.avx512f: 0", "hw.optional.avx2_0: 1", "hw.optional.neon: 0")))
                .isEqualTo(256);
    }

    @Test
    void doesNotGuess() {
        assertThat(VectorWidth.bits(List.of("Features\t: fp asimd sve svei8mm sve2")))
                .isNull();
        assertThat(VectorWidth.bits(List.of("flags\t\t: fpu mmx sse"))).isNull();
        assertThat(VectorWidth.bits(List.of())).isNull();
    }
}
