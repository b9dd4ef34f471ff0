package dev.santoku;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes from others: none with a known advisory, and none with native code that nobody has pinned. */
@Tag("any-jdk")
class SupplyChainTest {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|exe)");

    private static List<Library> libraries() throws IOException {
        return Stream.concat(
                        Library.onTheClassPath().stream(),
                        Library.namedIn(Files.readString(Path.of("pom.xml"))).stream())
                .toList();
    }

    private static List<String> findings(List<Library> libraries) throws IOException {
        return Advisory.list().stream()
                .filter(advisory -> advisory.accepted().isEmpty())
                .flatMap(
                        advisory -> libraries.stream().filter(advisory::affects).map(advisory::of))
                .toList();
    }

    @Test
    void noLibraryHasAKnownAdvisory() throws Exception {
        assertThat(findings(libraries())).isEmpty();
    }

    /** Else it would never speak. */
    @Test
    void everyAdvisoryIsOfALibraryOfOurs() throws Exception {
        List<Library> libraries = libraries();
        assertThat(Advisory.list()).isNotEmpty().allMatch(advisory -> libraries.stream()
                .anyMatch(library -> library.is(advisory.library())));
    }

    @ParameterizedTest
    @CsvSource({
        "org/apache/bcel/bcel, 6.5.0, GHSA-97xg-phpr-rg8q",
        "org/apache/bcel/bcel, 6.6.0, ",
        "com/fasterxml/jackson/core/jackson-core, 2.20.1, "
                + "GHSA-72hv-8253-57qq GHSA-r7wm-3cxj-wff9 GHSA-7hhh-6rmp-j9qf GHSA-p6pp-m3f8-5c89",
        "com/fasterxml/jackson/core/jackson-core, 2.18.11, ",
        "com/fasterxml/jackson/core/jackson-databind, 2.22.2, GHSA-cxp5-3px4-pw24 GHSA-wv8q-qhhj-9h54",
        "com/google/guava/guava, 31.1-jre, GHSA-5mg8-w23w-74h3 GHSA-7g45-4rm6-3mm3",
        "com/google/guava/guava, 32.0.0-jre, GHSA-5mg8-w23w-74h3 GHSA-7g45-4rm6-3mm3", // a fork of 32.0.0: errs on the
        // safe side
        "com/google/guava/guava, 32.0.1-jre, ",
        "org/mvnpm/echarts, 6.0.0, ", // accepted
        "another/commons-io, 2.0, ",
    })
    void oldVersionsAreFound(String folder, String version, String ids) throws Exception {
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        Path jar = Path.of("/a/repository", folder, version, name + "-" + version + ".jar");
        assertThat(findings(List.of(Library.of(jar))))
                .extracting(finding -> finding.replaceAll(".* has (GHSA-[-a-z0-9]+).*", "$1"))
                .containsExactly(ids == null ? new String[0] : ids.split(" "));
    }

    @Test
    void aFindingTellsWhatToDo() throws Exception {
        assertThat(findings(List.of(new Library("/org/apache/bcel/bcel", Version.parse("6.5.0")))))
                .containsExactly("org.apache.bcel:bcel 6.5.0 has GHSA-97xg-phpr-rg8q CVE-2022-42920 "
                        + "(writes out of bounds and so arbitrary bytecode): take 6.6.0 or newer");
    }

    /** Why the advisory of ECharts 6.0.0 is accepted. */
    @Test
    void noPageHasASeriesOfTheTypeLines() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(file -> contains(file, "'lines'") || contains(file, "\"lines\""));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nativeCodeIsPinned() throws Exception {
        List<String> pins = Files.readAllLines(Path.of("src/supply/natives.sha256"));
        List<Path> natives = Library.jarsOnTheClassPath()
                .filter(SupplyChainTest::holdsNativeCode)
                .toList();
        assertThat(natives)
                .extracting(jar -> jar.getFileName().toString())
                .anyMatch(name -> name.startsWith("openblas-"));
        for (Path jar : natives) {
            assertThat(pins).as("src/supply/natives.sha256").contains(sha256(jar) + "  " + jar.getFileName());
        }
    }

    private static boolean holdsNativeCode(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .anyMatch(entry -> NATIVE.matcher(entry.getName()).matches());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return "%064x".formatted(new BigInteger(1, digest));
    }
}
