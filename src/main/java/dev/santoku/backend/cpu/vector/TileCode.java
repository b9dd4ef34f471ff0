package dev.santoku.backend.cpu.vector;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;

/**
 * Writes the code of a {@link GeneratedTile}'s method: r rows, v vectors wide.
 * All heights and widths have one pattern, which is why a program writes them. For two rows of two vectors it is this:
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
 * The sums begin with what stands in {@code from}, zeros or C, so that one method serves the first block of depth and the
 * others. For small products, where the loads before the loop show, there are kernels whose sums begin with zero.
 * What else the code does, it does because of {@link HotSpotQuirks}.
 */
final class TileCode extends Emitter {
    private static final Method MULTIPLY = abstractMethod(GeneratedTile.class);

    private final String name;
    private final ElementType element;
    private final int bits;
    private final TileKind kind;
    private final VectorMethods methods;
    private final int rows;
    private final int vectors;

    /** The arguments, in {@link GeneratedTile}'s order. */
    private final Local tiles = number();

    private final Local kc = number();
    private final Local a = reference();
    private final Local aAt = number();
    private final Local lda = number();
    private final Local aStep = number();
    private final Local aAgain = reference();
    private final Local b = reference();
    private final Local bAt = number();
    private final Local ldb = number();
    private final Local bStep = number();
    private final Local from = reference();
    private final Local fromAt = number();
    private final Local ldFrom = number();
    private final Local fromStep = number();
    private final Local c = reference();
    private final Local cAt = number();
    private final Local ldc = number();
    private final Local cStep = number();
    private final Local last = number();

    /** The variables. */
    private final Local tile = number();

    private final Local p = number();
    private final Local at = number();

    /** Where the row of A begins that the current step reads, if A is packed in slices. */
    private final Local slicedAt = number();

    private final Local[][] sums;
    private final Local[] ofB;
    private final Local ofA;
    private final Local narrowOfA;

    /** Where each row of A begins, if their distance is not constant. */
    private final Local[] rowsOfA;

    /**
     * Begins the method, and writes nothing yet.
     *
     * @param type that the method stands in
     * @param name of that class
     * @param bits of a vector: 128, 256 or 512
     */
    TileCode(ClassWriter type, String name, ElementType element, int bits, TileKind kind) {
        super(type, Modifier.PUBLIC, MULTIPLY.getName(), Type.getMethodDescriptor(MULTIPLY));
        this.name = name;
        this.element = element;
        this.bits = bits;
        this.kind = kind;
        methods = VectorMethods.of(element);
        rows = kind.rows();
        vectors = kind.vectors();
        sums = new Local[rows][vectors];
        for (Local[] row : sums) {
            Arrays.setAll(row, vector -> reference());
        }
        ofB = new Local[vectors];
        Arrays.setAll(ofB, vector -> reference());
        ofA = reference();
        narrowOfA = reference();
        rowsOfA = new Local[rows];
        Arrays.setAll(rowsOfA, row -> row == 0 ? aAt : number());
    }

    void write() {
        for (Local array : new Local[] {a, aAgain, b, from, c}) {
            cast(array, element.array());
        }
        boolean goesAlongOneStrip = !kind.fromZero() && !HotSpotQuirks.hasRegistersForSteps(rows, vectors);
        if (goesAlongOneStrip) {
            findRowsOfA();
        }
        loop(tile, tiles, () -> {
            if (!goesAlongOneStrip) {
                findRowsOfA();
            }
            beginSums();
            copy(bAt, at);
            loop(p, kc, this::multiplyAndAddAll);
            copy(cAt, at);
            storeSums();
            advance(bAt, bStep);
            advance(fromAt, fromStep);
            if (goesAlongOneStrip) {
                nextToTheRight();
            } else {
                advance(aAt, aStep);
                advance(cAt, cStep);
            }
        });
        end();
    }

    private void nextToTheRight() {
        if (kind.overlaps()) {
            advance(cAt, last);
        }
        advance(cAt, kind.overlaps() ? element.lanes(kind.lastBits()) : vectors * element.lanes(bits));
    }

    /** {@code row1 = aAt + lda; row2 = row1 + lda; …} */
    private void findRowsOfA() {
        for (int row = 1; kind.stride() == TileKind.ANY && row < rows; row++) {
            load(rowsOfA[row - 1]);
            plus(lda);
            store(rowsOfA[row]);
        }
    }

    private void beginSums() {
        if (!kind.fromZero()) {
            copy(fromAt, at);
        }
        for (Local[] row : sums) {
            for (int vector = 0; vector < vectors; vector++) {
                if (kind.fromZero()) {
                    species(vector);
                    call(methods.zero());
                } else {
                    loadVector(from, vector);
                }
                store(row[vector]);
            }
            if (!kind.fromZero()) {
                advance(at, ldFrom);
            }
        }
    }

    private void multiplyAndAddAll() {
        boolean narrow = isNarrow(vectors - 1);
        for (int vector = 0; vector < vectors; vector++) {
            loadVector(b, vector);
            store(ofB[vector]);
        }
        if (kind.stride() == TileKind.SLICED) {
            findSlice();
        }
        for (int row = 0; row < rows; row++) {
            if (row > 0 && kind.fromZero() && HotSpotQuirks.endsBlocks(rows, vectors, narrow)) {
                HotSpotQuirks.endBlock(this, p, kc, row);
            }
            broadcastElementOfA(a, row, 0, ofA);
            if (narrow) {
                broadcastElementOfA(aAgain, row, vectors - 1, narrowOfA);
            }
            for (int vector = 0; vector < vectors; vector++) {
                multiplyAndAdd(row, vector);
            }
        }
        advance(at, ldb);
    }

    /** {@code slicedAt = (p & -s) * (rows - 1) + p + aAt} */
    private void findSlice() {
        load(p);
        constant(-element.slice());
        and();
        constant(rows - 1);
        multiply();
        plus(p);
        plus(aAt);
        store(slicedAt);
    }

    /** Puts an element of A into all lanes of a variable that is as wide as a vector of the tile. */
    private void broadcastElementOfA(Local array, int row, int vector, Local variable) {
        species(vector);
        load(array);
        indexElementOfA(row);
        loadElement(element.type());
        call(methods.broadcast());
        store(variable);
    }

    private void indexElementOfA(int row) {
        if (kind.stride() == TileKind.SLICED) {
            load(slicedAt);
            plus(row * element.slice());
        } else {
            boolean constant = kind.stride() != TileKind.ANY;
            load(constant ? aAt : rowsOfA[row]);
            plus(p);
            plus(constant ? row * kind.stride() : 0);
        }
    }

    private void multiplyAndAdd(int row, int vector) {
        load(isNarrow(vector) ? narrowOfA : ofA);
        load(ofB[vector]);
        loadSum(row, vector);
        call(methods.fma());
        store(sums[row][vector]);
    }

    private void storeSums() {
        for (int row = 0; row < rows; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                loadSum(row, vector);
                load(c);
                load(at);
                plusVector(vector);
                call(methods.intoArray());
            }
            advance(at, ldc);
        }
    }

    private void loadSum(int row, int vector) {
        TileClass.pushVectorClass(this, name, bits(vector));
        load(sums[row][vector]);
        HotSpotQuirks.tellClass(this, element);
    }

    private void loadVector(Local array, int vector) {
        species(vector);
        load(array);
        load(at);
        plusVector(vector);
        call(methods.fromArray());
    }

    private void species(int vector) {
        TileClass.pushSpecies(this, element, bits(vector));
    }

    /** Adds where a vector of a tile begins. */
    private void plusVector(int vector) {
        if (kind.overlaps() && vector == vectors - 1) {
            plus(last);
        } else {
            plus(vector * element.lanes(bits));
        }
    }

    private int bits(int vector) {
        return kind.overlaps() && vector == vectors - 1 ? kind.lastBits() : bits;
    }

    private boolean isNarrow(int vector) {
        return bits(vector) < bits;
    }
}
