package dev.santoku.cli.multiply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong while a process multiplies: C is whole, or as it was, and nothing else is left. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class MultiplyProcessTest {
    private static final String BEFORE = "as it was";

    @TempDir
    private Path folder;

    private Path temporary;
    private Path c;

    @BeforeEach
    void createFiles() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        c = Files.writeString(folder.resolve("c.npy"), BEFORE);
    }

    private Map<String, String> environment(String... more) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "OCL_ICD_VENDORS",
                Files.createDirectories(folder.resolve("vendors")).toString());
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        for (int i = 0; i < more.length; i += 2) {
            environment.merge(more[i], more[i + 1], (present, added) -> present + " " + added);
        }
        return environment;
    }

    /** A line of its own each; not what Java tells of its options. */
    private static List<String> lines(Program program) {
        return program.stderr()
                .lines()
                .filter(line -> line.startsWith("santoku: ") && !line.contains("JAVA_TOOL_OPTIONS"))
                .toList();
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(c).hasContent(BEFORE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isSubsetOf("c.npy", "temporary", "vendors", "stdout", "stderr", "a.npy", "b.npy", "a.mtx");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void multipliesMatricesLargerThanTheHeap() throws Exception {
        Shape shape = new Shape(1201, 1499, 2003); // f64: 19 + 24 + 14 MB, and 32 MB of heap each
        Inputs integers = Inputs.integers(shape, Precision.F64, 5);
        String a = NpyFile.write(folder.resolve("a.npy"), integers.a());
        String b = NpyFile.write(folder.resolve("b.npy"), integers.b());
        Program program = Program.run(
                folder,
                environment("JAVA_TOOL_OPTIONS", "-Xmx32m"),
                "multiply",
                a,
                b,
                "-o",
                "c.npy",
                "--backend",
                "pool",
                "--memory",
                "64",
                "--verify");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.stdout()).contains(" 9 blocks in ", "; verified");
        Matrix product = NpyFile.read(c);
        assertThat(ProductCheck.exact(integers, product, 9)).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void drawsARandomMatrixThatNoArrayHolds() throws Exception {
        Program program = Program.run(
                folder,
                environment(),
                "multiply",
                "--random",
                "46400x3x46400", // A has more than 2³¹ elements
                "--backend",
                "pool",
                "--memory",
                "512");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.stdout()).startsWith("46400×3×46400 f32 by pool:").contains(" 97 blocks in ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong-element | 3 | faulty:wrong-element@cpu: element (",
                "zero | 3 | must be",
                "bit | 3 | must be",
                "killed | 6 | faulty:killed@cpu: ",
                "refuse | 6 | faulty:refuse@cpu: the device refuses",
                "hoard | 6 | out of memory",
                "hang | 6 | no answer to 'multiplyblock' within 20 s: it hung and was ended"
            })
    void aFaultInTheSecondBlockLeavesCAsItWas(String fault, int exitCode, String words) throws Exception {
        Inputs integers = Inputs.integers(new Shape(500, 1100, 4000), Precision.F64, 5); // two blocks in 64 MB
        Program program = Program.run(
                folder,
                environment("SANTOKU_FAULT_FROM", "2", "SANTOKU_DEADLINE", "20"),
                "multiply",
                NpyFile.write(folder.resolve("a.npy"), integers.a()),
                NpyFile.write(folder.resolve("b.npy"), integers.b()),
                "-o",
                "c.npy",
                "--backend",
                "faulty:" + fault,
                "--memory",
                "64",
                "--verify");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(exitCode);
        assertThat(lines(program)).singleElement().asString().contains(words);
        assertThat(program.stdout()).isEmpty();
        assertNothingIsLeft();
    }

    /** One that computes for seconds, after C's file was made. */
    private Program startLongProduct() throws Exception {
        Program program = Program.start(
                folder, environment(), "multiply", "--random", "1500", "-o", "c.npy", "--backend", "faulty:none");
        while (program.process().isAlive()) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.anyMatch(file -> file.toString().endsWith(".part") && size(file) > 1 << 20)) {
                    return program;
                }
            }
            Thread.sleep(5);
        }
        throw new AssertionError("it ended before: " + program.stderr());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void ctrlCLeavesNothing() throws Exception {
        Program program = startLongProduct();
        List<ProcessHandle> workers = program.process().descendants().toList();
        assertThat(workers).isNotEmpty();
        run("kill", "-INT", Long.toString(program.process().pid()));
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.INTERRUPTED.status());
        for (ProcessHandle worker : workers) {
            worker.onExit().get(1, TimeUnit.MINUTES);
        }
        assertThat(lines(program)).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void aDiskThatIsFullInMidRunIsOneLine() throws Exception {
        Program program = startLongProduct();
        for (ProcessHandle worker : program.process().descendants().toList()) {
            run("prlimit", "--fsize=100000:", "--pid", Long.toString(worker.pid()));
        }
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.OWN_FAULT.status());
        assertThat(lines(program)).containsExactly("santoku: c.npy cannot be written (File too large)");
        assertNothingIsLeft();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void nothingOfADenseFormStaysWithAFileThatIsRefused() throws Exception {
        Files.writeString(folder.resolve("a.mtx"), "%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n?\n");
        Program program = Program.run(folder, environment(), "multiply", "a.mtx", "a.mtx", "-o", "c.npy");
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.WRONG_USAGE.status());
        assertThat(lines(program)).containsExactly("santoku: a.mtx: line 6: '?' is no number");
        assertNothingIsLeft();
    }
}
