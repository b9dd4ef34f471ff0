package dev.santoku.backend.cpu.vector;

import jdk.incubator.vector.VectorShape;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the code of a {@link TileKernel}'s method: r rows, v vectors wide.
 *
 * <p>The sums of a tile must live in registers, and C2 keeps a vector in a register only if it is a plain local
 * variable: no array of vectors, no loop over them. So each height and width is a method of its own, and all have one
 * pattern, which is why a program writes them. For two rows of two vectors it is this:
 *
 * <pre>{@code
 * FloatVector c00 = FloatVector.fromArray(S, from, fromAt), c01 = FloatVector.fromArray(S, from, fromAt + L);
 * FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromStep), c11 = …
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
 * <p>S and L are constants of the code, and LDA is one where A is packed or its rows are short: then all rows of A share one index
 * register and differ by constant displacements alone. Where it is an argument, the index of each row is computed before the loop. Where A
 * is packed in slices, {@code aAt + p} is {@code aAt + p + (p & -s)·(r − 1)}, s elements being a slice, and LDA is s.
 *
 * <p>Where the width of a tile is no multiple of L, its last vector begins at {@code last} instead of a multiple of L and overlaps
 * the one before. What both compute, they compute alike, so either may be stored last. That vector may be narrower than the
 * others; an element of A is then broadcast to each width, and for that loaded twice, the second time from {@code aAgain}, which is A
 * once more: an element loaded once goes through a register to both, which takes instructions on the units that multiply, and a load
 * that broadcasts does not. C2 would make one of two loads from the same array.
 *
 * <p>Each sum passes through {@code T.cast(…)} where it is used, T being the class of S's vectors, a constant. It costs nothing, and
 * tells C2 what it cannot know of a variable that changes in a loop: of which class the sum is. Else C2 takes it from the
 * profile of the library's methods, which is one for all callers: as soon as a process has used vectors of two widths, JDK 17
 * no longer finds an answer there and allocates all sums on the heap.
 *
 * <p>C2 of JDK 25 moves the loads of a block of code to its front. Where not all elements of A of a step fit into registers at once, sums
 * would have to leave theirs. So there each row of a kernel for small products is a block of its own: between the rows stands a
 * branch that C2 cannot know is never taken, {@code if (p == kc + row)}. If it were, the interpreter would go on from there with the
 * sums of that moment; so they have to be computed before it, and the loads after it stay there.
 *
 * <p>The sums begin with what stands in {@code from}, zeros or C, so that one method serves the first block of depth and
 * the others; for small products, where the loads before the loop show, there are kernels whose sums begin with zero. Two
 * endings instead, to overwrite or to add, made the method so large that C1 of JDK 17 refused it ("out
 * of virtual registers"), and HotSpot then at times never got to compile it with C2 at all.
 */
final class TileCode {
    /** Local variables: {@code this}, then the arguments in {@link TileKernel}'s order, then the kernel's own. */
    private static final int TILES = 1;

    private static final int KC = 2;
    private static final int A = 3;
    private static final int A_AT = 4;
    private static final int LDA = 5;
    private static final int A_STEP = 6;

    /** A once more, so that C2 sees two loads of an element and has each repeat it in its own way, see above. */
    private static final int A_AGAIN = 7;

    private static final int B = 8;
    private static final int B_AT = 9;
    private static final int LDB = 10;
    private static final int B_STEP = 11;
    private static final int FROM = 12;
    private static final int FROM_AT = 13;
    private static final int FROM_STEP = 14;
    private static final int FROM_WIDTH = 15;
    private static final int C = 16;
    private static final int C_AT = 17;
    private static final int LDC = 18;
    private static final int C_STEP = 19;
    private static final int LAST = 20;
    private static final int TILE = 21;
    private static final int P = 22;
    private static final int AT = 23;

    /** Where the row of A begins that the current step reads, packed in slices; the other kernels do not use it. */
    private static final int SLICED_AT = 24;

    private static final int FIRST_SUM = 25;

    /** For vectors, of this processor. */
    private static final int REGISTERS =
            Registers.count(VectorShape.preferredShape().vectorBitSize(), System.getProperty("os.arch"));

    /** Of a tile whose kernel takes all steps from one to the next as arguments, see {@link #goesAlongOneStrip}. */
    private static final int MOST_ROWS_OF_STEPS = 6;

    static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
    private static final String VECTOR = "Ljdk/incubator/vector/Vector;";
    static final String ARGUMENTS =
            "(IILjava/lang/Object;IIILjava/lang/Object;Ljava/lang/Object;IIILjava/lang/Object;IIILjava/lang/Object;IIII)V";

    private final ElementType lane;
    private final int bits;
    private final TileKind kind;
    private final int rows;
    private final int vectors;
    private final MethodVisitor code;

    /** The first of the local variables that hold where rows 1, 2, … of A begin, where the stride is not constant. */
    private final int firstRow;

    private final int firstOfB;
    private final int ofA;
    private final int narrowOfA;
    private final String name;

    /**
     * Writes nothing yet.
     *
     * @param name of the class that the method stands in
     * @param bits of a vector: 128, 256 or 512
     * @param code of the method
     */
    TileCode(String name, ElementType lane, int bits, TileKind kind, MethodVisitor code) {
        this.name = name;
        this.lane = lane;
        this.bits = bits;
        this.kind = kind;
        this.code = code;
        rows = kind.rows();
        vectors = kind.vectors();
        firstOfB = FIRST_SUM + rows * vectors;
        ofA = firstOfB + vectors;
        narrowOfA = ofA + 1;
        firstRow = narrowOfA + 1;
    }

    void write() {
        code.visitCode();
        castArrays();
        if (goesAlongOneStrip()) {
            findRowsOfA();
        }
        loop(TILE, TILES, () -> {
            if (!goesAlongOneStrip()) {
                findRowsOfA();
            }
            if (kind.fromZero()) {
                clearSums();
            } else {
                copy(FROM_AT, AT);
                loadSums();
            }
            copy(B_AT, AT);
            loop(P, KC, this::multiplyAndAddAll);
            copy(C_AT, AT);
            storeSums();
            advance(B_AT, B_STEP);
            advance(FROM_AT, FROM_WIDTH);
            if (goesAlongOneStrip()) {
                nextToTheRight();
            } else {
                advance(A_AT, A_STEP);
                advance(C_AT, C_STEP);
            }
        });
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /**
     * Whether all tiles of a call have the same rows of A. So many indices of rows leave no register for what else changes from tile
     * to tile: in f32 8×3 tiles for 1000×1000×1000 were 7 % slower with all steps as arguments. Lower tiles are as fast, or faster.
     */
    private boolean goesAlongOneStrip() {
        return !kind.fromZero() && rows > MOST_ROWS_OF_STEPS;
    }

    private void nextToTheRight() {
        if (kind.overlaps()) {
            advance(C_AT, LAST);
            code.visitIincInsn(C_AT, lane.lanes(kind.lastBits()));
        } else {
            code.visitIincInsn(C_AT, vectors * lane.lanes(bits));
        }
    }

    /** {@code for (int variable = 0; variable < limit; variable++)} */
    private void loop(int variable, int limit, Runnable body) {
        Label head = new Label();
        Label end = new Label();
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, variable);
        code.visitLabel(head);
        code.visitVarInsn(Opcodes.ILOAD, variable);
        code.visitVarInsn(Opcodes.ILOAD, limit);
        code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        body.run();
        code.visitIincInsn(variable, 1);
        code.visitJumpInsn(Opcodes.GOTO, head);
        code.visitLabel(end);
    }

    private void copy(int from, int to) {
        code.visitVarInsn(Opcodes.ILOAD, from);
        code.visitVarInsn(Opcodes.ISTORE, to);
    }

    private void castArrays() {
        for (int array : new int[] {A, A_AGAIN, B, FROM, C}) {
            code.visitVarInsn(Opcodes.ALOAD, array);
            code.visitTypeInsn(Opcodes.CHECKCAST, lane.array());
            code.visitVarInsn(Opcodes.ASTORE, array);
        }
    }

    private void loadSums() {
        for (int row = 0; row < rows; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                loadVector(FROM, vector);
                code.visitVarInsn(Opcodes.ASTORE, sum(row, vector));
            }
            advance(AT, FROM_STEP);
        }
    }

    private void clearSums() {
        for (int sum = 0; sum < rows * vectors; sum++) {
            species(sum % vectors);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, lane.vector(), "zero", "(" + SPECIES + ")" + lane.vectorDescriptor(), false);
            code.visitVarInsn(Opcodes.ASTORE, FIRST_SUM + sum);
        }
    }

    /** {@code row1 = aAt + lda; row2 = row1 + lda; …} */
    private void findRowsOfA() {
        for (int row = 1; kind.stride() == TileKind.ANY && row < rows; row++) {
            code.visitVarInsn(Opcodes.ILOAD, row == 1 ? A_AT : firstRow + row - 2);
            code.visitVarInsn(Opcodes.ILOAD, LDA);
            code.visitInsn(Opcodes.IADD);
            code.visitVarInsn(Opcodes.ISTORE, firstRow + row - 1);
        }
    }

    private void multiplyAndAddAll() {
        for (int vector = 0; vector < vectors; vector++) {
            loadVector(B, vector);
            code.visitVarInsn(Opcodes.ASTORE, firstOfB + vector);
        }
        if (kind.stride() == TileKind.SLICED) {
            findSlice();
        }
        for (int row = 0; row < rows; row++) {
            if (row > 0 && kind.fromZero() && endsBlocks(rows, vectors, isNarrow(vectors - 1))) {
                endBlock(row);
            }
            broadcastElementOfA(A, row, 0, ofA);
            if (isNarrow(vectors - 1)) {
                broadcastElementOfA(A_AGAIN, row, vectors - 1, narrowOfA);
            }
            for (int vector = 0; vector < vectors; vector++) {
                multiplyAndAdd(row, vector);
            }
        }
        advance(AT, LDB);
    }

    /**
     * Whether the rows of a step are blocks of their own, since not all elements of A fit into registers at once.
     *
     * @param rows of a tile
     * @param vectors width of a tile
     * @param narrow whether its last vector is narrower
     */
    static boolean endsBlocks(int rows, int vectors, boolean narrow) {
        return Registers.loadsComeFirst() && rows * vectors + vectors + rows * (narrow ? 2 : 1) > REGISTERS;
    }

    /** {@code if (p == kc + row) {}}, which is never so; the empty branch ends in the same place, so that the sums live on in both. */
    private void endBlock(int row) {
        Label next = new Label();
        code.visitVarInsn(Opcodes.ILOAD, P);
        code.visitVarInsn(Opcodes.ILOAD, KC);
        plus(row);
        code.visitJumpInsn(Opcodes.IF_ICMPNE, next);
        code.visitInsn(Opcodes.NOP);
        code.visitLabel(next);
    }

    /** {@code slicedAt = aAt + p + (p & -s) * (rows - 1)} */
    private void findSlice() {
        code.visitVarInsn(Opcodes.ILOAD, P);
        code.visitLdcInsn(-lane.slice());
        code.visitInsn(Opcodes.IAND);
        code.visitLdcInsn(rows - 1);
        code.visitInsn(Opcodes.IMUL);
        code.visitVarInsn(Opcodes.ILOAD, P);
        code.visitInsn(Opcodes.IADD);
        code.visitVarInsn(Opcodes.ILOAD, A_AT);
        code.visitInsn(Opcodes.IADD);
        code.visitVarInsn(Opcodes.ISTORE, SLICED_AT);
    }

    /** Puts an element of A into all lanes of a variable that is as wide as a vector of the tile. */
    private void broadcastElementOfA(int array, int row, int vector, int variable) {
        species(vector);
        code.visitVarInsn(Opcodes.ALOAD, array);
        indexElementOfA(row);
        code.visitInsn(lane.loadInstruction());
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                lane.vector(),
                "broadcast",
                "(" + SPECIES + lane.element() + ")" + lane.vectorDescriptor(),
                false);
        code.visitVarInsn(Opcodes.ASTORE, variable);
    }

    private void indexElementOfA(int row) {
        switch (kind.stride()) {
            case TileKind.SLICED -> {
                code.visitVarInsn(Opcodes.ILOAD, SLICED_AT);
                plus(row * lane.slice());
            }
            case TileKind.ANY -> {
                code.visitVarInsn(Opcodes.ILOAD, row > 0 ? firstRow + row - 1 : A_AT);
                code.visitVarInsn(Opcodes.ILOAD, P);
                code.visitInsn(Opcodes.IADD);
            }
            default -> {
                code.visitVarInsn(Opcodes.ILOAD, A_AT);
                code.visitVarInsn(Opcodes.ILOAD, P);
                code.visitInsn(Opcodes.IADD);
                plus(row * kind.stride());
            }
        }
    }

    private void multiplyAndAdd(int row, int vector) {
        code.visitVarInsn(Opcodes.ALOAD, isNarrow(vector) ? narrowOfA : ofA);
        code.visitVarInsn(Opcodes.ALOAD, firstOfB + vector);
        loadSum(row, vector);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                lane.vector(),
                "fma",
                "(" + VECTOR + VECTOR + ")" + lane.vectorDescriptor(),
                false);
        code.visitVarInsn(Opcodes.ASTORE, sum(row, vector));
    }

    private void storeSums() {
        for (int row = 0; row < rows; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                loadSum(row, vector);
                code.visitVarInsn(Opcodes.ALOAD, C);
                code.visitVarInsn(Opcodes.ILOAD, AT);
                plusVector(vector);
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, lane.vector(), "intoArray", "(" + lane.array() + "I)V", false);
            }
            advance(AT, LDC);
        }
    }

    /** {@code (FloatVector) T.cast(sum)} */
    private void loadSum(int row, int vector) {
        TileClass.pushVectorClass(code, name, bits(vector));
        code.visitVarInsn(Opcodes.ALOAD, sum(row, vector));
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, "java/lang/Class", "cast", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, lane.vector());
    }

    private int bits(int vector) {
        return kind.overlaps() && vector == vectors - 1 ? kind.lastBits() : bits;
    }

    private boolean isNarrow(int vector) {
        return bits(vector) < bits;
    }

    private int sum(int row, int vector) {
        return FIRST_SUM + row * vectors + vector;
    }

    private void loadVector(int array, int vector) {
        species(vector);
        code.visitVarInsn(Opcodes.ALOAD, array);
        code.visitVarInsn(Opcodes.ILOAD, AT);
        plusVector(vector);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                lane.vector(),
                "fromArray",
                "(" + SPECIES + lane.array() + "I)" + lane.vectorDescriptor(),
                false);
    }

    private void species(int vector) {
        code.visitFieldInsn(Opcodes.GETSTATIC, lane.vector(), "SPECIES_" + bits(vector), SPECIES);
    }

    /** Adds where a vector of a tile begins. */
    private void plusVector(int vector) {
        if (kind.overlaps() && vector == vectors - 1) {
            code.visitVarInsn(Opcodes.ILOAD, LAST);
            code.visitInsn(Opcodes.IADD);
        } else {
            plus(vector * lane.lanes(bits));
        }
    }

    private void plus(int constant) {
        if (constant > 0) {
            code.visitLdcInsn(constant);
            code.visitInsn(Opcodes.IADD);
        }
    }

    private void advance(int variable, int step) {
        code.visitVarInsn(Opcodes.ILOAD, variable);
        code.visitVarInsn(Opcodes.ILOAD, step);
        code.visitInsn(Opcodes.IADD);
        code.visitVarInsn(Opcodes.ISTORE, variable);
    }
}
