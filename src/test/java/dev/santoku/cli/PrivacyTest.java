package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.host.gpu.FakeTool;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file of a run tells whose machine it was, though drivers, the system and the command line do. */
@Tag("slow")
class PrivacyTest {
    private static final String SERIAL = "0324917052143";
    private static final String UUID = "GPU-c63d0fbe-70ed-615f-0204-36eb091de996";

    /** A driver that tells more than it was asked for would be no driver; one that is asked for a serial number tells it. */
    private static final String NVIDIA_SMI =
            """
            case "$1" in
              *serial*|*uuid*) echo '%s, %s';;
              --query-gpu=*) echo '00000000:3B:00.0, NVIDIA H100 80GB HBM3, 570.124.06, Disabled, P0, 345, 1980, 2619, 2619, 31, 70.12, 700.00, 0x1, 0, 0, 0, 0';;
              --query-compute-apps=*) echo '4711, 00000000:3B:00.0';;
            esac"""
                    .formatted(SERIAL, UUID);

    /** What Linux knows of the board, mostly for root alone. */
    private static final List<String> SERIAL_NUMBERS = List.of(
            "/sys/class/dmi/id/product_serial",
            "/sys/class/dmi/id/product_uuid",
            "/sys/class/dmi/id/board_serial",
            "/sys/class/dmi/id/chassis_serial",
            "/etc/machine-id",
            "/proc/sys/kernel/random/boot_id");

    @TempDir
    private Path folder;

    private Map<String, String> withAFakeDriver() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools of somebody"));
        FakeTool.create(tools, "nvidia-smi", NVIDIA_SMI);
        return Map.of(
                "PATH",
                tools + File.pathSeparator + System.getenv("PATH"),
                "JAVA_TOOL_OPTIONS",
                "-Duser.name=somebody -Duser.language=ar");
    }

    @Test
    void noFileOfARunTellsWhoseMachineItWas() throws Exception {
        Program program = Program.run(
                folder,
                withAFakeDriver(),
                Program.hastily(
                        "--backends",
                        "single,jocl,faulty:refuse",
                        "--sizes",
                        "33",
                        "--precision",
                        "f32",
                        "--csv",
                        folder.resolve("somebody.csv").toString(),
                        "--out",
                        folder.resolve("somebody").toString()));
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.FAILED.status());
        assertThat(program.result("somebody").get("results").findValuesAsText("reason"))
                .anyMatch(reason -> reason.endsWith("out of resources in …/\uFFFD[2Jkernels"));
        JsonNode gpu = program.result("somebody").at("/gpus/0");
        assertThat(gpu.get("name").asText()).isEqualTo("NVIDIA H100 80GB HBM3");
        assertThat(gpu.get("device").isNull()).as("this machine has no GPU").isTrue();
        assertThat(gpu.at("/before/otherProcesses").asInt()).isEqualTo(1);
        assertThat(gpu.at("/after/smClockMHz").asInt()).isEqualTo(345);
        assertThat(gpu.get("warnings")).isEmpty();
        assertThat(program.result("somebody").findValues("energy")).isNotEmpty();
        assertThat(program.stderr()).contains("-Duser.language=ar of JAVA_TOOL_OPTIONS");
        assertThat(Files.readString(folder.resolve("somebody.csv"))).containsPattern("[0-9]");
        assertThat(program.result("somebody").at("/host").toString()).doesNotContainPattern("[\\p{IsNd}&&[^0-9]]");
        assertThat(program.result("somebody").findValuesAsText("ranOn")).allMatch(name -> name.matches("null|.*\\d.*"));
        assertTellsNothing(Files.readString(folder.resolve("somebody.csv")));
        try (Stream<Path> files = Files.list(folder.resolve("somebody"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSize(2);
            for (Path file : all) {
                assertTellsNothing(withoutLibraries(Files.readString(file)));
            }
        }
    }

    @Test
    void neitherDoesTheJournalOfARunThatWasKilled() throws Exception {
        Program program = Program.start(
                folder,
                withAFakeDriver(),
                Program.hastily(
                        "--backends",
                        "single",
                        "--sizes",
                        "8,9,10,600",
                        "--precision",
                        "f32",
                        "--out",
                        folder.resolve("results").toString()));
        Optional<Path> journal = journal();
        while (program.process().isAlive()
                && (journal.isEmpty() || Files.readAllLines(journal.get()).size() < 3)) {
            Thread.sleep(20);
            journal = journal();
        }
        program.process().destroyForcibly().waitFor();
        String text = Files.readString(journal.orElseThrow());
        assertThat(text.lines()).as(program.stderr()).hasSizeGreaterThanOrEqualTo(3);
        assertTellsNothing(text);
    }

    private Optional<Path> journal() throws IOException {
        Path results = folder.resolve("results");
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(".journal")).findFirst();
        }
    }

    /** Style sheets and the library of charts are the same everywhere, and use short words. */
    private static String withoutLibraries(String page) {
        return page.replaceAll("(?s)<style.*?</style>", "").replaceAll("(?s)<script>.*?</script>", "");
    }

    private void assertTellsNothing(String text) throws IOException {
        assertThat(text).isNotEmpty().doesNotContain(System.getProperty("user.home") + "/", folder.toString());
        assertThat(text).doesNotContainIgnoringCase(SERIAL, UUID, "3b:00.0", "somebody");
        for (String name : names()) {
            assertThat(text).doesNotContainPattern("\\b" + Pattern.quote(name) + "\\b");
        }
    }

    private static List<String> names() throws IOException {
        List<String> names = new ArrayList<>(List.of(
                System.getProperty("user.name"), InetAddress.getLocalHost().getHostName()));
        for (String file : SERIAL_NUMBERS) {
            if (Files.isReadable(Path.of(file))) {
                names.add(Files.readString(Path.of(file)).strip());
            }
        }
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            byte[] address = network.getHardwareAddress();
            if (address != null && address.length > 0) {
                names.add(HexFormat.ofDelimiter(":").formatHex(address));
            }
        }
        names.removeIf(String::isBlank);
        return names;
    }
}
