package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a cell; all but the first carry a reason. */
public enum Outcome {
    /** Checked and timed. */
    @JsonProperty("measured")
    MEASURED,
    /** Not possible or not worth it here. */
    @JsonProperty("skipped")
    SKIPPED,
    /** The product was wrong. */
    @JsonProperty("wrong")
    WRONG,
    /** The worker crashed, hung, or the device refused. */
    @JsonProperty("failed")
    FAILED
}
