package dev.santoku.run;

import dev.santoku.result.Verified;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import java.util.List;

/** What a pretended worker answers to all that is asked beside a cell's own figures: that it cannot tell. */
final class PlainAnswers {
    private PlainAnswers() {}

    static Answer to(Request request) {
        if (request instanceof Request.LinkCeiling) {
            return new Answer.Link(null);
        } else if (request instanceof Request.MeasureEnergy) {
            return new Answer.Energy(null);
        } else if (request instanceof Request.Audit) {
            return new Answer.Audited(null);
        } else if (request instanceof Request.Settle) {
            return new Answer.Settled(new Verified(100, 0.001, Verified.Method.BITS), List.of(), List.of(), null, null);
        }
        return request instanceof Request.FmaCeiling || request instanceof Request.BandwidthCeiling
                ? new Answer.Rate(null)
                : new Answer.Done();
    }
}
