package dev.santoku.tuning;

import java.util.List;

/** All of one run of the tuner, as {@code tune --json} writes it. */
public record TuningDocument(String schema, long seed, boolean complete, List<TuningResult> tunings) {
    /** The format that this version writes. */
    public static final String SCHEMA = "santoku/tuning/1";

    public TuningDocument {
        tunings = List.copyOf(tunings);
    }
}
