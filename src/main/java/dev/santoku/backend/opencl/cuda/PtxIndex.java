package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.KernelSource;
import java.util.Comparator;
import java.util.List;

/** The PTX that the build packs from {@code kernels/ptx/} into the jar: which file has what code, for GPUs from which one on. */
public final class PtxIndex {
    private static final String FOLDER = "ptx/";
    private static final String PREFIX = "sm_";
    private static final int COLUMNS = 6;

    private final List<Entry> entries;

    private PtxIndex(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * A file.
     *
     * @param target the oldest architecture that takes it
     * @param version of PTX
     * @param kernel the name of its source
     * @param options that it was compiled with
     * @param sources their SHA-256
     */
    public record Entry(String file, String target, String version, String kernel, String options, String sources) {
        static Entry parse(String line) {
            String[] columns = line.split(",", -1);
            if (columns.length != COLUMNS) {
                throw new IllegalStateException("no line of an index of PTX: " + line);
            }
            return new Entry(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
        }

        /** Its text. */
        public String read() {
            return KernelSource.resource(FOLDER + file);
        }

        private int number() {
            return PtxIndex.number(target);
        }
    }

    /** That in the jar. */
    public static PtxIndex load() {
        return new PtxIndex(KernelSource.resource(FOLDER + "index.csv")
                .lines()
                .skip(1)
                .map(Entry::parse)
                .toList());
    }

    public List<Entry> entries() {
        return entries;
    }

    /**
     * The file for the newest architecture that is no newer than the device's: its driver compiles it for the device.
     *
     * @throws UnsupportedProductException when there is none
     */
    public Entry find(KernelCode code, GpuArchitecture architecture) {
        String options = code.forBatches().options();
        return entries.stream()
                .filter(entry -> entry.kernel.equals(code.source())
                        && entry.options.equals(options)
                        && entry.number() <= number(architecture.name()))
                .max(Comparator.comparing(Entry::number))
                .orElseThrow(() -> new UnsupportedProductException(
                        "CUDA's route has no kernels of %s.cl compiled ahead for this product on %s: choose jocl:warp, or install"
                                        .formatted(code.source(), architecture.name())
                                + " NVIDIA's OpenCL driver, which compiles them"));
    }

    private static int number(String architecture) {
        return architecture.startsWith(PREFIX) ? Integer.parseInt(architecture.substring(PREFIX.length())) : 0;
    }
}
