package dev.santoku.cli.multiply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.InProcess;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.MatrixFiles;
import dev.santoku.matrix.file.StoredMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MultiplyCommandTest {
    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void multiply(Path c, String... arguments) {
        List<String> all = new ArrayList<>(List.of("multiply", "-o", c.toString()));
        all.addAll(List.of(arguments));
        assertThat(program.run(all.toArray(String[]::new))).as(program.err()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void multipliesNumPyByMatrixMarket() throws Exception {
        String a = NpyFile.write(file("a.npy"), 2, 3, 1.0, 2, 3, 4, 5, 6);
        Path b = Files.writeString(
                file("b.mtx"), "%%MatrixMarket matrix coordinate real general\n% note\n3 2 3\n1 1 1\n2 2 10\n3 1 -1\n");
        multiply(file("c.npy"), a, b.toString(), "--backend", "pool", "--verify");
        assertThat(file("c.npy"))
                .hasSameBinaryContentAs(Path.of(NpyFile.write(file("expected.npy"), 2, 2, -2.0, 20, -2, 50)));
        assertThat(program.out())
                .startsWith("2×2×3 f64 by pool:")
                .contains("1 block in")
                .endsWith("; verified\n");
    }

    @Test
    void multipliesFortranOrderByRawElementsIntoRawElements() throws Exception {
        Path a = Path.of(NpyFile.write(file("a.npy"), 2, 3, 1f, 4, 2, 5, 3, 6)); // 1 2 3; 4 5 6 in Fortran order
        String header = Files.readString(a, StandardCharsets.ISO_8859_1);
        Files.writeString(a, header.replace("False", "True "), StandardCharsets.ISO_8859_1);
        ByteBuffer b = ByteBuffer.allocate(3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file("b"), b.putFloat(1).putFloat(0.5f).putFloat(-1).array());
        multiply(file("c.bin"), a.toString(), file("b") + ":3x1:f32");
        ByteBuffer c = ByteBuffer.wrap(Files.readAllBytes(file("c.bin"))).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new float[] {c.getFloat(), c.getFloat()}).containsExactly(-1, 0.5f);
        assertThat(c.hasRemaining()).isFalse();
    }

    @Test
    void cAsAFolderOfBlocksIsTheSameAndMultipliesOn() throws Exception {
        String[] random = {"--random", "300x1100x4000", "--precision", "f64", "--memory", "64", "--backend", "pool"};
        multiply(file("c.npy"), random);
        multiply(file("c.blocks"), random);
        StoredMatrix blocks = MatrixFiles.open(file("c.blocks/").toString(), folder);
        assertThat(blocks.blocks()).hasSize(4);
        Matrix c = blocks.read(new Block(0, 300, 0, 1100), Precision.F64);
        assertThat(elements(c)).isEqualTo(elements(NpyFile.read(file("c.npy"))));

        multiply(file("c.blocks"), random); // takes the old one's place
        assertThat(file("c.blocks").toFile().list()).hasSize(2).contains("manifest.json");

        String b = NpyFile.write(file("b.npy"), Matrix.zeros(Precision.F64, 1100, 3));
        multiply(file("d.npy"), file("c.blocks/").toString(), b, "--verify");
        assertThat(elements(NpyFile.read(file("d.npy")))).hasSize(900).containsOnly(0);
    }

    private static double[] elements(Matrix matrix) {
        return ((DoubleMatrix) matrix).elements();
    }

    @Test
    void foldersThatAreNoMatrixOfBlocksAreOneLine() throws Exception {
        String b = NpyFile.write(file("b.npy"), 2, 1, 1f, 2f);
        multiply(file("a.blocks"), "--random", "3x2x4", "--backend", "pool");
        Path block;
        try (Stream<Path> files = Files.walk(file("a.blocks"))) {
            block = files.filter(path -> path.toString().endsWith(".npy"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(block);
        bytes[bytes.length - 2] ^= 4;
        Files.write(block, bytes);
        String name = file("a.blocks").relativize(block).toString();
        refused(file("a.blocks"), b, "block-0-0.npy is damaged: elements from 0 on are not those");
        Files.write(block, Arrays.copyOf(bytes, bytes.length - 1));
        refused(file("a.blocks"), b, "a.blocks: block " + name + " has ");
        Files.delete(block);
        refused(file("a.blocks"), b, "a.blocks: block " + name + " is missing");
        Files.delete(file("a.blocks/manifest.json"));
        refused(file("a.blocks"), b, "a.blocks: it has no manifest.json: it is no matrix, or not complete");
        refused(file("none.blocks"), b, "none.blocks cannot be read (no such file)");

        Files.createDirectories(file("d.blocks/notes"));
        assertThat(program.run("multiply", b, b, "-o", file("d.blocks").toString()))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains("-o ", "d.blocks: that folder holds notes, which is no part of a matrix");
        Files.writeString(file("e.blocks"), "a file");
        assertThat(program.run("multiply", b, b, "-o", file("e.blocks").toString()))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains("e.blocks: that is a file; name a folder");
        assertThat(file("e.blocks")).hasContent("a file");
    }

    private void refused(Path a, String b, String words) {
        assertThat(program.run(
                        "multiply", a.toString(), b, "-o", file("d.npy").toString(), "--quiet", "--backend", "pool"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).startsWith("santoku: ").contains(words).hasLineCount(1);
        assertThat(file("d.npy")).doesNotExist();
    }

    @Test
    void nanAndInfinityGoWhereTheyBelongAndCannotBeVerified() throws Exception {
        double infinity = Double.POSITIVE_INFINITY;
        String a = NpyFile.write(file("a.npy"), 3, 2, Double.NaN, 1, 2, 3, infinity, 1);
        String b = NpyFile.write(file("b.npy"), 2, 2, 1.0, 0, 2, 5);
        multiply(file("c.npy"), a, b);
        Matrix c = NpyFile.read(file("c.npy"));
        assertThat(c.at(0, 0)).isNaN();
        assertThat(c.at(0, 1)).isNaN();
        assertThat(c.at(1, 0)).isEqualTo(8);
        assertThat(c.at(1, 1)).isEqualTo(15);
        assertThat(c.at(2, 0)).isEqualTo(infinity);
        assertThat(c.at(2, 1)).as("∞·0 + 5").isNaN();

        assertThat(program.run("multiply", a, b, "-o", file("d.npy").toString(), "--verify", "--quiet"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err())
                .isEqualTo("santoku: the factors hold NaN or infinity in f64, so the product cannot be verified:"
                        + " leave out --verify, or mend the factors\n");
        assertThat(file("d.npy")).doesNotExist();
    }

    @Test
    void numbersThatUnderflowAreRightAndThoseThatMayOverflowAreNotVerified() throws Exception {
        String a = NpyFile.write(file("a.npy"), 1, 2, 1e-30f, 1e-30f);
        String b = NpyFile.write(file("b.npy"), 2, 1, 1e-30f, 1e-10f);
        multiply(file("c.npy"), a, b, "--verify");
        assertThat(NpyFile.read(file("c.npy")).at(0, 0)).isBetween(0.0, 1.1e-40);

        String large = NpyFile.write(file("large.npy"), 2, 1, 1e30f, 1e30f);
        String more = NpyFile.write(file("more.npy"), 1, 2, 1e30f, 0f);
        assertThat(program.run("multiply", more, large, "-o", file("d.npy").toString(), "--verify", "--quiet"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err())
                .contains("sums may overflow f32, so the product cannot be verified")
                .hasLineCount(1);
    }

    @Test
    void multipliesTheSameRandomMatricesForTheSameSeed() throws Exception {
        multiply(file("c.npy"), "--random", "37x41x29", "--seed", "7", "--verify");
        Inputs inputs = Inputs.uniform(new Shape(37, 41, 29), Precision.F32, 7);
        Matrix c = NpyFile.read(file("c.npy"));
        assertThat(ProductCheck.bounded(inputs, c, 1).complaint()).isEmpty();
        assertThat(program.run("multiply", "--random", "3", "--seed", "-7")).isEqualTo(ExitCode.DONE);
        assertThat(program.out()).as("C goes nowhere").startsWith("3×3×3 f32 by ");
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "I8"})
    void roundsFactorsToReducedPrecisions(Precision precision) throws Exception {
        // i8: sums beyond 2²⁴, which are rounded to f32
        multiply(file("c.npy"), "--random", "5x3x4099", "--precision", precision.label(), "--verify");
        Matrix c = NpyFile.read(file("c.npy"));
        assertThat(c.precision()).isEqualTo(Precision.F32);
        assertThat(program.out()).startsWith("5×3×4099 " + precision.label() + " by ");
        if (precision != Precision.I8) {
            Inputs inputs = Inputs.uniform(new Shape(5, 3, 4099), precision, 42);
            assertThat(ProductCheck.bounded(inputs, c, 1).complaint()).isEmpty();
        }
    }

    @Test
    void multipliesByOpenCl() throws Exception {
        String a = NpyFile.write(file("a.npy"), 2, 3, 1f, 2, 3, 4, 5, 6);
        String b = NpyFile.write(file("b.npy"), 3, 1, 1f, 10, 100);
        multiply(file("c.npy"), a, b, "--backend", "jocl", "--verify");
        assertThat(program.out()).startsWith("2×1×3 f32 by jocl:");
        assertThat(file("c.npy")).hasSameBinaryContentAs(Path.of(NpyFile.write(file("expected.npy"), 2, 1, 321f, 654)));
    }

    @Test
    void refusesWhatIsNoMatrixToMultiply() throws Exception {
        String a = NpyFile.write(file("a.npy"), 2, 3, 1.0, 2, 3, 4, 5, 6);
        assertRefused("A is 2×3 and B is 2×3: A needs as many columns as B has rows", a, a);
        byte[] bytes = Files.readAllBytes(Path.of(a));
        Path cut = Files.write(file("cut.npy"), Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("cut.npy: it is truncated: 175 bytes of 176 are there", a, cut.toString());
        Path market = Files.writeString(file("b.mtx"), "%%MatrixMarket matrix array real general\n3 1\n1\n2\nx\n");
        assertRefused("b.mtx: line 5: 'x' is no number", a, market.toString());
        assertRefused(
                "none.npy cannot be read (no such file)", a, file("none.npy").toString());
        assertRefused("cannot be read (it is a folder)", a, folder.toString());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.npy", "cut.npy", "b.mtx");
    }

    private void assertRefused(String words, String a, String b) {
        Path c = file("refused.npy");
        assertThat(program.run("multiply", a, b, "-o", c.toString(), "--quiet")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains(words).hasLineCount(1);
        assertThat(c).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | multiply wants two matrices: multiply A B -o C, or multiply --random MxNxK",
                "a.npy -o c.npy | multiply wants two matrices",
                "a.npy b.npy c.npy -o d.npy | multiply wants two matrices",
                "a.npy b.npy | where does C go? name a file, such as -o c.npy",
                "a.npy b.npy -o c.txt | -o c.txt: the name must end in .npy, .bin or .blocks",
                "a.npy b.npy -o none/c.npy | there is no folder",
                "a.npy b.npy -o c.npy --seed 7 | --seed is for --random",
                "--random 4 a.npy b.npy | multiply wants two matrices",
                "--random 0 | every side must be at least 1",
                "--random 3x4 | is not a size",
                "--random 4 --memory 1 | give a whole number from 64 to",
                "--random 4 --precision f8 | unknown precision 'f8'",
                "--random 4 --backend Nonsense! | is no contender",
                "--random 4 --backend nonsense | there is no back end 'nonsense'; santoku doctor lists them",
                "--random 4 --backend pool:nonsense | unknown variant of pool 'nonsense'",
                "--random 4 --backend pool@cl9 | unknown device of pool 'cl9'",
                "--random 4 --grid 1x1x1 | --grid cuts a product for a cluster: name one with --master",
                "--random 4 --master mesos://a | give cluster, spark://HOST:PORT, yarn, k8s://ADDRESS or local-cluster[",
                "--random 4 --master cluster --grid 2x2 | give three numbers of parts, such as 2x2x1",
                "--random 4 --master cluster --backend jocl:tiled | nodes of a cluster take the fastest variant",
                "--random 4 --master cluster | Spark is started by a checkout",
                "hdfs://host/a.npy b.npy -o c.npy | hdfs://host/a.npy: only the nodes of a cluster",
                "a.npy b.npy -o file:///tmp/c.npy | file:///tmp/c.npy: only the nodes of a cluster",
                "--random 4 -o s3a://bucket/c.txt --master cluster | must end in .npy, .bin or .blocks",
            })
    void wrongUsageIsRefused(String arguments, String words) {
        List<String> all = new ArrayList<>(List.of("multiply", "--quiet"));
        all.addAll(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1)));
        assertThat(program.run(all.toArray(String[]::new))).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).startsWith("santoku: ").contains(words).hasLineCount(1);
        assertThat(program.out()).isEmpty();
    }

    @Test
    void refusesAnOutputThatIsNoFile() throws Exception {
        Path pipe = file("c.npy");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(program.run("multiply", "--random", "4", "-o", pipe.toString(), "--quiet"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err())
                .contains("it is a pipe or a device, no file; name a file")
                .hasLineCount(1);
    }

    @Test
    void refusesWhatTheDiskHasNoRoomFor() throws Exception {
        Path c = Files.writeString(file("c.npy"), "as it was");
        assertThat(program.run("multiply", "--random", "2000000x2000000x1", "-o", c.toString(), "--quiet"))
                .isEqualTo(ExitCode.OWN_FAULT);
        assertThat(program.err())
                .contains("c.npy cannot be written (15258789 MB are needed, and ")
                .hasLineCount(1);
        assertThat(c).hasContent("as it was");
        assertThat(folder.toFile().list()).containsExactly("c.npy");
    }
}
