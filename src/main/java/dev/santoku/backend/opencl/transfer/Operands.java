package dev.santoku.backend.opencl.transfer;

import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Window;
import java.util.List;

/**
 * The buffers of A, B and C.
 *
 * @param sharesB whether other products read B at the same time: then it stays with the device
 */
public record Operands(Buffer a, Buffer b, Buffer c, boolean sharesB) {
    /** All three for one product alone. */
    public Operands(Buffer a, Buffer b, Buffer c) {
        this(a, b, c, false);
    }

    /** Those that no other product reads. */
    List<Buffer> own() {
        return sharesB ? List.of(a, c) : List.of(a, b, c);
    }

    /** Those of {@link #own()} that hold factors. */
    List<Buffer> factors() {
        return sharesB ? List.of(a) : List.of(a, b);
    }

    /**
     * Borrows all three, with any content; the host may still see what it saw of them.
     *
     * @param a m×k
     * @param b k×n
     * @param borrower gives them back
     */
    public static Operands lend(Buffers memory, Matrix a, Matrix b, Handles borrower) {
        return new Operands(
                memory.lend(LaunchPlan.A, bytes(a.rows(), a.columns(), a), borrower),
                memory.lend(LaunchPlan.B, bytes(b.rows(), b.columns(), a), borrower),
                memory.lend(LaunchPlan.C, bytes(a.rows(), b.columns(), a), borrower));
    }

    /** Borrows the buffer of a part of B alone, likewise. */
    public static Buffer lendB(Buffers memory, Window b, Handles borrower) {
        return memory.lend(LaunchPlan.B, bytes(b.rows(), b.columns(), b.matrix()), borrower);
    }

    /**
     * Borrows buffers of A and C for a B that is there already, likewise.
     *
     * @param a m×k
     * @param n columns of B
     */
    public static Operands lendBeside(Buffer b, Buffers memory, Window a, int n, Handles borrower) {
        return new Operands(
                memory.lendPart(LaunchPlan.A, bytes(a.rows(), a.columns(), a.matrix()), borrower),
                b,
                memory.lendPart(LaunchPlan.C, bytes(a.rows(), n, a.matrix()), borrower),
                true);
    }

    private static long bytes(int rows, int columns, Matrix like) {
        return (long) rows * columns * like.precision().bytes();
    }
}
