package dev.santoku.backend.cpu.threads;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A field of rows × columns that is cut among members by rows, so that each works in rows of its own, whose data lies in its
 * own caches, and helps others when it has done all of them. A member takes its fields column after column, or row after row.
 *
 * <p>Nothing is allocated but for more members than ever before.
 */
public final class TaskGrid {
    /** Numbers from one counter to the next: a cache line for each, so that members do not slow each other down. */
    private static final int APART = 16;

    private AtomicIntegerArray taken = new AtomicIntegerArray(APART);
    private int members;
    private int rows;
    private int columns;
    private boolean rowAfterRow;

    /** Begins anew, with all fields to be taken column after column; while nobody takes any. */
    public void reset(int newMembers, int newRows, int newColumns) {
        reset(newMembers, newRows, newColumns, false);
    }

    /** The same, with all fields to be taken row after row. */
    public void resetRowAfterRow(int newMembers, int newRows, int newColumns) {
        reset(newMembers, newRows, newColumns, true);
    }

    private void reset(int newMembers, int newRows, int newColumns, boolean newRowAfterRow) {
        if (taken.length() < newMembers * APART) {
            taken = new AtomicIntegerArray(newMembers * APART);
        }
        members = newMembers;
        rows = newRows;
        columns = newColumns;
        rowAfterRow = newRowAfterRow;
        for (int member = 0; member < members; member++) {
            taken.set(member * APART, 0);
        }
    }

    /**
     * A field that nobody had: {@code column · rows + row}. At most as many calls find one as there are fields.
     *
     * @throws IllegalStateException when there is none left
     */
    public int take(int member) {
        for (int i = 0; i < members; i++) {
            int owner = member + i < members ? member + i : member + i - members;
            int first = firstRow(owner, members, rows);
            int own = firstRow(owner + 1, members, rows) - first;
            if (own > 0 && taken.get(owner * APART) < own * columns) {
                int index = taken.getAndIncrement(owner * APART);
                if (index < own * columns) {
                    int column = rowAfterRow ? index % columns : index / own;
                    int row = rowAfterRow ? index / columns : index % own;
                    return column * rows + first + row;
                }
            }
        }
        throw new IllegalStateException("more was taken than there is");
    }

    /** The first of a member's own rows, which end where those of the next begin. */
    public static int firstRow(int owner, int members, int rows) {
        return (int) ((long) rows * owner / members);
    }
}
