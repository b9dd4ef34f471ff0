package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Npy;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiplyCommandTest {
    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    private String npy(String name, int rows, int columns, double... elements) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Npy.header(rows, columns, Precision.F64));
        ByteBuffer buffer = ByteBuffer.allocate(elements.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(elements).forEach(buffer::putDouble);
        bytes.write(buffer.array());
        return Files.write(folder.resolve(name), bytes.toByteArray()).toString();
    }

    @Test
    void multipliesNumPyByMatrixMarket() throws Exception {
        String a = npy("a.npy", 2, 3, 1, 2, 3, 4, 5, 6);
        Path b = Files.writeString(
                folder.resolve("b.mtx"),
                "%%MatrixMarket matrix coordinate real general\n% note\n3 2 3\n1 1 1\n2 2 10\n3 1 -1\n");
        Path c = folder.resolve("c.npy");
        assertThat(program.run("multiply", a, b.toString(), "-o", c.toString(), "--backend", "pool", "--verify"))
                .as(program.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllBytes(c))
                .isEqualTo(Files.readAllBytes(Path.of(npy("expected.npy", 2, 2, -2, 20, -2, 50))));
    }

    @Test
    void refusesWhatIsNoMatrixToMultiply() throws Exception {
        String a = npy("a.npy", 2, 3, 1, 2, 3, 4, 5, 6);
        assertRefused("A needs as many columns as B has rows", a, a);
        assertRefused("truncated", a, npy("short.npy", 3, 2, 1, 2, 3));
        byte[] bytes = Files.readAllBytes(Path.of(a));
        bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('<')] = '>';
        assertRefused(
                "big-endian", a, Files.write(folder.resolve("big.npy"), bytes).toString());
    }

    private void assertRefused(String words, String a, String b) {
        Path c = folder.resolve("refused.npy");
        assertThat(program.run("multiply", a, b, "-o", c.toString())).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains(words).hasLineCount(1);
        assertThat(c).doesNotExist();
    }
}
