package dev.santoku.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs are those of real processes, shortened. */
class PostmortemTest {
    private static final String WHAT = "it ended";

    @TempDir
    private Path folder;

    private Path log;
    private Path report;

    @BeforeEach
    void nameFiles() {
        log = folder.resolve("log");
        report = folder.resolve("log.crash");
    }

    private Postmortem said(String text) throws IOException {
        Files.writeString(log, text);
        return Postmortem.of(WHAT, log, 0, Map.of("POCL_CACHE_DIR", folder.toString()));
    }

    private void assertTold(String text, String line, String... cure) throws IOException {
        Postmortem postmortem = said(text);
        assertThat(postmortem.reason()).isEqualTo(line.isEmpty() ? WHAT : WHAT + ": " + line);
        assertThat(postmortem.cure().isPresent()).isEqualTo(cure.length > 0);
        for (String words : cure) {
            assertThat(postmortem.cure().orElseThrow()).contains(words);
        }
        assertThat(postmortem.inWords()).doesNotContain("\n");
    }

    @Test
    void aDriverThatFindsNoProcessorsIsGivenSys() throws Exception {
        String line = "error: failed to find sysfs cpu topology";
        assertTold(line + "\n", line, "mount -t sysfs sysfs /sys");
    }

    /** PoCL 1.8 of Ubuntu 22.04 on a processor of 2022. */
    @Test
    void aCompilerOlderThanTheProcessorIsToldSo() throws Exception {
        String line = "error: unknown target CPU 'generic'";
        assertTold(line + "\n", line, "older than this processor", "--backends single,pool");
    }

    @Test
    void whatComesOfAFaultIsNotTakenForIt() throws Exception {
        assertTold(
                """
                error: unable to execute command: Executable "ld" doesn't exist!
                error: linker command failed with exit code 1 (use -v to see invocation)
                Final linking of kernel pack_b failed.
                """,
                "error: unable to execute command: Executable \"ld\" doesn't exist!",
                "install binutils",
                "PATH");
        assertTold(
                """
                the queue is made
                driver: error: the queue is lost
                driver: 3 commands failed
                good bye
                """,
                "driver: error: the queue is lost");
    }

    @Test
    void whatNeverTellsIsLeftOut() throws Exception {
        assertTold("", "");
        assertTold("all is well\nhello\n", "");
        assertTold(
                """
                WARNING: Using incubator modules: jdk.incubator.vector
                OpenJDK 64-Bit Server VM warning: the use of signal() and sigset() failed, they are deprecated
                java.lang.IllegalStateException: the device is gone
                \tat dev.santoku.Errors.error(Errors.java:1)
                \t... 8 more
                note: missing symbols might be reported as 'file not found' errors.
                #
                # A fatal error has been detected by the Java Runtime Environment:
                # An error report file with more information is saved as:
                *****
                """,
                "java.lang.IllegalStateException: the device is gone");
        assertTold(
                """
                Unrecognized VM option 'NoSuchFlag'
                Error: Could not create the Java Virtual Machine.
                Error: A fatal exception has occurred. Program will exit.
                """,
                "Unrecognized VM option 'NoSuchFlag'");
    }

    @Test
    void knownCausesHaveTheirCure() throws Exception {
        assertTold(
                """
                dlopen("/home/somebody/kcache/JA/DF/pack_b/1-1-1/pack_b.so") failed with '/home/somebody/kcache/JA/DF/pack_b/1-1-1/pack_b.so: file too short'.
                note: missing symbols in the kernel binary might be reported as 'file not found' errors.
                """,
                "dlopen(\"…/pack_b.so\") failed with '…/pack_b.so: file too short'",
                "rm -r $POCL_CACHE_DIR");
        assertTold(
                "dlopen(\"/c/a.so\") failed with '/c/a.so: failed to map segment from shared object'.\n",
                "dlopen(\"…/a.so\") failed with '…/a.so: failed to map segment from shared object'",
                "noexec",
                "POCL_CACHE_DIR");
        assertTold(
                "java: ./lib/CL/pocl_llvm_build.cc:638: int build(cl_program): Assertion `program->data[device_i]' failed.\n",
                "java: ./lib/CL/pocl_llvm_build.cc:638: int build(cl_program): Assertion `program->data[device_i]' failed",
                "rm -r $POCL_CACHE_DIR");
        assertTold(
                "LLVM ERROR: IO failure on output stream: No space left on device\n",
                "LLVM ERROR: IO failure on output stream: No space left on device",
                "free some of the disk");
        assertTold(
                """
                [0.104s][warning][os,thread] Failed to start thread "Unknown thread" - pthread_create failed (EAGAIN)
                Error occurred during initialization of VM
                java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached
                """,
                "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached",
                "ulimit -u");
        assertTold(
                """
                #
                # There is insufficient memory for the Java Runtime Environment to continue.
                # An error report file with more information is saved as:
                """,
                "There is insufficient memory for the Java Runtime Environment to continue",
                "free memory");
        assertTold(
                "java: error while loading shared libraries: libnuma.so.1: cannot open shared object file: No such file\n",
                "java: error while loading shared libraries: libnuma.so.1: cannot open shared object file: No such file",
                "install the package that has libnuma.so.1");
    }

    @Test
    void aReasonIsOneLineOfBoundedLength() throws Exception {
        assertThat(said("error: \u001b[31mred\u202e" + "!".repeat(5000) + "\n").reason())
                .startsWith(WHAT + ": error: ")
                .hasSizeLessThan(600)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
        assertThat(said("\n".repeat(70_000) + "error: the last of many\n").reason())
                .isEqualTo(WHAT + ": error: the last of many");
    }

    @Test
    void whatWasAnsweredBeforeIsNotTold() throws Exception {
        Files.writeString(log, "error: of a question that was answered\n");
        long mark = Postmortem.mark(log);
        assertThat(Postmortem.of(WHAT, log, mark, Map.of()).reason()).isEqualTo(WHAT);
        assertThat(Postmortem.mark(folder.resolve("nothing"))).isZero();
        assertThat(Postmortem.of(WHAT, folder.resolve("nothing"), 7, Map.of()))
                .isEqualTo(new Postmortem(WHAT, Optional.empty()));
    }

    private Process ended(String script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", script)
                .redirectError(log.toFile())
                .start();
        process.waitFor();
        return process;
    }

    private String end(Process process) {
        return Postmortem.ofEnd(process, report, log, 0, Map.of("HOME", "/root"))
                .inWords();
    }

    @Test
    void endsAreToldInWords() throws Exception {
        assertThat(end(ended("exit 3"))).isEqualTo("exited with status 3");
        assertThat(end(ended("kill -KILL $$"))).contains("SIGKILL", "memory ran out");
        assertThat(end(ended("echo 'error: no queue' >&2; kill -ABRT $$")))
                .isEqualTo("ended by SIGABRT: error: no queue");
    }

    @Test
    void aCrashIsToldWithItsPlaceAndNotThatOfAnotherProcess() throws Exception {
        Process process = ended("exit 1");
        write("SIGSEGV (0xb) at pc=0x00007f", process.pid(), "");
        assertThat(end(process)).isEqualTo("crashed: SIGSEGV (0xb) at pc=0x00007f");
        write("SIGSEGV (0xb) at pc=0x00007f", process.pid(), "C  [libdriver.so.2+0x1119]  enqueue(int, char*)+0x29");
        assertThat(end(process)).isEqualTo("crashed: SIGSEGV (0xb) in libdriver.so.2, enqueue(int, char*)");
        write("SIGBUS (0x7) at pc=0x00007f", process.pid(), "C  [ld-linux-x86-64.so.2+0x6df9]");
        assertThat(end(process))
                .startsWith("crashed: SIGBUS (0x7) in ld-linux-x86-64.so.2; ")
                .contains("cut off", "rm -r ~/.cache/pocl/kcache");
        write("SIGSEGV (0xb) at pc=0x00007f", process.pid() + 1, "");
        assertThat(end(process)).isEqualTo("exited with status 1");
    }

    private void write(String signal, long pid, String frame) throws IOException {
        Files.writeString(
                report,
                """
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  %s, pid=%d, tid=13
                #
                # Problematic frame:
                # %s
                #
                """
                        .formatted(signal, pid, frame));
    }
}
