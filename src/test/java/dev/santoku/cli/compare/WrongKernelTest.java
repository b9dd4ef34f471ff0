package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that computes wrong products, as if the driver's compiler made it so: another one takes its place. */
@Tag("any-jdk")
class WrongKernelTest {
    private static final String PANEL = "dev/santoku/kernels/panel.cl";

    @TempDir
    private Path folder;

    @Test
    void anotherKernelTakesItsPlaceAndIsNamed() throws Exception {
        Map<String, String> environment =
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Path planted = plant();

        Program compare = Program.runWith(
                planted,
                folder,
                environment,
                Program.hastily("--backends", "jocl:panel@cl0", "--sizes", "256", "--precision", "f32"));
        assertThat(compare.waitForEnd()).as(compare.stderr()).isZero();
        assertThat(compare.stdout())
                .contains("jocl:panel: f32 with OWN=0, since this driver computes wrong products with OWN=1 (");
        JsonNode result = compare.result();
        assertThat(result.at("/results/0/outcome").asText()).isEqualTo("measured");
        JsonNode tuning = result.at("/parameters/0/tuning");
        assertThat(tuning.at("/proven").asBoolean()).isTrue();
        assertThat(tuning.at("/candidate/parameters/OWN").asInt(-1)).isZero();
        assertThat(tuning.at("/rejected/0/candidate/parameters/OWN").asInt(-1)).isEqualTo(1);

        Program tune = Program.runWith(planted, folder, environment, "tune", "--list");
        assertThat(tune.stdout()).contains("f32 with OWN=0, since this driver computes wrong products with OWN=1 (");
    }

    /** The kernel that packs its own panels leaves a row of B out. */
    private Path plant() throws IOException {
        try (InputStream stream = WrongKernelTest.class.getResourceAsStream("/" + PANEL)) {
            String right = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            String wrong = right.replace("k, m - i, n - j, n, k, true)", "k - 1, m - i, n - j, n, k, true)");
            assertThat(wrong).as("a planted fault").isNotEqualTo(right);
            Path file = folder.resolve("planted").resolve(PANEL);
            Files.createDirectories(file.getParent());
            Files.writeString(file, wrong);
            return folder.resolve("planted");
        }
    }
}
