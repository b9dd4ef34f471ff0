package dev.santoku.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileErrorsTest {
    @Test
    void aLimitOfTheSystemComesWithItsCure() {
        assertThat(FileErrors.inWords(new FileSystemException("f", null, "Too many open files")))
                .isEqualTo("Too many open files: raise the limit of open files (ulimit -n)");
        assertThat(FileErrors.inWords(new IOException("Cannot run program \"sh\": error=24, Too many open files")))
                .endsWith("raise the limit of open files (ulimit -n)");
        assertThat(FileErrors.inWords(
                        new IOException("Cannot run program \"sh\": error=11, Resource temporarily unavailable")))
                .endsWith("(ulimit -u, or pids.max of the container)");
    }

    @Test
    void otherTroubleIsToldAsItIs() {
        assertThat(FileErrors.inWords(new NoSuchFileException("f"))).isEqualTo("no such file");
        assertThat(FileErrors.inWords(new FileSystemException("f", null, "No space left on device")))
                .isEqualTo("No space left on device");
    }
}
