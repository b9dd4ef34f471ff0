package dev.santoku.backend.opencl.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordInstructionsTest {
    private static final Set<String> ZEN_4 = Set.of("avx512f", "avx512_bf16", "avx512_vnni");

    @Test
    void areThoseOfAProcessorWhoseDriverUsesWideVectors() {
        assertThat(WordInstructions.of(Device.Kind.CPU, 16, ZEN_4))
                .containsExactlyInAnyOrder(Precision.BF16, Precision.I8);
        assertThat(WordInstructions.of(Device.Kind.CPU, 16, Set.of("avx512f", "avx512_vnni")))
                .containsExactly(Precision.I8);
        assertThat(WordInstructions.of(Device.Kind.CPU, 8, ZEN_4)).isEmpty();
        assertThat(WordInstructions.of(Device.Kind.GPU, 16, ZEN_4)).isEmpty();
        assertThat(WordInstructions.of(Device.Kind.CPU, 16, Set.of())).isEmpty();
    }

    /** Whether this machine's system gives tiles is another matter: a processor without them gets none. */
    @Test
    void tilesAreOfFormatsThatTheProcessorHasWordsOf() {
        Set<String> sapphireRapids = Set.of("avx512_bf16", "avx512_vnni", "amx_tile", "amx_bf16", "amx_int8");
        Set<Precision> words = WordInstructions.of(Device.Kind.CPU, 16, sapphireRapids);
        assertThat(WordInstructions.tiles(words, sapphireRapids)).isIn(words, Set.of());
        assertThat(WordInstructions.tiles(words, ZEN_4)).isEmpty();
        assertThat(WordInstructions.tiles(Set.of(), sapphireRapids)).isEmpty();
    }
}
