package dev.santoku.backend.opencl.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.opencl.Discovery;
import org.junit.jupiter.api.Test;

/** What a driver is given of a kernel's file, on PoCL. */
class KernelSourceTest {
    @Test
    void putsWhatAFileIncludesInItsPlace() {
        String naive = KernelSource.read("naive");
        assertThat(naive)
                .contains(KernelSource.resource("types.h"))
                .contains("__kernel")
                .doesNotContain("#include");
        int expected = KernelSource.resource("naive.cl").lines().toList().indexOf("#include \"types.h\"") + 2;
        assertThat(naive).contains("#line %d \"naive.cl\"".formatted(expected));
    }

    @Test
    void keepsTheLinesOfACompilersMessages() {
        Discovery discovery = Discovery.run();
        OpenClDevice device =
                discovery.find(discovery.availability().devices().get(0)).orElseThrow();
        String wrong = KernelSource.read("naive").replace("real sum = 0;", "real sum = nonsense;");
        int line = (int) KernelSource.resource("naive.cl")
                        .lines()
                        .takeWhile(text -> !text.contains("real sum = 0;"))
                        .count()
                + 1;
        try (Context context = new Context(device)) {
            assertThatThrownBy(() -> context.build("naive.cl", wrong, ""))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("naive.cl:%d:", line);
        }
    }
}
