package dev.santoku.run.contender;

import dev.santoku.journal.JournalEntry;
import dev.santoku.result.Contender;
import java.util.Optional;

/** How often a contender has lost its worker; after two losses it is not tried again. */
public final class WorkerLosses {
    private static final int MOST = 2;

    private int count;
    private String last;
    private String untold;

    /** The worker is gone. */
    void add(String reason) {
        count++;
        last = reason;
    }

    /** It was lost outside any cell; the next cell will say so. */
    void betweenCells(String reason) {
        untold = reason;
    }

    /** An earlier part of the run lost workers already. */
    public void before(JournalEntry.Losses earlier) {
        count = earlier.count();
        last = earlier.last();
    }

    /** Whether the contender has been lost so often that it is not tried again. */
    public boolean givenUp() {
        return count >= MOST;
    }

    /** Why the next cell has failed before it began, if so; a loss between cells is told once. */
    public Optional<String> failedAlready() {
        if (givenUp()) {
            return Optional.of("not tried again after %d failures: %s".formatted(count, last));
        }
        Optional<String> loss = Optional.ofNullable(untold);
        untold = null;
        return loss;
    }

    /** For the journal, where there are any. */
    public Optional<JournalEntry.Losses> of(Contender contender) {
        return count == 0 ? Optional.empty() : Optional.of(new JournalEntry.Losses(contender, count, last));
    }
}
