package dev.santoku.cli.compare;

import dev.santoku.backend.Device;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.plan.ContenderRequest;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;

/**
 * What {@code compare --soak} is to do beside what other options say.
 *
 * @param time of load
 * @param keepGoing whether it goes on after a wrong product or a lost worker
 */
record SoakOptions(Duration time, boolean keepGoing) {
    static final List<ContenderRequest> DEFAULT_CONTENDERS =
            List.of(ContenderRequest.unnamed("pool"), ContenderRequest.unnamed("jocl"));

    private static final String OPTION = "soak";
    private static final String KEEP_GOING = "keep-going";

    /** Options of a comparison; a burn-in times nothing and lasts as long as it is told. */
    private static final List<String> OF_COMPARISONS = List.of(
            "batch",
            "yardsticks",
            "cblas",
            "ladder",
            "launches",
            "self-check",
            "quick",
            "budget",
            "within",
            "csv",
            "raw",
            "baseline",
            "force",
            "tune");

    static void describe(Options options) {
        options.addOption(
                CommandSyntax.option(
                        OPTION,
                        "TIME",
                        "burn-in: full load on all devices for TIME (90s, 10m, 8h); every product verified; exit 3 at the first wrong one"));
        options.addOption(
                CommandSyntax.option(KEEP_GOING, null, "with --soak: count wrong products, and exit 3 at the end"));
    }

    static Optional<SoakOptions> from(OptionReader options) throws CommandException {
        if (!options.has(OPTION)) {
            if (options.has(KEEP_GOING)) {
                throw CommandException.usage("--keep-going: there is no --soak; give both, or leave it out");
            }
            return Optional.empty();
        }
        for (String option : OF_COMPARISONS) {
            if (options.has(option)) {
                throw CommandException.usage(
                        "--%s: --soak compares no times and lasts as long as it says; leave one out".formatted(option));
            }
        }
        Optional<String> threads = options.text("threads");
        if (threads.filter(list -> list.contains(",")).isPresent()) {
            throw CommandException.usage("--threads %s: --soak takes one number of threads".formatted(threads.get()));
        }
        return options.value(OPTION, OptionReader::duration)
                .map(time -> new SoakOptions(time, options.has(KEEP_GOING)));
    }

    /**
     * Of the contenders of a soak that names none: one for each processor. A driver that runs OpenCL on the CPU is left out
     * where the pool loads that already, and so is a GPU's second driver.
     */
    static List<Contender> oneADevice(List<Contender> contenders, Machine machine, Progress progress) {
        List<Contender> chosen = new ArrayList<>();
        Set<String> places = new HashSet<>();
        for (Contender contender : contenders) {
            Device device = machine.device(contender.device()).orElseThrow();
            boolean onCpu = device.kind() == Device.Kind.CPU && device.route().equals("opencl");
            String place = machine.pciAddresses().get(device.id());
            if (onCpu && contenders.stream().anyMatch(other -> other.backend().equals("pool"))) {
                progress.note("%s (%s) is left out: pool loads the same processor; --backends jocl@%s soaks it"
                        .formatted(device.id(), device.name(), device.id()));
            } else if (place != null && !places.add(place)) {
                progress.note("%s (%s) is left out: another driver has the same GPU; --backends jocl@%s soaks it"
                        .formatted(device.id(), device.name(), device.id()));
            } else {
                chosen.add(contender);
            }
        }
        return chosen;
    }
}
