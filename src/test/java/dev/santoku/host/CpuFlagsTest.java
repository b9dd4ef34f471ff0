package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuFlagsTest {
    @Test
    void areThoseOfTheFirstProcessor(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cpuinfo");
        Files.writeString(
                file, "processor\t: 0\nflags\t\t: fpu fma  avx512_bf16\n\nprocessor\t: 1\nflags\t\t: other\n");
        assertThat(CpuFlags.of(file))
                .hasValueSatisfying(flags -> assertThat(flags).containsExactlyInAnyOrder("fpu", "fma", "avx512_bf16"));
        Files.writeString(file, "processor\t: 0\nFeatures\t: fp asimd\n");
        assertThat(CpuFlags.of(file)).isEmpty();
        assertThat(CpuFlags.of(folder.resolve("none"))).isEmpty();
    }
}
