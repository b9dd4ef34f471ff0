package dev.santoku.backend.cpu;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A field of rows × columns that is cut among members by rows, so that each works in rows of its own, whose data lies in its
 * own caches, and helps others when it has done all of them. Every member takes the columns one after the other.
 *
 * <p>Nothing is allocated but for more members than ever before.
 */
final class Shares {
    /** Numbers from one counter to the next: a cache line for each, so that members do not slow each other down. */
    private static final int APART = 16;

    private AtomicIntegerArray taken = new AtomicIntegerArray(APART);
    private int members;
    private int rows;
    private int columns;

    /** Begins anew, with all fields to be taken; while nobody takes any. */
    void reset(int newMembers, int newRows, int newColumns) {
        if (taken.length() < newMembers * APART) {
            taken = new AtomicIntegerArray(newMembers * APART);
        }
        members = newMembers;
        rows = newRows;
        columns = newColumns;
        for (int member = 0; member < members; member++) {
            taken.set(member * APART, 0);
        }
    }

    /**
     * A field that nobody had: {@code column · rows + row}. At most as many calls find one as there are fields.
     *
     * @throws IllegalStateException when there is none left
     */
    int take(int member) {
        for (int i = 0; i < members; i++) {
            int owner = member + i < members ? member + i : member + i - members;
            int first = firstRow(owner);
            int own = firstRow(owner + 1) - first;
            if (own > 0 && taken.get(owner * APART) < own * columns) {
                int index = taken.getAndIncrement(owner * APART);
                if (index < own * columns) {
                    int column = index / own;
                    return column * rows + first + index - column * own;
                }
            }
        }
        throw new IllegalStateException("more was taken than there is");
    }

    private int firstRow(int owner) {
        return (int) ((long) rows * owner / members);
    }
}
