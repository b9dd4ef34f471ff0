package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.vector.Emitter.Local;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import org.objectweb.asm.ClassWriter;

/**
 * Writes the code of a {@link TileKernel}'s method: r rows, v vectors wide.
 *
 * <p>All heights and widths have one pattern, which is why a program writes them. For two rows of two vectors it is this:
 *
 * <pre>{@code
 * FloatVector c00 = FloatVector.fromArray(S, from, fromAt), c01 = FloatVector.fromArray(S, from, fromAt + L);
 * FloatVector c10 = FloatVector.fromArray(S, from, fromAt + ldFrom), c11 = …
 * for (int p = 0; p < kc; p++) {
 *     FloatVector b0 = FloatVector.fromArray(S, b, bAt), b1 = FloatVector.fromArray(S, b, bAt + L);
 *     FloatVector a0 = FloatVector.broadcast(S, a[aAt + p]);
 *     c00 = a0.fma(b0, c00);
 *     c01 = a0.fma(b1, c01);
 *     FloatVector a1 = FloatVector.broadcast(S, a[aAt + p + LDA]);
 *     c10 = a1.fma(b0, c10);
 *     c11 = a1.fma(b1, c11);
 *     bAt += ldb;
 * }
 * c00.intoArray(c, cAt);
 * c01.intoArray(c, cAt + L);
 * c10.intoArray(c, cAt + ldc);
 * …
 * }</pre>
 *
 * <p>S and L are constants of the code. LDA is one where A is packed or its rows are short: then all rows of A share one index register and
 * differ by constant displacements alone. Where it is an argument, the index of each row is computed before the loop. Where A
 * is packed in slices, {@code aAt + p} is {@code aAt + p + (p & -s)·(r − 1)}, s elements being a slice, and LDA is s.
 *
 * <p>Where the width of a tile is no multiple of L, its last vector begins at {@code last} instead of a multiple of L and overlaps the one
 * before. What both compute, they compute alike, so either may be stored last. That vector may be narrower than the others. An
 * element of A is then broadcast to each width, and for that loaded twice: a load that broadcasts takes nothing from the units that multiply.
 *
 * <p>The sums begin with what stands in {@code from}, zeros or C, so that one method serves the first block of depth and the
 * others. For small products, where the loads before the loop show, there are kernels whose sums begin with zero.
 *
 * <p>What else the code does, it does because of {@link HotSpotQuirks}.
 */
final class TileCode {
    /** The method that is not a default one. */
    private static final Method MULTIPLY = Stream.of(TileKernel.class.getMethods())
            .filter(method -> !method.isDefault())
            .findFirst()
            .orElseThrow();

    private final String name;
    private final ElementType lane;
    private final int bits;
    private final TileKind kind;
    private final int rows;
    private final int vectors;
    private final Emitter code;

    private final Method zero;
    private final Method fromArray;
    private final Method broadcast;
    private final Method fma;
    private final Method intoArray;

    /** The arguments, in {@link TileKernel}'s order. */
    private final Local tiles;

    private final Local kc;
    private final Local a;
    private final Local aAt;
    private final Local lda;
    private final Local aStep;
    private final Local aAgain;
    private final Local b;
    private final Local bAt;
    private final Local ldb;
    private final Local bStep;
    private final Local from;
    private final Local fromAt;
    private final Local ldFrom;
    private final Local fromStep;
    private final Local c;
    private final Local cAt;
    private final Local ldc;
    private final Local cStep;
    private final Local last;

    /** The variables. */
    private final Local tile;

    private final Local p;
    private final Local at;

    /** Where the row of A begins that the current step reads, if A is packed in slices. */
    private final Local slicedAt;

    private final Local[][] sums;
    private final Local[] ofB;
    private final Local ofA;
    private final Local narrowOfA;

    /** Where each row of A begins, if their distance is not constant. */
    private final Local[] rowsOfA;

    /**
     * Writes nothing yet.
     *
     * @param type that the method stands in
     * @param name of that class
     * @param bits of a vector: 128, 256 or 512
     */
    TileCode(ClassWriter type, String name, ElementType lane, int bits, TileKind kind) {
        this.name = name;
        this.lane = lane;
        this.bits = bits;
        this.kind = kind;
        rows = kind.rows();
        vectors = kind.vectors();
        code = Emitter.implementing(MULTIPLY, type);

        Class<?> vector = lane.vector();
        zero = Emitter.method(vector, "zero", VectorSpecies.class);
        fromArray = Emitter.method(vector, "fromArray", VectorSpecies.class, lane.array(), int.class);
        broadcast = Emitter.method(vector, "broadcast", VectorSpecies.class, lane.type());
        fma = Emitter.method(vector, "fma", Vector.class, Vector.class);
        intoArray = Emitter.method(vector, "intoArray", lane.array(), int.class);

        tiles = code.local(int.class);
        kc = code.local(int.class);
        a = code.local(lane.array());
        aAt = code.local(int.class);
        lda = code.local(int.class);
        aStep = code.local(int.class);
        aAgain = code.local(lane.array());
        b = code.local(lane.array());
        bAt = code.local(int.class);
        ldb = code.local(int.class);
        bStep = code.local(int.class);
        from = code.local(lane.array());
        fromAt = code.local(int.class);
        ldFrom = code.local(int.class);
        fromStep = code.local(int.class);
        c = code.local(lane.array());
        cAt = code.local(int.class);
        ldc = code.local(int.class);
        cStep = code.local(int.class);
        last = code.local(int.class);

        tile = code.local(int.class);
        p = code.local(int.class);
        at = code.local(int.class);
        slicedAt = code.local(int.class);
        sums = new Local[rows][];
        for (int row = 0; row < rows; row++) {
            sums[row] = code.locals(vectors, vector);
        }
        ofB = code.locals(vectors, vector);
        ofA = code.local(vector);
        narrowOfA = code.local(vector);
        rowsOfA = new Local[rows];
        for (int row = 0; row < rows; row++) {
            rowsOfA[row] = row == 0 ? aAt : code.local(int.class);
        }
    }

    void write() {
        for (Local array : new Local[] {a, aAgain, b, from, c}) {
            code.cast(array, lane.array());
        }
        boolean goesAlongOneStrip = !kind.fromZero() && !HotSpotQuirks.hasRegistersForSteps(rows);
        if (goesAlongOneStrip) {
            findRowsOfA();
        }
        code.loop(tile, tiles, () -> {
            if (!goesAlongOneStrip) {
                findRowsOfA();
            }
            if (kind.fromZero()) {
                clearSums();
            } else {
                code.copy(fromAt, at);
                loadSums();
            }
            code.copy(bAt, at);
            code.loop(p, kc, this::multiplyAndAddAll);
            code.copy(cAt, at);
            storeSums();
            code.advance(bAt, bStep);
            code.advance(fromAt, fromStep);
            if (goesAlongOneStrip) {
                nextToTheRight();
            } else {
                code.advance(aAt, aStep);
                code.advance(cAt, cStep);
            }
        });
        code.end();
    }

    private void nextToTheRight() {
        if (kind.overlaps()) {
            code.advance(cAt, last);
            code.advance(cAt, lane.lanes(kind.lastBits()));
        } else {
            code.advance(cAt, vectors * lane.lanes(bits));
        }
    }

    /** {@code row1 = aAt + lda; row2 = row1 + lda; …} */
    private void findRowsOfA() {
        for (int row = 1; kind.stride() == TileKind.ANY && row < rows; row++) {
            code.load(rowsOfA[row - 1]);
            code.plus(lda);
            code.store(rowsOfA[row]);
        }
    }

    private void loadSums() {
        for (Local[] row : sums) {
            for (int vector = 0; vector < vectors; vector++) {
                loadVector(from, vector);
                code.store(row[vector]);
            }
            code.advance(at, ldFrom);
        }
    }

    private void clearSums() {
        for (Local[] row : sums) {
            for (int vector = 0; vector < vectors; vector++) {
                species(vector);
                code.call(zero);
                code.store(row[vector]);
            }
        }
    }

    private void multiplyAndAddAll() {
        boolean narrow = isNarrow(vectors - 1);
        for (int vector = 0; vector < vectors; vector++) {
            loadVector(b, vector);
            code.store(ofB[vector]);
        }
        if (kind.stride() == TileKind.SLICED) {
            findSlice();
        }
        for (int row = 0; row < rows; row++) {
            if (row > 0 && kind.fromZero() && HotSpotQuirks.endsBlocks(rows, vectors, narrow)) {
                HotSpotQuirks.endBlock(code, p, kc, row);
            }
            broadcastElementOfA(a, row, 0, ofA);
            if (narrow) {
                broadcastElementOfA(aAgain, row, vectors - 1, narrowOfA);
            }
            for (int vector = 0; vector < vectors; vector++) {
                multiplyAndAdd(row, vector);
            }
        }
        code.advance(at, ldb);
    }

    /** {@code slicedAt = (p & -s) * (rows - 1) + p + aAt} */
    private void findSlice() {
        code.load(p);
        code.constant(-lane.slice());
        code.and();
        code.constant(rows - 1);
        code.multiply();
        code.plus(p);
        code.plus(aAt);
        code.store(slicedAt);
    }

    /** Puts an element of A into all lanes of a variable that is as wide as a vector of the tile. */
    private void broadcastElementOfA(Local array, int row, int vector, Local variable) {
        species(vector);
        code.load(array);
        indexElementOfA(row);
        code.loadElement(lane.type());
        code.call(broadcast);
        code.store(variable);
    }

    private void indexElementOfA(int row) {
        if (kind.stride() == TileKind.SLICED) {
            code.load(slicedAt);
            code.plus(row * lane.slice());
        } else {
            boolean constant = kind.stride() != TileKind.ANY;
            code.load(constant ? aAt : rowsOfA[row]);
            code.plus(p);
            code.plus(constant ? row * kind.stride() : 0);
        }
    }

    private void multiplyAndAdd(int row, int vector) {
        code.load(isNarrow(vector) ? narrowOfA : ofA);
        code.load(ofB[vector]);
        loadSum(row, vector);
        code.call(fma);
        code.store(sums[row][vector]);
    }

    private void storeSums() {
        for (int row = 0; row < rows; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                loadSum(row, vector);
                code.load(c);
                code.load(at);
                plusVector(vector);
                code.call(intoArray);
            }
            code.advance(at, ldc);
        }
    }

    private void loadSum(int row, int vector) {
        TileClass.pushVectorClass(code, name, bits(vector));
        code.load(sums[row][vector]);
        HotSpotQuirks.tellClass(code, lane);
    }

    private void loadVector(Local array, int vector) {
        species(vector);
        code.load(array);
        code.load(at);
        plusVector(vector);
        code.call(fromArray);
    }

    private void species(int vector) {
        TileClass.pushSpecies(code, lane, bits(vector));
    }

    /** Adds where a vector of a tile begins. */
    private void plusVector(int vector) {
        if (kind.overlaps() && vector == vectors - 1) {
            code.plus(last);
        } else {
            code.plus(vector * lane.lanes(bits));
        }
    }

    private int bits(int vector) {
        return kind.overlaps() && vector == vectors - 1 ? kind.lastBits() : bits;
    }

    private boolean isNarrow(int vector) {
        return bits(vector) < bits;
    }
}
