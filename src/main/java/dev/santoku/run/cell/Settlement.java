package dev.santoku.run.cell;

import dev.santoku.backend.ClusterCost;
import dev.santoku.backend.Sharing;
import dev.santoku.result.Verified;
import dev.santoku.worker.Answer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What workers tell of a cell's products when a launch ends, together over its launches. */
final class Settlement {
    private final Set<String> losses = new LinkedHashSet<>();
    private Verified verified = Verified.NOTHING;
    private List<String> remarks = List.of();
    private Sharing sharing;
    private ClusterCost cluster;

    /** Adds a launch. Of what back ends tell, the last one counts; a device that was lost stays so. */
    void add(Answer.Settled settled) {
        verified = verified.and(settled.verified());
        losses.addAll(settled.losses());
        remarks = Stream.concat(losses.stream(), settled.remarks().stream())
                .distinct()
                .toList();
        sharing = settled.sharing();
        cluster = settled.cluster();
    }

    Verified verified() {
        return verified;
    }

    boolean hasLosses() {
        return !losses.isEmpty();
    }

    List<String> remarks() {
        return remarks;
    }

    /** Null where one processor computed alone. */
    Sharing sharing() {
        return sharing;
    }

    /** Null where there is no cluster. */
    ClusterCost cluster() {
        return cluster;
    }
}
