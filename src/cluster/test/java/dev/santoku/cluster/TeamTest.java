package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TeamTest {
    private static final long GIB = 1L << 30;

    @Test
    void theSmallestExecutorSaysHowManyThreadsATaskHas() {
        Team team = Team.of(List.of(4, 2, 5), 2 * GIB);
        assertThat(team.executors()).isEqualTo(3);
        assertThat(team.threads()).isEqualTo(2);
        assertThat(team.slots()).as("2 + 1 + 2").isEqualTo(5);
        long blocks = (long) (0.6 * 2 * GIB) - (128L << 20);
        assertThat(team.taskBytes()).as("two tasks share a heap").isEqualTo(blocks / 2);
    }

    @Test
    void aHeapThatIsTooSmallStillHasSomeRoom() {
        assertThat(Team.of(List.of(1), 100L << 20)).isEqualTo(new Team(1, 1, 1, 16L << 20, false));
    }
}
