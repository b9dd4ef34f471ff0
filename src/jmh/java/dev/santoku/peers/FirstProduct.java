package dev.santoku.peers;

import dev.santoku.backend.Backends;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How long a program waits for its first product: each sample is a JVM of its own. */
final class FirstProduct {
    /** m = n = k. */
    static final int SIDE = 512;

    private FirstProduct() {}

    /**
     * Medians, in seconds.
     *
     * @param start from asking for the process to its main method
     * @param product from asking for the back end to the end of the first product
     */
    record Times(double start, double product) {}

    static Times measure(String backend, Precision precision, int threads, int samples)
            throws IOException, InterruptedException {
        double[] starts = new double[samples];
        double[] products = new double[samples];
        for (int i = 0; i < samples; i++) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(Backends.byId(backend).orElseThrow().jvmFlags());
            command.addAll(
                    List.of("-cp", System.getProperty("java.class.path"), FirstProductChild.class.getName(), backend));
            command.addAll(List.of(precision.label(), Integer.toString(SIDE), Integer.toString(threads)));
            long asked = System.currentTimeMillis();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the first product of %s failed, as told above".formatted(backend));
            }
            String[] figures = answer.strip().split(" ", 2);
            starts[i] = (Long.parseLong(figures[0]) - asked) * 1e-3;
            products[i] = Long.parseLong(figures[1]) * 1e-9;
        }
        return new Times(median(starts), median(products));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
