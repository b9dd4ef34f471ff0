package dev.santoku.run;

import dev.santoku.result.Cell;
import dev.santoku.result.CellResult;

/** Is told how a run goes on. */
public interface RunListener {
    /** The run goes on to something that takes a while. */
    void progress(String what);

    /** Likewise with a cell. */
    default void progress(Cell cell, String what) {
        progress(cell + ": " + what);
    }

    /** Something that the user should know, and that costs no cell. */
    default void note(String what) {}

    /** The run has come so far. */
    default void standing(RunProgress standing) {}

    /** A cell came to its end. */
    void finished(CellResult result);
}
