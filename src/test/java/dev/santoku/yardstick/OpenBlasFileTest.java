package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import org.junit.jupiter.api.Test;

class OpenBlasFileTest {
    /** It has what a BLAS for Fortran has, which netlib calls. */
    @Test
    void isTheLibraryItself() {
        assertThat(OpenBlasFile.find()).hasValueSatisfying(file -> assertThat(NativeLibrary.getInstance(file.toString())
                        .getFunction("dgemm_")
                        .getName())
                .isEqualTo("dgemm_"));
    }
}
