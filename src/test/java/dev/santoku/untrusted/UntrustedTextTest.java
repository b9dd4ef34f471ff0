package dev.santoku.untrusted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of strangers' words gets through. */
class UntrustedTextTest {
    private static final Redaction ALICES =
            new Redaction(Optional.of(Path.of("/home/alice")), List.of("alice", "", "alice-laptop"));

    /** As code points: an ESC, a BEL, a NUL, C1's CSI, changes of direction, what is invisible, half a character. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x1b, 0x07, 0x00, 0x08, 0x7f, 0x9b, 0x9d, 0xad, 0x200b, 0x200d, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066,
                0x2069, 0xfeff, 0x3164, 0xd800, 0xdfff, 0xffff, 0xe0041
            })
    void whatIsNotForReadingIsReplaced(int unfit) {
        String text = "a" + new StringBuilder().appendCodePoint(unfit) + "b";
        assertThat(UntrustedText.line(text)).isEqualTo("a\uFFFDb");
        assertThat(UntrustedText.lines(text)).isEqualTo("a\uFFFDb");
        assertThat(UntrustedText.name(text)).isEqualTo("a\uFFFDb");
    }

    @Test
    void whatIsForReadingStays() {
        for (String text :
                List.of("", "NVIDIA H200", "Müller's Rechner", "计算机", "µs ±5 %", "\uD83D\uDD2A knife", "e\u0301")) {
            assertThat(UntrustedText.line(text)).isEqualTo(text);
            assertThat(UntrustedText.lines(text)).isEqualTo(text);
        }
        assertThat(UntrustedText.line(null)).isNull();
        assertThat(UntrustedText.name(null)).isNull();
        assertThat(UntrustedText.reason(null)).isNull();
        assertThat(UntrustedText.read(null)).isNull();
        assertThat(UntrustedText.lines(null)).isNull();
    }

    @Test
    void linesBecomeOneWhereOneIsWanted() {
        String text = "a\r\n\tb\u2028c\u2029d\u0085e\fg";
        assertThat(UntrustedText.line(text)).isEqualTo("a b c d e g");
        assertThat(UntrustedText.lines(text)).isEqualTo("a\n\tb\uFFFDc\uFFFDd\uFFFDe\uFFFDg");
        assertThat(UntrustedText.name("\n pocl \u0000")).isEqualTo("pocl \uFFFD");
    }

    @Test
    void lengthsAreBoundedInCharacters() {
        String knives = "\uD83D\uDD2A".repeat(100_000);
        assertThat(UntrustedText.name(knives)).isEqualTo("\uD83D\uDD2A".repeat(199) + "…");
        assertThat(UntrustedText.reason(knives)).isEqualTo("\uD83D\uDD2A".repeat(499) + "…");
        assertThat(UntrustedText.read("x".repeat(500))).isEqualTo("x".repeat(500));
        assertThat(UntrustedText.read("x".repeat(501))).isEqualTo("x".repeat(499) + "…");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cannot write /home/alice/.cache/pocl: full | cannot write ~/.cache/pocl: full",
                "in /home/alice | in ~",
                "in /home/alice2/x y | in …/x y",
                "/scratch/projects/bob/lib.so: no file | …/lib.so: no file",
                "('/var/lib/x/kernel.cl') | ('…/kernel.cl')",
                "jar:file:/home/bob/.m2/a.jar!/b | jar:…/b",
                "at file:///srv/bob/a.jar | at …/a.jar",
                "C:\\Users\\bob\\a.dll is missing | …/a.dll is missing",
                "write to /etc/OpenCL/vendors/nvidia.icd | write to /etc/OpenCL/vendors/nvidia.icd",
                "/usr/lib/x86_64-linux-gnu/libOpenCL.so.1 | /usr/lib/x86_64-linux-gnu/libOpenCL.so.1",
                "12 GB/s and/or 3 GFLOP/s/W | 12 GB/s and/or 3 GFLOP/s/W",
                "see https://portablecl.org/docs/html | see https://portablecl.org/docs/html",
                "alice may not; alice-laptop: malice | … may not; …: malice",
                "as root: a, b | as root: a, b"
            })
    void pathsAndNamesOfUsersAreHidden(String text, String hidden) {
        assertThat(ALICES.hiddenIn(text)).isEqualTo(hidden);
    }

    @ParameterizedTest
    @CsvSource({
        "132, 150000000000, 37500000000, true",
        "1, 1, 1, true",
        "0, 1000, 1000, false",
        "-1, 1000, 1000, false",
        "4294967295, 1000, 1000, false",
        "2, 0, 1000, false",
        "2, -1, 1000, false",
        "2, 4611686018427387904, 1000, false",
        "2, 1000, 0, false",
        "2, 1000, -1, false"
    })
    void aDeviceThatCannotBeIsLeftOut(long units, long memory, long buffer, boolean canBe) {
        assertThat(Device.nonsense(units, memory, buffer).isEmpty()).isEqualTo(canBe);
    }

    @Test
    void nobodysMachineHidesNothingElse() {
        Redaction nobodys = new Redaction(Optional.empty(), List.of("root", "?", ""));
        assertThat(nobodys.hiddenIn("what? as root")).isEqualTo("what? as root");
        assertThat(new Redaction(Optional.of(Path.of("/")), List.of()).hiddenIn("a / b"))
                .isEqualTo("a / b");
        assertThat(UntrustedText.reason("in " + System.getProperty("user.home") + "/.cache/x"))
                .isEqualTo("in ~/.cache/x");
        assertThat(ALICES.namesHiddenIn("alice.json")).isEqualTo("….json");
    }
}
