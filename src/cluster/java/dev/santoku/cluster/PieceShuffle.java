package dev.santoku.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Sends pieces to partitions as they are: a number, a length, then the bytes. Java's own form of them costs more copies. */
final class PieceShuffle extends Serializer implements Serializable {
    private static final long serialVersionUID = 1;

    private static final ClassTag<Integer> NUMBER = ClassTag$.MODULE$.apply(Integer.class);
    private static final ClassTag<byte[]> PIECE = ClassTag$.MODULE$.apply(byte[].class);

    /** Bytes: the JVM copies what goes to and from files to memory of its own, which should stay in a cache. */
    private static final int AT_ONCE = 1 << 16;

    private PieceShuffle() {}

    /**
     * Pieces of partition i by key i.
     *
     * @return each piece holds its bytes until the next one is read
     */
    static JavaPairRDD<Integer, byte[]> of(JavaPairRDD<Integer, byte[]> pieces, int partitions) {
        return JavaPairRDD.fromRDD(
                new ShuffledRDD<Integer, byte[], byte[]>(pieces.rdd(), new ByNumber(partitions), NUMBER, PIECE, PIECE)
                        .setSerializer(new PieceShuffle()),
                NUMBER,
                PIECE);
    }

    @Override
    public SerializerInstance newInstance() {
        return streams();
    }

    static SerializerInstance streams() {
        return new Streams();
    }

    /** Of one file or connection each. */
    private static final class Streams extends SerializerInstance {
        @Override
        public <T> ByteBuffer serialize(T object, ClassTag<T> type) {
            throw new UnsupportedOperationException("pieces are only sent in a shuffle");
        }

        @Override
        public <T> T deserialize(ByteBuffer bytes, ClassTag<T> type) {
            throw new UnsupportedOperationException("pieces are only sent in a shuffle");
        }

        @Override
        public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> type) {
            return deserialize(bytes, type);
        }

        @Override
        public SerializationStream serializeStream(OutputStream out) {
            return new Sent(new DataOutputStream(out));
        }

        @Override
        public DeserializationStream deserializeStream(InputStream in) {
            return new Received(new DataInputStream(in));
        }
    }

    /** Writes pairs. */
    private static final class Sent extends SerializationStream {
        private final DataOutputStream out;

        Sent(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public <T> SerializationStream writeObject(T object, ClassTag<T> type) {
            return undeclared(() -> {
                if (object instanceof byte[] piece) {
                    out.writeInt(piece.length);
                    for (int from = 0; from < piece.length; from += AT_ONCE) {
                        out.write(piece, from, Math.min(AT_ONCE, piece.length - from));
                    }
                } else {
                    out.writeInt((Integer) object);
                }
                return this;
            });
        }

        @Override
        public void flush() {
            undeclared(() -> {
                out.flush();
                return null;
            });
        }

        @Override
        public void close() {
            undeclared(() -> {
                out.close();
                return null;
            });
        }
    }

    /** Reads pairs; the end of the stream where a number should begin is their end. */
    private static final class Received extends DeserializationStream {
        private final DataInputStream in;
        private byte[] piece = {};

        Received(DataInputStream in) {
            this.in = in;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T readKey(ClassTag<T> type) {
            return (T) undeclared(in::readInt);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T readValue(ClassTag<T> type) {
            return (T) undeclared(() -> {
                try {
                    return piece(in.readInt());
                } catch (EOFException e) {
                    throw new IOException("a piece of a block is cut off", e); // not the end of pieces
                }
            });
        }

        private byte[] piece(int length) throws IOException {
            if (length < 0) {
                throw new IOException("a piece of a block is cut off: it has %d bytes".formatted(length));
            }
            if (length != piece.length) {
                piece = new byte[length];
            }
            for (int from = 0; from < length; from += AT_ONCE) {
                in.readFully(piece, from, Math.min(AT_ONCE, length - from));
            }
            return piece;
        }

        @Override
        public <T> T readObject(ClassTag<T> type) {
            throw new UnsupportedOperationException("pieces come in pairs with their numbers");
        }

        @Override
        public void close() {
            undeclared(() -> {
                in.close();
                return null;
            });
        }
    }

    /** What it does. Exceptions pass as they are, though Scala declares none. */
    @SuppressWarnings("unchecked")
    private static <T, E extends Exception> T undeclared(Callable<T> action) throws E {
        try {
            return action.call();
        } catch (Exception e) {
            throw (E) e;
        }
    }
}
