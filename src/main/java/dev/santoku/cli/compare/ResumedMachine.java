package dev.santoku.cli.compare;

import dev.santoku.backend.Device;
import dev.santoku.journal.JournalEntry;
import dev.santoku.plan.Plan;
import dev.santoku.report.fleet.HardwareComparison;
import dev.santoku.result.Contender;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether what an interrupted run was begun on is still what it would go on with: a result is of one machine. */
final class ResumedMachine {
    private ResumedMachine() {}

    /** What is no longer as it was, in words; a plan that is made again must come out the same, too. */
    static List<String> differences(JournalEntry.Head head, Machine machine, Plan plan) {
        Set<String> devices = head.contenders().stream().map(Contender::device).collect(Collectors.toSet());
        List<String> differences = new ArrayList<>(
                HardwareComparison.of(head.host(), head.devices(), machine.host(), machine.devices(), devices)
                        .differences());
        add(differences, "system", head.host().os(), machine.host().os());
        add(differences, "JDK", jdk(head.host()), jdk(machine.host()));
        for (Device before : head.devices()) {
            machine.devices().stream()
                    .filter(now -> now.id().equals(before.id()) && devices.contains(before.id()))
                    .forEach(now -> {
                        add(differences, before.id() + "'s platform", before.platform(), now.platform());
                        add(differences, before.id() + "'s driver", before.driver(), now.driver());
                    });
        }
        JournalEntry.Head now = JournalEntry.Head.of(head.run(), head.arguments(), plan, machine);
        add(differences, "contenders", inWords(head.contenders()), inWords(now.contenders()));
        add(differences, "contenders that cannot run", inWords(head.absent()), inWords(now.absent()));
        if (differences.isEmpty() && !head.kernels().equals(now.kernels())) {
            differences.add("the kernels' sources have changed");
        }
        if (differences.isEmpty() && !head.parameters().equals(now.parameters())) {
            differences.add("kernels have been tuned since");
        }
        return differences;
    }

    private static void add(List<String> differences, String what, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            differences.add("%s: %s → %s".formatted(what, before, now));
        }
    }

    private static String jdk(HostFacts host) {
        return "%s (%s)".formatted(host.jdk().version(), host.jdk().vendor());
    }

    private static String inWords(List<Contender> contenders) {
        return contenders.isEmpty()
                ? "none"
                : contenders.stream().map(Contender::inWords).collect(Collectors.joining(", "));
    }

    /** The machine, with what disturbed the first part beside what disturbs now. */
    static Machine of(JournalEntry.Head head, Machine machine) {
        HostFacts before = head.host();
        HostFacts now = machine.host();
        Set<String> warnings = new LinkedHashSet<>();
        Stream.of(before.warnings(), now.warnings()).forEach(warnings::addAll);
        if (!Objects.equals(before.governor(), now.governor())) {
            warnings.add("the governor was %s before an interruption of the run, and %s after it"
                    .formatted(before.governor(), now.governor()));
        }
        if (!Objects.equals(before.onBattery(), now.onBattery())) {
            warnings.add("power came or went with an interruption of the run: only a part of it ran on the battery");
        }
        if (before.driverThreadsBound() != null
                && now.driverThreadsBound() != null
                && !before.driverThreadsBound().equals(now.driverThreadsBound())) {
            warnings.add("threads of OpenCL drivers were bound %s an interruption of the run alone"
                    .formatted(now.driverThreadsBound() ? "after" : "before"));
        }
        return new Machine(now.withWarnings(List.copyOf(warnings)), machine.availability(), machine.surveys());
    }
}
