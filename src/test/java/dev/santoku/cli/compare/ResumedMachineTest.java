package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalEntry;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResumedMachineTest {
    private static final RunFacts RUN = RunFacts.begun("id", "0", null, List.of(), Instant.EPOCH, null, 1, 0.02);

    private static HostFacts host(String governor, Boolean onBattery, Boolean bound, String... warnings) {
        HostFacts unknown = HostFacts.unknown();
        return new HostFacts(
                unknown.cpu(),
                null,
                null,
                null,
                unknown.jdk(),
                governor,
                null,
                onBattery,
                null,
                null,
                bound,
                List.of(warnings));
    }

    private static List<String> warnings(HostFacts before, HostFacts now) {
        JournalEntry.Head head = new JournalEntry.Head(
                Journal.SCHEMA, RUN, List.of(), before, List.of(), List.of(), List.of(), List.of(), Map.of());
        return ResumedMachine.of(head, new Machine(now, Map.of())).host().warnings();
    }

    @Test
    void warningsAreThoseOfAllPartsEachOnce() {
        assertThat(warnings(host(null, null, true, "a", "b"), host(null, null, true, "b", "c")))
                .containsExactly("a", "b", "c");
    }

    @Test
    void whatChangedWithAnInterruptionIsAWarning() {
        assertThat(warnings(host("performance", false, null), host("powersave", true, null)))
                .containsExactly(
                        "the governor was performance before an interruption of the run, and powersave after it",
                        "power came or went with an interruption of the run: only a part of it ran on the battery");
    }

    @Test
    void threadsThatWereBoundInAPartOfTheRunAreAWarning() {
        assertThat(warnings(host(null, null, true), host(null, null, false)))
                .containsExactly("threads of OpenCL drivers were bound before an interruption of the run alone");
        assertThat(warnings(host(null, null, false), host(null, null, true)))
                .containsExactly("threads of OpenCL drivers were bound after an interruption of the run alone");
        assertThat(warnings(host(null, null, null), host(null, null, true)))
                .as("journals of older versions do not tell")
                .isEmpty();
    }
}
