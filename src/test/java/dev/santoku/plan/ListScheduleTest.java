package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListScheduleTest {
    @Test
    void aTaskGoesToWhoIsFreeFirst() {
        assertThat(ListSchedule.makespan(new double[] {3, 1, 1, 2}, 2)).isEqualTo(4);
        assertThat(ListSchedule.makespan(new double[] {1, 1, 3}, 2)).isEqualTo(4);
    }

    @Test
    void withEnoughProcessorsTheLongestTaskIsAll() {
        assertThat(ListSchedule.makespan(new double[] {2, 7, 1}, 3)).isEqualTo(7);
        assertThat(ListSchedule.makespan(new double[] {2, 7, 1}, 100)).isEqualTo(7);
    }

    @Test
    void oneProcessorDoesAll() {
        assertThat(ListSchedule.makespan(new double[] {2, 7, 1}, 1)).isEqualTo(10);
        assertThat(ListSchedule.makespan(new double[] {}, 1)).isZero();
    }
}
