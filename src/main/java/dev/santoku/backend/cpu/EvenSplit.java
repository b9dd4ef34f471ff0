package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.threads.TaskGrid;

/**
 * A row of equal things, such as strips of A, that is cut evenly among members, and each one's part into pieces. All have
 * equally many pieces, so that a {@link TaskGrid field of pieces} has a row or column for each; the last ones of a part may be
 * smaller, or empty.
 */
final class EvenSplit {
    private int length;
    private int members;
    private int size;
    private int perMember;

    /**
     * Cuts anew.
     *
     * @param newLength how many things there are, at least 1
     * @param newMembers how many members there are, at least 1
     * @param newSize how many things a piece has, at most; at least 1
     */
    void reset(int newLength, int newMembers, int newSize) {
        length = newLength;
        members = newMembers;
        size = BlockSizes.evenCut(most(), newSize);
        perMember = BlockSizes.ceilDiv(most(), size);
    }

    /** Things in the largest part of a member. */
    int most() {
        return BlockSizes.ceilDiv(length, members);
    }

    int count() {
        return members * perMember;
    }

    /** The first thing of a member's part, which ends where that of the next begins. */
    int firstOf(int member) {
        return TaskGrid.firstRow(member, members, length);
    }

    /** The first thing of a piece; of an empty one its end. */
    int from(int piece) {
        int owner = piece / perMember;
        return Math.min(firstOf(owner + 1), firstOf(owner) + (piece - owner * perMember) * size);
    }

    /** The end of a piece: the thing after its last one. */
    int to(int piece) {
        return Math.min(firstOf(piece / perMember + 1), from(piece) + size);
    }
}
