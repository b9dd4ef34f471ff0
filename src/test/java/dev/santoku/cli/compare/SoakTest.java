package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.faults.FaultyDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Burn-ins from outside: on what is right, on a driver that flips bits, on what is wrong or dies. */
@Tag("slow")
class SoakTest {
    /** Seconds since a worker's first product: its checks and its warm-up are over then, and it is under load. */
    private static final String UNDER_LOAD = "12";

    @TempDir
    private Path folder;

    @Test
    void whatIsRightEndsWithNoError() throws Exception {
        Program program = Program.run(
                folder, Map.of(), "compare", "--soak", "3s", "--backends", "pool", "--sizes", "64,100x30x70");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        JsonNode result = program.result();
        assertThat(result.at("/run/complete").asBoolean()).isTrue();
        assertThat(result.get("results")).isEmpty();
        JsonNode soak = result.get("soak");
        assertThat(soak.get("secondsAsked").asDouble()).isEqualTo(3);
        assertThat(soak.get("seconds").asDouble()).isBetween(3.0, 30.0);
        assertThat(soak.get("devices")).hasSize(2).allSatisfy(part -> {
            assertThat(part.get("outcome").asText()).isEqualTo("measured");
            assertThat(part.get("products").asLong()).isPositive();
            assertThat(part.get("errors").asLong()).isZero();
            assertThat(part.at("/timeline/0/gflops").asDouble()).isPositive();
        });
        assertThat(program.stdout()).contains("pool:", "products of 100×30×70 f32 in ", ", 0 errors (0 per hour), ");
        try (var files = Files.list(folder.resolve("results"))) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst(".*[.]", "")))
                    .as("no journal, no logs")
                    .containsExactlyInAnyOrder("json", "html");
        }
        Path page = folder.resolve("results").resolve(result.at("/run/id").asText() + ".html");
        assertThat(Files.readString(page)).contains("id=\"soak\"", "the load over time");
    }

    /** All tiles of a product are verified: their bits are the same each time, though slabs of K are added. */
    @Test
    void whatIsComputedInTilesEndsWithNoError() throws Exception {
        Program program = Program.run(
                folder,
                Map.of(),
                "compare",
                "--soak",
                "2s",
                "--backends",
                "jocl",
                "--sizes",
                "300x300x3001",
                "--device-memory",
                "1m");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.result().at("/soak/devices")).isNotEmpty().allSatisfy(part -> {
            assertThat(part.get("outcome").asText()).isEqualTo("measured");
            assertThat(part.get("products").asLong()).isPositive();
            assertThat(part.get("errors").asLong()).isZero();
        });
    }

    /** Another processor sums a row each time: it is left out, and says so; another contender is soaked all the same. */
    @Test
    void aSetOfDevicesHasNoBitsToCompare() throws Exception {
        Program program = Program.run(
                folder, Map.of(), "compare", "--soak", "2s", "--backends", "hybrid@cpu:1+cl0:1,pool", "--sizes", "300");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        JsonNode parts = program.result().at("/soak/devices");
        assertThat(parts)
                .extracting(part -> part.get("contender").asText())
                .anyMatch("hybrid:tiles@cpu:1+cl0:1"::equals);
        assertThat(parts).hasSize(2).anySatisfy(part -> {
            assertThat(part.get("device").asText()).isEqualTo("cpu:1+cl0:1");
            assertThat(part.get("outcome").asText()).isEqualTo("skipped");
            assertThat(part.get("reason").asText()).startsWith("it sums in another order each time");
        });
        assertThat(parts).anySatisfy(part -> {
            assertThat(part.get("device").asText()).isEqualTo("cpu");
            assertThat(part.get("products").asLong()).isPositive();
        });
    }

    @Test
    @Tag("any-jdk")
    void aBitThatADriverFlipsEndsItAtOnceWithItsPlace() throws Exception {
        FaultyDriver driver = new FaultyDriver(folder.resolve("faults"));
        Program program = Program.run(
                folder,
                driver.with("bit", "AFTER=" + UNDER_LOAD),
                "compare",
                "--soak",
                "10m",
                "--backends",
                "jocl",
                "--sizes",
                "96");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.WRONG_PRODUCT.status());
        assertThat(driver.faults()).isNotEmpty();
        JsonNode part = program.result().at("/soak/devices/0");
        assertThat(part.get("outcome").asText()).isEqualTo("wrong");
        assertThat(part.get("errors").asLong()).isEqualTo(1);
        assertThat(part.get("products").asLong()).isGreaterThan(1);
        JsonNode error = part.get("firstError");
        assertThat(error.get("elements").asLong()).isEqualTo(1);
        assertThat(error.get("pattern").asText()).isEqualTo("one bit flipped");
        assertThat(error.get("product").asLong()).isEqualTo(part.get("products").asLong());
        String place = "row %d, column %d is "
                .formatted(error.at("/rows/0").asInt(), error.at("/columns/0").asInt());
        assertThat(error.get("example").asText()).startsWith(place);
        assertThat(program.stdout())
                .contains("first error: ", place, "Single bits point to the memory or the logic of cl0");
    }

    @Test
    @Tag("any-jdk")
    void whoKeepsGoingCountsTheErrorsOfOneWhileOthersDieOrAreRight() throws Exception {
        Program program = Program.run(
                folder,
                Map.of("SANTOKU_FAULT_AFTER", UNDER_LOAD),
                "compare",
                "--soak",
                "16s",
                "--keep-going",
                "--backends",
                "faulty:bit,faulty:killed,faulty:none",
                "--sizes",
                "24");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.WRONG_PRODUCT.status());
        JsonNode soak = program.result().get("soak");
        assertThat(soak.get("seconds").asDouble()).isGreaterThanOrEqualTo(16);
        JsonNode bad = part(soak, "faulty:bit@cpu");
        assertThat(bad.get("errors").asLong()).isGreaterThan(1);
        assertThat(bad.get("errorsPerHour").asDouble()).isPositive();
        assertThat(bad.get("moreErrors")).isNotEmpty();
        JsonNode killed = part(soak, "faulty:killed@cpu");
        assertThat(killed.get("outcome").asText()).isEqualTo("failed");
        assertThat(killed.get("reason").asText()).contains("SIGKILL");
        JsonNode right = part(soak, "faulty:none@cpu");
        assertThat(right.get("outcome").asText()).isEqualTo("measured");
        assertThat(right.get("products").asLong()).isPositive();
        assertThat(program.stderr().lines().filter(line -> line.startsWith("log: ")))
                .hasSize(2);
    }

    private static JsonNode part(JsonNode soak, String contender) {
        return StreamSupport.stream(soak.get("devices").spliterator(), false)
                .filter(part -> part.get("contender").asText().equals(contender))
                .findFirst()
                .orElseThrow();
    }
}
