package dev.santoku.matrix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a matrix: its elements row by row, each as little-endian IEEE 754 bits. */
public final class Digest {
    private static final int CHUNK_ELEMENTS = 8192;

    private Digest() {}

    /** {@code sha256:} and 64 hexadecimal digits. */
    public static String of(Matrix matrix) {
        MessageDigest digest = sha256();
        if (matrix instanceof OffHeapMatrix offHeap) {
            offHeap.forEachPart(digest::update);
            return named(digest);
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_ELEMENTS * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (matrix instanceof FloatMatrix floats) {
            float[] elements = floats.elements();
            for (int from = 0; from < elements.length; from += CHUNK_ELEMENTS) {
                int count = Math.min(CHUNK_ELEMENTS, elements.length - from);
                chunk.clear();
                chunk.asFloatBuffer().put(elements, from, count);
                digest.update(chunk.limit(count * Float.BYTES));
            }
        } else {
            double[] elements = ((DoubleMatrix) matrix).elements();
            for (int from = 0; from < elements.length; from += CHUNK_ELEMENTS) {
                int count = Math.min(CHUNK_ELEMENTS, elements.length - from);
                chunk.clear();
                chunk.asDoubleBuffer().put(elements, from, count);
                digest.update(chunk.limit(count * Double.BYTES));
            }
        }
        return named(digest);
    }

    private static String named(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
