package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class PieceShuffleTest {
    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

    /** Empty, of one byte, and around what is copied at once. */
    private static final int[] LENGTHS = {0, 1, 17, 65_535, 65_536, 65_537, 131_072, 300_007};

    private static byte[] piece(int length) {
        byte[] piece = new byte[length];
        new Random(length).nextBytes(piece);
        return piece;
    }

    private static byte[] written(int number, byte[] piece) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SerializationStream out = PieceShuffle.streams().serializeStream(bytes)) {
            out.writeKey(number, ANY);
            out.writeValue(piece, ANY);
        }
        return bytes.toByteArray();
    }

    private static DeserializationStream read(byte[] bytes) {
        return PieceShuffle.streams().deserializeStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void eachPieceComesToItsPartitionWithAllItsBytes() {
        List<Tuple2<Integer, byte[]>> pieces = IntStream.range(0, LENGTHS.length)
                .mapToObj(i -> Tuple2.apply(i % 3, piece(LENGTHS[i])))
                .toList();
        JavaPairRDD<Integer, byte[]> sent = PieceShuffle.of(LocalSpark.context().parallelizePairs(pieces, 2), 3);
        List<Map<Integer, Integer>> hashes = sent.mapPartitions(own -> {
                    Map<Integer, Integer> hashOfLength = new TreeMap<>();
                    own.forEachRemaining(
                            pair -> hashOfLength.put(pair._2().length, Arrays.hashCode(pair._2()) + pair._1()));
                    return List.of(hashOfLength).iterator();
                })
                .collect();
        for (int partition = 0; partition < 3; partition++) {
            Map<Integer, Integer> expected = new TreeMap<>();
            for (int i = partition; i < LENGTHS.length; i += 3) {
                expected.put(LENGTHS[i], Arrays.hashCode(piece(LENGTHS[i])) + partition);
            }
            assertThat(hashes.get(partition)).isEqualTo(expected);
        }
    }

    @Test
    void whatEndsTooEarlyIsNoPiece() {
        byte[] whole = written(7, piece(100_000));
        assertThat(whole).as("two numbers and the bytes").hasSize(100_008);
        for (int length : new int[] {0, 3}) {
            DeserializationStream in = read(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> in.readKey(ANY)).isInstanceOf(EOFException.class);
        }
        for (int length : new int[] {4, 7, 8, 65_544, 100_007}) {
            DeserializationStream in = read(Arrays.copyOf(whole, length));
            assertThat(in.<Object>readKey(ANY)).isEqualTo(7);
            assertThatThrownBy(() -> in.readValue(ANY))
                    .isInstanceOf(java.io.IOException.class)
                    .isNotInstanceOf(EOFException.class) // which would pass for the end of all pieces
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void aLengthThatCannotBeIsRefused() {
        byte[] damaged = written(1, piece(8));
        damaged[4] = -1;
        DeserializationStream in = read(damaged);
        assertThat(in.<Object>readKey(ANY)).isEqualTo(1);
        assertThatThrownBy(() -> in.readValue(ANY)).hasMessageContaining("cut off");
    }
}
