package dev.santoku.plan;

import dev.santoku.matrix.file.Block;
import java.io.Serializable;

/**
 * A product C = A·B cut into P×Q×R cuboids: P bands of C's rows, Q bands of its columns, R bands of the inner side. A cuboid is a
 * product of a block of A and one of B, and a part of one block of C, which is the sum of its R parts. (CuboidMM, SIGMOD 2019.)
 *
 * @param m rows of A and C
 * @param n columns of B and C
 * @param k columns of A, rows of B
 * @param p from 1 to m
 * @param q from 1 to n
 * @param r from 1 to k
 */
public record Grid(int m, int n, int k, int p, int q, int r) implements Serializable {
    public Grid {
        if (p < 1 || q < 1 || r < 1 || p > m || q > n || r > k) {
            throw new IllegalArgumentException(
                    "a product of %d×%d×%d cannot be cut into %d×%d×%d parts".formatted(m, n, k, p, q, r));
        }
    }

    /** How many cuboids there are; more than an {@code int} holds, perhaps. */
    public long cuboids() {
        return (long) p * q * r;
    }

    /** The number of a cuboid, from 0: those of one block of C one behind the other. */
    public int cuboid(int row, int column, int depth) {
        return (row * q + column) * r + depth;
    }

    /** The block of A that a cuboid needs. */
    public Block ofA(int cuboid) {
        int row = cuboid / r / q;
        int depth = cuboid % r;
        return block(m, p, row, k, r, depth);
    }

    /** The block of B that a cuboid needs. */
    public Block ofB(int cuboid) {
        int column = cuboid / r % q;
        int depth = cuboid % r;
        return block(k, r, depth, n, q, column);
    }

    /** The block of C that a cuboid is a part of. */
    public Block ofC(int cuboid) {
        int row = cuboid / r / q;
        int column = cuboid / r % q;
        return block(m, p, row, n, q, column);
    }

    private static Block block(int rows, int bands, int row, int columns, int otherBands, int column) {
        int firstRow = first(rows, bands, row);
        int firstColumn = first(columns, otherBands, column);
        return new Block(
                firstRow,
                first(rows, bands, row + 1) - firstRow,
                firstColumn,
                first(columns, otherBands, column + 1) - firstColumn);
    }

    /** Where a band begins; their lengths differ by 1 at most. */
    private static int first(int side, int bands, int band) {
        return Math.toIntExact((long) side * band / bands);
    }

    /** Elements of the largest block of A. */
    public long elementsOfA() {
        return largest(m, p) * largest(k, r);
    }

    /** Elements of the largest block of B. */
    public long elementsOfB() {
        return largest(k, r) * largest(n, q);
    }

    /** Elements of the largest block of C. */
    public long elementsOfC() {
        return largest(m, p) * largest(n, q);
    }

    /** Floating-point operations of the largest cuboid. */
    public double flops() {
        return 2.0 * largest(m, p) * largest(n, q) * largest(k, r);
    }

    private static long largest(int side, int bands) {
        return (side + (long) bands - 1) / bands;
    }

    /** Elements that a task holds: its blocks of A, B and C; where there are parts to add up, all of them may come before the first. */
    public long elementsOfTask() {
        return elementsOfA() + elementsOfB() + (r > 1 ? r + 1 : 1) * elementsOfC();
    }

    /** Elements that cross the shuffle: A goes to each column of blocks, B to each row of them, and parts of C to where they are added. */
    public double shuffledElements() {
        double parts = r > 1 ? (double) r * m * n : 0;
        return (double) q * m * k + (double) p * k * n + parts;
    }

    /** {@code P×Q×R}. */
    @Override
    public String toString() {
        return "%d×%d×%d".formatted(p, q, r);
    }
}
