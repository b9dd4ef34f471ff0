package dev.santoku.measure;

/** Is told how a run goes on. */
public interface RunListener {
    /** The run goes on to something that takes a while. */
    void progress(String what);

    /** A cell came to its end. */
    void finished(CellResult result);
}
