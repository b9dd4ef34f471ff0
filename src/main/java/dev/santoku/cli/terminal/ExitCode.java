package dev.santoku.cli.terminal;

import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import java.util.List;

/** What the program's end says to a script. */
public enum ExitCode {
    DONE(0),
    OWN_FAULT(1),
    WRONG_USAGE(2),
    WRONG_PRODUCT(3),
    MISSING(4),
    SLOWER(5),
    FAILED(6),
    /** {@code --self-check} found a difference where there is none. */
    UNSTEADY(7),
    /** Nothing that was asked for could be measured, and nothing failed. */
    NOTHING_MEASURED(8),
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Of a run with these cells: what is worst in it counts. */
    public static ExitCode of(List<CellResult> cells) {
        return ofOutcomes(cells.stream().map(CellResult::outcome).toList());
    }

    /** Of a run with these outcomes. */
    public static ExitCode ofOutcomes(List<Outcome> outcomes) {
        if (outcomes.contains(Outcome.WRONG)) {
            return WRONG_PRODUCT;
        } else if (outcomes.contains(Outcome.FAILED)) {
            return FAILED;
        }
        return outcomes.contains(Outcome.MEASURED) ? DONE : NOTHING_MEASURED;
    }
}
