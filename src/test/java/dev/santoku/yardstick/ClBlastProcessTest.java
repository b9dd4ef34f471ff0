package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be seen in a process that asks for CLBlast for the first time. */
class ClBlastProcessTest {
    @TempDir
    private Path folder;

    @Test
    void withoutItsBindingsItSaysWhatFetchesThemAndIsNotOpened() throws Exception {
        String reason = "CLBlast's bindings were not fetched; scripts/setup.sh --yardsticks fetches them (24 MB)";
        assertThat(run(classPathWithout("jocl-blast"), List.of()).lines()).containsExactly(reason, reason);
    }

    @Test
    void whereItsLibraryDoesNotLoadItSaysSo() throws Exception {
        // Neither JOCL nor JOCLBlast has a library for this architecture; OpenCL is asked first.
        assertThat(run(System.getProperty("java.class.path"), List.of("-Dos.arch=sparc"))
                        .lines())
                .satisfiesExactly(
                        probed -> assertThat(probed).startsWith("JOCL has no native library for "),
                        opened -> assertThat(opened)
                                .matches(
                                        "CLBlast's native library does not load on .* sparc: .*-sparc\"; JOCLBlast has it "
                                                + "for 64-bit Linux, macOS and Windows on x86-64; elsewhere leave it out"));
    }

    private static String classPathWithout(String artifact) {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.contains(artifact))
                        .toList());
    }

    private String run(String classPath, List<String> flags) throws Exception {
        List<String> all = new ArrayList<>(new ClBlastBackend().jvmFlags());
        all.addAll(flags);
        return ChildJvm.run(folder, all, classPath, Probe.class);
    }

    /** Prints why there is no device, and how opening one is refused. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            Backend backend = new ClBlastBackend();
            Availability.Unavailable unavailable = (Availability.Unavailable) backend.probe();
            System.out.println(unavailable.reason() + "; " + unavailable.cure());
            try {
                backend.open(Device.cpu(), backend.variants().get(0), OpenOptions.defaults());
            } catch (BackendException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
