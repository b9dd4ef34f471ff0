package dev.santoku.backend.opencl.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability.Unavailable;
import java.util.List;
import java.util.Optional;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;

class OpenClErrorsTest {
    private static Unavailable diagnose(Throwable thrown) {
        Unavailable unavailable = OpenClErrors.of(thrown, "Linux", "riscv64");
        assertThat(unavailable.reason()).isNotBlank().doesNotContain("\n");
        assertThat(unavailable.cure()).isNotBlank().doesNotContain("\n");
        return unavailable;
    }

    @Test
    void knowsAMachineWithoutPlatforms() {
        Unavailable unavailable = diagnose(new CLException("CL_PLATFORM_NOT_FOUND_KHR", -1001));
        assertThat(unavailable.reason()).isEqualTo("the OpenCL loader finds no platform: no driver is installed");
        assertThat(unavailable.cure()).contains("scripts/setup.sh", "PoCL", "vendor's driver");
    }

    @Test
    void knowsAMissingLoader() {
        Unavailable unavailable = diagnose(new UnsatisfiedLinkError(
                "Could not initialize native OpenCL library. Implementation library could not be loaded"));
        assertThat(unavailable.reason()).isEqualTo("no OpenCL loader (libOpenCL.so.1) on this machine");
        assertThat(unavailable.cure()).contains("scripts/setup.sh");
    }

    @Test
    void knowsAnArchitectureThatJoclDoesNotServe() {
        assertThat(diagnose(
                                new UnsatisfiedLinkError(
                                        """
                                Error while loading native library "JOCL_2_0_6-linux-risc"
                                Stack trace from the attempt to load the library as a resource:
                                java.io.IOException: No resource found with name '/lib/libJOCL_2_0_6-linux-risc.so'
                                """))
                        .reason())
                .isEqualTo("JOCL has no native library for Linux on riscv64");
    }

    @Test
    void quotesTheLastExceptionOfALibraryThatDoesNotLoad() {
        Unavailable unavailable = diagnose(
                new UnsatisfiedLinkError(
                        """
                Error while loading native library "JOCL_2_0_6-linux-x86_64"
                java.lang.UnsatisfiedLinkError: no JOCL_2_0_6-linux-x86_64 in java.library.path
                \tat java.base/java.lang.Runtime.loadLibrary0(Runtime.java:818)
                java.lang.UnsatisfiedLinkError: /tmp/lib.so: failed to map segment from shared object
                \tat org.jocl.CL.<clinit>(CL.java:51)
                """));
        assertThat(unavailable.reason()).endsWith(": …/lib.so: failed to map segment from shared object");
        assertThat(unavailable.cure()).contains("java.io.tmpdir");
    }

    @Test
    void readsTheCauseWhenTheClassFailedEarlier() {
        NoClassDefFoundError second = new NoClassDefFoundError("Could not initialize class org.jocl.CL");
        second.initCause(new ExceptionInInitializerError(
                "Exception java.lang.UnsatisfiedLinkError: Implementation library could not be loaded"));
        assertThat(diagnose(second).reason()).startsWith("no OpenCL loader");
    }

    @Test
    void namesAnyOtherError() {
        assertThat(diagnose(new CLException("CL_OUT_OF_HOST_MEMORY\nmore", -6)).reason())
                .isEqualTo("the OpenCL loader fails: CL_OUT_OF_HOST_MEMORY");
        assertThat(diagnose(new UnsatisfiedLinkError()).reason()).endsWith("UnsatisfiedLinkError");
    }

    @Test
    void tellsWhyNoPlatformOffersADevice() {
        assertThat(OpenClErrors.noDevice(List.of("one: no device", "two: CL_OUT_OF_HOST_MEMORY"), Optional.empty())
                        .reason())
                .isEqualTo("no OpenCL platform offers a device (one: no device; two: CL_OUT_OF_HOST_MEMORY)");
        assertThat(OpenClErrors.noDevice(List.of(), Optional.empty()).reason()).contains("no platform");
    }
}
