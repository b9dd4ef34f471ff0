package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.CompilerQuestion;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A small kernel {@code probe} that tells whether a compiler takes something, and what it must compute. The kernels are
 * those of {@code probes.cl} and two files of PTX; each runs as one group.
 *
 * @param question what it answers
 * @param file in {@code kernels/}
 * @param options for the compiler
 * @param nvidiaOnly whether it is written in, or holds, NVIDIA's PTX
 * @param groupItems work-items of its group
 * @param argumentBytes local memory given to its third argument; 0 where it has none
 * @param words how many numbers of 32 bits it leaves in its output
 * @param expected each of them, by its index
 */
public record CompilerProbe(
        CompilerQuestion question,
        String file,
        String options,
        boolean nvidiaOnly,
        int groupItems,
        int argumentBytes,
        int words,
        IntUnaryOperator expected) {
    private static final String SOURCE = "probes.cl";
    private static final int WARP = 32;

    /** More than the 48 KB that NVIDIA's devices give to every kernel. */
    private static final int MORE_LOCAL = 64 << 10;

    /** Nearly all that a multiprocessor of compute capability 9.0 has, 227 KB for a group. */
    private static final int MOST_LOCAL = 224 << 10;

    /** All of them, simple ones first. */
    public static List<CompilerProbe> all() {
        return List.of(
                local("local-64k", "64 KB of local memory in a kernel", 1, MORE_LOCAL),
                local("local-argument-64k", "64 KB of local memory as an argument", 2, MORE_LOCAL),
                local("local-argument-224k", "224 KB of local memory as an argument", 2, MOST_LOCAL),
                ptx("asm", "PTX in OpenCL C, with asm", 3, WARP, lane -> 3 * lane + 7),
                ptx("cp-async", "cp.async, copies into local memory", 4, WARP, lane -> half(WARP - 1 - lane)),
                ptx("ldmatrix", "ldmatrix, tiles into registers", 5, WARP, CompilerProbe::transposed),
                ptx("mma-f16", "mma.sync, products of halves", 6, 16 * 8, index -> product(index, 16)),
                ptx("mma-tf32", "mma.sync, products in TF32", 7, 16 * 8, index -> product(index, 8)),
                ptx("mma-f64", "mma.sync, products in f64", 8, 8 * 8, index -> product(index, 4)),
                text("ptx", "PTX as a program", "probe-ptx.ptx", WARP, lane -> 3 * lane + 7),
                text(
                        "wgmma",
                        "PTX for sm_90a as a program, with wgmma",
                        "probe-wgmma.ptx",
                        4 * WARP,
                        lane -> 5 * lane + 11));
    }

    /** The words of the input: the bits of the halves 0, 1 … 31, each the index in full. */
    static int[] input() {
        int[] input = new int[WARP];
        for (int i = 0; i < input.length; i++) {
            input[i] = half(i);
        }
        return input;
    }

    /** Whether the file is PTX, which is handed to the driver as a program that is compiled already. */
    boolean compiled() {
        return !file.equals(SOURCE);
    }

    private static CompilerProbe local(String id, String what, int number, int bytes) {
        int rows = bytes / Integer.BYTES / WARP;
        return new CompilerProbe(
                new CompilerQuestion(id, what),
                SOURCE,
                "-DPROBE=%d -DLOCAL_BYTES=%d".formatted(number, bytes),
                false,
                WARP,
                number == 2 ? bytes : 0,
                WARP,
                lane -> rows * (WARP - 1 - lane) + WARP * (rows * (rows - 1) / 2));
    }

    private static CompilerProbe ptx(String id, String what, int number, int words, IntUnaryOperator expected) {
        return new CompilerProbe(
                new CompilerQuestion(id, what), SOURCE, "-DPROBE=" + number, true, WARP, 0, words, expected);
    }

    private static CompilerProbe text(String id, String what, String file, int items, IntUnaryOperator expected) {
        return new CompilerProbe(new CompilerQuestion(id, what), file, "", true, items, 0, items, expected);
    }

    /** The bits of a small whole number as a half: five bits of exponent from 15 on, ten of fraction. */
    private static int half(int number) {
        if (number == 0) {
            return 0;
        }
        int exponent = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
        return ((exponent + 15) << 10) | ((number << (10 - exponent)) & 0x3ff);
    }

    /** Element (r, c) of the 8×8 matrix is 8r + c; a work-item gets two below each other out of one column. */
    private static int transposed(int lane) {
        int above = lane % 4 * 2 * 8 + lane / 4;
        return above | ((above + 8) << 16);
    }

    private static int product(int index, int deep) {
        int row = index / 8;
        int column = index % 8;
        return (column + 1) * (deep * row + deep * (deep - 1) / 2);
    }
}
