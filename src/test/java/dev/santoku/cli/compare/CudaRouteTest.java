package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.faults.FakeCudaDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA without OpenCL, and with it, as the finished program sees them. CUDA's driver is a fake that computes. */
@Tag("any-jdk")
class CudaRouteTest {
    @TempDir
    private Path folder;

    private Map<String, String> withoutOpenCl(String... settings) throws Exception {
        Map<String, String> environment = new TreeMap<>(new FakeCudaDriver().environment(settings));
        environment.put(
                "OCL_ICD_VENDORS",
                Files.createDirectories(folder.resolve("no vendors")).toString());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return environment;
    }

    /** An H100 whose matrix instructions compute wrong products: the self-test gives them up, and all else is measured. */
    @Test
    void withoutOpenClAllIsMeasuredAndWhatComputesWrongGivesWay() throws Exception {
        Program compare = Program.run(
                folder,
                withoutOpenCl("CAPABILITY=90", "FAULT=lie-matrix"),
                Program.hastily("--backends", "jocl", "--sizes", "65x67x33", "--precision", "f32,f64,bf16"));
        assertThat(compare.waitForEnd()).as(compare.stderr()).isZero();
        JsonNode result = compare.result();
        assertThat(result.at("/devices/0/id").asText()).isEqualTo("cuda0");
        assertThat(result.at("/devices/0/route").asText()).isEqualTo("cuda");
        assertThat(result.at("/results")).hasSize(3).allSatisfy(cell -> {
            assertThat(cell.get("contender").asText()).isEqualTo("jocl:matrix@cuda0");
            assertThat(cell.get("outcome").asText()).isEqualTo("measured");
            assertThat(cell.get("ranOn").asText()).isEqualTo("Fake GPU 0");
            assertThat(cell.at("/seconds/upload/median").asDouble()).isPositive();
        });
        assertThat(compare.stdout())
                .contains(
                        "cuda0  GPU Fake GPU 0, 4 units, 512 MB, f32 f64, CUDA, driver CUDA 12.4",
                        "f64 with warp, since this driver computes wrong products with matrix (",
                        "compiled ahead, there is nothing to tune",
                        "cuda0  measured peak: ",
                        "bf16 inputs, f32 arithmetic")
                .doesNotContain("run santoku tune");
        assertThat(result.get("ceilings")).hasSize(2).allSatisfy(ceiling -> {
            assertThat(ceiling.get("device").asText()).isEqualTo("cuda0");
            assertThat(ceiling.get("gflops").asDouble()).isBetween(200.0, 2001.0);
            assertThat(ceiling.get("bandwidthGBs").asDouble()).isPositive();
            assertThat(ceiling.get("launchMicros").asDouble()).isPositive();
        });
    }

    /** Its products are right, but done when somebody reads them: no device is so much faster than its own multiply-adds. */
    @Test
    void aDriverWhoseTimesAreTooShortIsFoundOut() throws Exception {
        Program compare = Program.run(
                folder,
                withoutOpenCl("FAULT=late", "GFLOPS=200"),
                Program.hastily("--backends", "jocl", "--sizes", "512", "--precision", "f32"));
        assertThat(compare.waitForEnd()).as(compare.stderr()).isEqualTo(3);
        JsonNode cell = compare.result().at("/results/0");
        assertThat(cell.get("outcome").asText()).isEqualTo("wrong");
        assertThat(cell.toString()).contains("that were measured as the most this device can do");
    }

    /** No kernel is right, and none is passed off as right. */
    @Test
    void aDriverThatAlwaysComputesWrongIsFoundOut() throws Exception {
        Program compare = Program.run(
                folder,
                withoutOpenCl("FAULT=lie"),
                Program.hastily("--backends", "jocl", "--sizes", "65", "--precision", "f32"));
        assertThat(compare.waitForEnd()).as(compare.stderr()).isEqualTo(3);
        assertThat(compare.result().at("/results/0/outcome").asText()).isEqualTo("wrong");
    }

    /** PoCL's device stands for the same GPU by OpenCL: it does not tell its place, so that its name decides. */
    @Test
    void theSecondRouteToAGpuIsListedAndTakenByNameAlone() throws Exception {
        Program doctor = Program.run(folder, Map.of(), "doctor", "--json");
        assertThat(doctor.waitForEnd()).as(doctor.stderr()).isZero();
        String name = "";
        for (JsonNode device : Program.json(doctor.stdout()).get("devices")) {
            name = device.get("id").asText().equals("cl0") ? device.get("name").asText() : name;
        }
        Map<String, String> both = new FakeCudaDriver().environment("NAME=" + name, "CAPABILITY=61");
        Program list = Program.run(folder, both, "compare", "--list");
        assertThat(list.waitForEnd()).as(list.stderr()).isZero();
        assertThat(list.stdout().replaceAll(" +", " "))
                .contains("* jocl:panel@cl0 ", " jocl:warp@cuda0 a second route to cl0, by name alone: ")
                .doesNotContain("* jocl:warp@cuda0");
        Program dry =
                Program.run(folder, both, "compare", "--dry-run", "--sizes", "64", "--backends", "jocl,jocl@cuda0");
        assertThat(dry.stdout()).contains("measure   jocl:panel@cl0\nmeasure   jocl:warp@cuda0\n");
    }
}
