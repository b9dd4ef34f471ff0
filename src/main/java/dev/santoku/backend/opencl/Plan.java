package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A kernel with its parameters: what is compiled and how it is launched. Two products with equal plans share one
 * program.
 *
 * <p>Every kernel has a range of one dimension, whose work-groups cover C in blocks counted row by row: the number of
 * groups along a second dimension is limited to 65535 on some devices, and a tall matrix needs more.
 */
interface Plan {
    /** The name of the kernel, and of its file in {@code kernels/}. */
    String kernel();

    /** What it computes in. */
    Precision precision();

    /** The macros given to the compiler. */
    Map<String, Integer> macros();

    /** Work-items of a group. */
    int groupItems();

    /** Rows of C that a group covers. */
    int blockM();

    /** Columns of C that a group covers. */
    int blockN();

    /** Bytes of local memory that a group takes. */
    long localBytes();

    /** Work-groups that cover C, at most m·n. */
    default long groups(Shape shape) {
        long down = ((long) shape.m() + blockM() - 1) / blockM();
        long across = ((long) shape.n() + blockN() - 1) / blockN();
        return down * across;
    }

    /** The options given to the compiler. */
    default String options() {
        return macros().entrySet().stream()
                .map(macro -> "-D" + macro.getKey() + "=" + macro.getValue())
                .collect(Collectors.joining(" "));
    }
}
