package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.cli.DiffCommandTest;
import dev.santoku.cli.InProcess;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run held to an earlier one, on this machine. */
@Tag("slow")
class BaselineTest {
    /** It ends long before, once a few samples are taken; beside other work on the machine these take their time. */
    private static final String AMPLE = "90s";

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    private ExitCode compare(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--backends",
                "single:naive",
                "--precision",
                "f32",
                "--budget",
                AMPLE,
                "--quiet",
                "--out",
                folder.toString()));
        arguments.addAll(List.of(more));
        return program.run(Program.hastily(arguments.toArray(String[]::new)));
    }

    @Test
    void aRunIsHeldToItsBaseline() throws Exception {
        assertThat(compare("--sizes", "33x17x9", "--json", "-"))
                .as(program.err())
                .isEqualTo(ExitCode.DONE);
        ObjectNode first = (ObjectNode) Program.json(program.out());
        first.remove("checksum"); // that of a file that was changed is told in a line

        Path faster = folder.resolve("faster.base");
        Files.writeString(faster, DiffCommandTest.scaled(first.deepCopy(), 1e-3).toString());
        assertThat(compare("--baseline", faster.toString())).as(program.err()).isEqualTo(ExitCode.SLOWER);
        assertThat(program.out())
                .as("the baseline's sizes are taken")
                .contains("f32 33×17×9")
                .contains("1 cell in both, end to end: 1 slower");

        ObjectNode elsewhere = first.deepCopy();
        ((ObjectNode) elsewhere.at("/host/cpu")).put("model", "Apple M4");
        Path other = Files.writeString(folder.resolve("other.base"), elsewhere.toString());
        assertThat(compare("--baseline", other.toString())).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines()).singleElement().asString().contains("different hardware (CPU: Apple M4 → ");
    }

    @Test
    void aBaselineThatIsNoResultIsRefusedBeforeAnythingIsMeasured() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThat(compare("--baseline", empty.toString())).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains("empty: it is empty");
        assertThat(compare("--force")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains("there is no --baseline");
        assertThat(folder.toFile().list()).containsExactly("empty");
    }
}
