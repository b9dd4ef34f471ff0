package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import dev.santoku.diagnosis.PoclCache;
import dev.santoku.diagnosis.Postmortem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/** Owns a program. */
public final class Program implements Handle {
    private static final int LOG_LINES = 4;

    /**
     * LLVM removes its files at each SIGSEGV. The JVM means nothing by one, but has them where other threads run Java code while
     * PoCL compiles.
     */
    private static final String LOST_FILE = "unable to rename temporary";

    private static final int TRIES = 5;

    private static final String ADDRESS = "\\b(?!file:)[A-Za-z][\\w+.-]*://\\S+";
    private static final String NAME = "[^\\s/\\\\:'\"]+";
    private static final String NAME_WITH_BLANKS = NAME + "(?: +" + NAME + ")*";

    /** Below a drive. A sentence has few backslashes, so a folder may have blanks. */
    private static final String FOLDERS_OF_WINDOWS = "[A-Za-z]:\\\\(?:" + NAME_WITH_BLANKS + "\\\\)+";

    /** Words of a user's name, which have no ending as files have and no punctuation, but for the last of them. */
    private static final String USER = "(?:(?!\\S*(?:[.]\\w|[,;)]))" + NAME + " +)*" + NAME;

    /** Below a slash. A sentence may go on to one, as in "for read/write": blanks are a folder's only where users have theirs. */
    private static final String FOLDERS_OF_ANY =
            "(?:[A-Za-z]:)?[/\\\\](?:(?:home|Users)[/\\\\]" + USER + "[/\\\\]|" + NAME + "[/\\\\])+";

    /**
     * An address of the web, as the first group, or the folders of an absolute path: where a compiler keeps its files is long,
     * and tells who uses this machine.
     */
    private static final Pattern ADDRESS_OR_FOLDERS =
            Pattern.compile("(" + ADDRESS + ")|(?<![\\w.])(?:" + FOLDERS_OF_WINDOWS + "|" + FOLDERS_OF_ANY + ")");

    private final cl_program handle;
    private final OpenClDevice device;

    Program(cl_program handle, OpenClDevice device) {
        this.handle = handle;
        this.device = device;
    }

    /** See {@link Context#build}. */
    void build(String name, String options) {
        build(name, options, TRIES);
    }

    private void build(String name, String options, int tries) {
        try {
            CL.clBuildProgram(handle, 1, new cl_device_id[] {device.id()}, options, null, null);
        } catch (CLException e) {
            String reason = firstLines(log(), OpenClErrors.describe(e));
            if (tries > 1 && reason.contains(LOST_FILE)) {
                build(name, options, tries - 1);
                return;
            }
            String cure = device.poclCache()
                    .flatMap(PoclCache::obstacle)
                    .map(Availability.Unavailable::inWords)
                    .or(() -> Postmortem.ofMessage(name, reason).cure())
                    .map(": "::concat)
                    .orElse("");
            throw new BackendException(
                    "%s does not compile %s with options '%s': %s%s"
                            .formatted(device.name(), name, options, reason, cure),
                    e);
        }
    }

    /** Compiles it; what the compiler says against it, in a line, or nothing where it accepts. */
    public Optional<String> refusal(String options) {
        try {
            CL.clBuildProgram(handle, 1, new cl_device_id[] {device.id()}, options, null, null);
            return Optional.empty();
        } catch (CLException e) {
            return Optional.of(firstLines(log(), OpenClErrors.describe(e)));
        }
    }

    /**
     * A kernel with arguments of its own.
     *
     * @throws BackendException when PoCL took the program from its cache, and it is not whole
     */
    public Kernel createKernel(String name) {
        try {
            cl_kernel kernel = CL.clCreateKernel(handle, name, null);
            return new Kernel(kernel, device);
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_INVALID_KERNEL_NAME && device.poclCache().isPresent()) {
                throw new BackendException(
                        "%s does not find the kernel %s in its program: %s"
                                .formatted(
                                        device.name(),
                                        name,
                                        device.poclCache().get().cure()),
                        e);
            }
            throw e;
        }
    }

    /** What the compiler wrote when it was last asked. */
    public String log() {
        long[] length = new long[1];
        CL.clGetProgramBuildInfo(handle, device.id(), CL.CL_PROGRAM_BUILD_LOG, 0, null, length);
        byte[] log = new byte[Math.toIntExact(length[0])];
        CL.clGetProgramBuildInfo(handle, device.id(), CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return new String(log, StandardCharsets.UTF_8).replace("\0", "");
    }

    /** A message is one line, and names files without their folders. */
    public static String firstLines(String log, String otherwise) {
        String lines = log.lines()
                .map(line -> ADDRESS_OR_FOLDERS.matcher(line).replaceAll("$1").strip())
                .filter(line -> !line.isEmpty())
                .limit(LOG_LINES)
                .collect(Collectors.joining(" | "));
        return lines.isEmpty() ? otherwise : lines;
    }

    @Override
    public void close() {
        CL.clReleaseProgram(handle);
    }
}
