package dev.santoku.matrix.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PieceTest {
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aBlockArrivesAsItWasWhateverTheOrder(Precision precision) throws Exception {
        StoredMatrix stored = StoredMatrix.random(3000, 700, precision, 3);
        Block block = new Block(11, 2311, 5, 601);
        List<Block> pieces = Piece.cut(block, precision.bytes());
        assertThat(pieces).hasSizeGreaterThan(1);
        Collections.reverse(pieces);
        Matrix arrived = Matrix.zeros(precision, block.rows(), block.columns());
        long elements = 0;
        for (Block piece : pieces) {
            byte[] bytes = Piece.of(7, piece.row() - block.row(), stored.read(piece, precision));
            assertThat(bytes.length).isLessThan((4 << 20) + 100);
            assertThat(new Piece(bytes).tag()).isEqualTo(7);
            elements += new Piece(bytes).into(arrived);
        }
        assertThat(elements).isEqualTo(2311L * 601);
        assertThat(Digest.of(arrived)).isEqualTo(Digest.of(stored.read(block, precision)));
    }

    @Test
    void aRowLongerThanAPieceIsOne() {
        assertThat(Piece.cut(new Block(2, 3, 0, 10_000_000), 8)).hasSize(3);
    }

    @Test
    void aPieceThatWasDamagedIsRefused() {
        byte[] bytes = Piece.of(0, 0, Matrix.zeros(Precision.F32, 2, 3));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> new Piece(cut)).isInstanceOf(IOException.class);
            byte[] flipped = bytes.clone();
            flipped[length] ^= 1;
            assertThatThrownBy(() -> new Piece(flipped)).isInstanceOf(IOException.class);
        }
    }
}
