package dev.santoku.cli.multiply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.InProcess;
import dev.santoku.cli.terminal.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NumPy writes the factors, reads C, and judges it by its own product in f64: it is needed, {@code scripts/setup.sh --tests}. */
class NumPyTest {
    private static final String DRAW =
            """
            random = np.random.default_rng(7)
            def draw(shape, dtype, order):
                return np.asarray(random.uniform(-1, 1, shape), dtype=dtype, order=order)
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeFactors() throws Exception {
        python(
                DRAW
                        + """
                np.save('a32.npy', draw((61, 157), 'f4', 'C'))
                np.save('b32.npy', draw((157, 89), 'f4', 'F'))
                np.save('a64.npy', draw((61, 157), 'f8', 'F'))
                np.save('b64.npy', draw((157, 89), 'f8', 'C'))
                np.save('column.npy', draw((157, 1), 'f8', 'C'))
                np.save('slice.npy', draw((122, 314), 'f8', 'C')[::2, ::2])
                with open('b-v2.npy', 'wb') as file:
                    np.lib.format.write_array(file, draw((157, 89), 'f4', 'C'), version=(2, 0))
                draw((157, 89), 'f4', 'C').tofile('b.bin')
                np.save('big.npy', draw((61, 157), '>f4', 'C'))
                np.save('integers.npy', np.ones((61, 157), 'i8'))
                np.save('objects.npy', np.array([[None]], dtype=object), allow_pickle=True)
                """);
    }

    /** Runs a script in the folder of the files. */
    private static String python(String script) throws Exception {
        Process process = new ProcessBuilder("python3", "-c", "import numpy as np\n" + script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static InProcess multiply(ExitCode expected, String... arguments) {
        List<String> all = new ArrayList<>(List.of("multiply", "--quiet", "-o", path("c.npy")));
        all.addAll(Arrays.asList(arguments));
        InProcess program = new InProcess();
        assertThat(program.run(all.toArray(String[]::new))).as(program.err()).isEqualTo(expected);
        return program;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "a32.npy, b32.npy, f4",
        "a32.npy, b64.npy, f8",
        "slice.npy, column.npy, f8",
        "a64.npy, b-v2.npy, f8",
        "a32.npy, b.bin:157x89:f32, f4",
    })
    void readsCAsItsOwnProduct(String a, String b, String type) throws Exception {
        multiply(ExitCode.DONE, path(a), path(b), "--verify", "--backend", "pool");
        String readB = b.endsWith(".npy") ? "np.load('" + b + "')" : "np.fromfile('b.bin', 'f4').reshape(157, 89)";
        python(String.format(
                Locale.ROOT,
                """
                a, b, c = np.load('%s'), %s, np.load('c.npy')
                assert c.dtype == np.dtype('%s') and c.dtype == (a @ b).dtype, c.dtype
                assert c.flags['C_CONTIGUOUS'], c.flags
                a, b = a.astype('f8'), b.astype('f8')
                u = np.finfo(c.dtype).eps / 2
                k = a.shape[1]
                # for f8, a @ b is rounded as well
                bound = 2 * k * u / (1 - k * u) * (abs(a) @ abs(b))
                assert c.shape == (a @ b).shape, c.shape
                assert (abs(c - a @ b) <= bound).all(), abs(c - a @ b).max()
                assert abs(c).max() > 1
                """,
                a,
                readB,
                type));
    }

    @Test
    void readsAFolderOfBlocks() throws Exception {
        multiply(ExitCode.DONE, path("a32.npy"), path("b32.npy"), "--backend", "pool");
        assertThat(new InProcess()
                        .run("multiply", path("a32.npy"), path("b32.npy"), "--backend", "pool", "-o", path("c.blocks")))
                .isEqualTo(ExitCode.DONE);
        python(
                """
                import hashlib, json
                manifest = json.load(open('c.blocks/manifest.json'))
                c = np.full((manifest['rows'], manifest['columns']), np.nan, manifest['dtype'])
                for block in manifest['blocks']:
                    name = 'c.blocks/' + block['file']
                    top, left = block['row'], block['column']
                    c[top:top + block['rows'], left:left + block['columns']] = np.load(name)
                    assert hashlib.sha256(open(name, 'rb').read()).hexdigest() == block['sha256']
                assert c.tobytes() == np.load('c.npy').tobytes()
                """);
    }

    @Test
    void itsOtherFilesAreRefusedInOneLine() {
        assertThat(multiply(ExitCode.WRONG_USAGE, path("big.npy"), path("b32.npy"))
                        .err())
                .endsWith("big.npy: its elements are big-endian ('>f4'): save a.astype('<f4')\n")
                .hasLineCount(1);
        assertThat(multiply(ExitCode.WRONG_USAGE, path("integers.npy"), path("b32.npy"))
                        .err())
                .endsWith("its elements are '<i8': float32 or float64 is wanted, as of a.astype('<f8')\n")
                .hasLineCount(1);
        assertThat(multiply(ExitCode.WRONG_USAGE, path("objects.npy"), path("b32.npy"))
                        .err())
                .contains("its elements are '|O'")
                .hasLineCount(1);
        assertThat(multiply(ExitCode.WRONG_USAGE, path("b32.npy"), path("a32.npy"))
                        .err())
                .contains("A is 157×89 and B is 61×157: A needs as many columns as B has rows")
                .hasLineCount(1);
    }
}
