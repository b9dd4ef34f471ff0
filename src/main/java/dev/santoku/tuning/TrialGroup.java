package dev.santoku.tuning;

import java.util.List;

/** Trials on equal devices, one each. */
record TrialGroup(List<WorkerTrials> members) implements AutoCloseable {
    TrialGroup {
        members = List.copyOf(members);
    }

    @Override
    public void close() {
        members.forEach(WorkerTrials::close);
    }
}
