package dev.santoku.backend.cpu.peak;

import dev.santoku.backend.cpu.threads.Team;
import java.util.Arrays;
import java.util.concurrent.Phaser;
import java.util.function.IntConsumer;

/** Has every member of a team do something at the same time. */
public final class Together {
    private final Team team;

    public Together(Team team) {
        this.team = team;
    }

    /**
     * Runs a part on each member, all starting together.
     *
     * @param part takes the number of its member
     * @return seconds from the first start to the last end
     */
    public double seconds(IntConsumer part) {
        long[] starts = new long[team.size()];
        long[] ends = new long[team.size()];
        team.work(team.size(), crew -> {
            // As many tasks as members, none of which ends before all have begun: each member takes exactly one.
            Phaser begun = new Phaser(crew.size());
            crew.each(crew.size(), (index, member) -> {
                begun.arriveAndAwaitAdvance();
                starts[member] = System.nanoTime();
                part.accept(member);
                ends[member] = System.nanoTime();
            });
        });
        return (Arrays.stream(ends).max().orElseThrow()
                        - Arrays.stream(starts).min().orElseThrow())
                / 1e9;
    }
}
