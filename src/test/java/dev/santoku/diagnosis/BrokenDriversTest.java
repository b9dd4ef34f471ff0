package dev.santoku.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.diagnosis.OpenClInstallation.Icd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenDriversTest {
    private static final Path FILE = Path.of("/etc/OpenCL/vendors/some.icd");

    private static Optional<Availability.Unavailable> noPlatform(Icd... registered) {
        OpenClInstallation installation = new OpenClInstallation(
                Optional.empty(), Optional.empty(), List.of(registered), Optional.empty(), Optional.empty());
        return BrokenDrivers.noPlatform(
                installation, new DriverEnvironment(Path.of("/none"), Map.of(), device -> false));
    }

    @Test
    void whereNoneIsRegisteredNoneIsBroken() {
        assertThat(noPlatform()).isEmpty();
    }

    @Test
    void aLibraryThatIsNotThereIsNamedWithItsFile() {
        assertThat(noPlatform(new Icd(FILE, "libnone.so.1", Optional.empty()))).hasValueSatisfying(trouble -> {
            assertThat(trouble.reason())
                    .isEqualTo("the OpenCL loader finds no platform: /etc/OpenCL/vendors/some.icd names libnone.so.1, "
                            + "which is not there");
            assertThat(trouble.cure())
                    .isEqualTo("install the driver that has it, or delete /etc/OpenCL/vendors/some.icd");
        });
    }

    @Test
    void aLibraryThatDoesNotLoadTellsWhy(@TempDir Path folder) throws Exception {
        Path library = Files.writeString(folder.resolve("libshort.so"), "no library");
        assertThat(noPlatform(new Icd(FILE, library.toString(), Optional.of(library))))
                .hasValueSatisfying(trouble -> assertThat(trouble.inWords())
                        .contains("names a library that does not load: …/libshort.so: ", "install that driver anew")
                        .doesNotContain(folder.toString()));
    }

    @Test
    void aDriverThatLoadsHasNoDevice() {
        Path library = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
        assertThat(noPlatform(new Icd(FILE, "libjsig.so", Optional.of(library))))
                .hasValueSatisfying(trouble -> assertThat(trouble.reason())
                        .endsWith("none of the drivers that are registered (libjsig.so) offers one"));
    }
}
