package dev.santoku.backend;

import dev.santoku.backend.opencl.ChildJvm;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.OffHeapMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Window;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A JVM with a heap of 48 MB multiplies files: A is 64 MB, B 4 MB and C 16 MB. */
final class SmallHeap {
    private static final int M = 8192;
    private static final int K = 2048;
    private static final int N = 512;

    private SmallHeap() {}

    /** What it prints. */
    static String run(Path folder) throws Exception {
        return ChildJvm.run(folder, List.of("-Xmx48m"), Map.of(), SmallHeap.class, folder.toString())
                .output();
    }

    /**
     * Row i of A has a 1 at i mod K alone, and in B stands row·8 + column mod 7: so C repeats the rows of B.
     *
     * @param arguments a folder for the files
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        System.out.printf("heap of %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
        try (OffHeapMatrix a = OffHeapMatrix.create(folder.resolve("a"), Precision.F32, M, K);
                OffHeapMatrix b = OffHeapMatrix.create(folder.resolve("b"), Precision.F32, K, N)) {
            for (int row = 0; row < M; row++) {
                a.set(row, row % K, 1);
            }
            float[] elements = new float[N];
            for (int row = 0; row < K; row++) {
                for (int column = 0; column < N; column++) {
                    elements[column] = row * 8 + column % 7;
                }
                b.write((long) row * N, FloatBuffer.wrap(elements));
            }
            for (String backend : List.of("pool", "jocl")) {
                try (OffHeapMatrix c = OffHeapMatrix.create(folder.resolve(backend), Precision.F32, M, N);
                        Multiplier multiplier = Santoku.open(backend)) {
                    multiplier.multiply(a, b, c);
                    System.out.println(backend + (isRight(c) ? " is right" : " is wrong"));
                }
            }
            try (OffHeapMatrix c = OffHeapMatrix.create(folder.resolve("rows"), Precision.F32, M, N);
                    Multiplier hybrid = Santoku.open("hybrid", "cpu:1+cl0:1");
                    RowProduct product = hybrid.prepareRows(a, b, c)) {
                product.compute(0, M); // a block of 64 MB of A
                System.out.println("hybrid " + (isRight(c) ? "is right by rows" : "is wrong"));
            }
        }
    }

    private static boolean isRight(OffHeapMatrix c) {
        for (int row = 0; row < M; row++) {
            Matrix line = new Window(c, row, 0, 1, N).copy();
            for (int column = 0; column < N; column++) {
                if (line.at(0, column) != row % K * 8 + column % 7) {
                    return false;
                }
            }
        }
        return true;
    }
}
