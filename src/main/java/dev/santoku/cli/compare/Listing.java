package dev.santoku.cli.compare;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.ContenderResolver;
import dev.santoku.plan.Plan;
import dev.santoku.plan.SamplingProfile;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code --list} and {@code --dry-run} print. */
final class Listing {
    private Listing() {}

    /** Every contender with its description; those taken when no variant is named are starred. */
    static String contenders(Map<String, Backend> backends, Machine machine, OpenOptions options) {
        StringBuilder text = new StringBuilder();
        backends.forEach((id, backend) -> {
            Availability availability = machine.availability().get(id);
            for (Device device : backend.unnamedDevices(availability)) {
                Optional<Device> first = machine.firstRoute(device);
                List<String> defaults = ContenderResolver.defaultVariants(backend, availability, device, options);
                Map<Availability.Unavailable, Contender> obstacles = new LinkedHashMap<>();
                for (Variant variant : backend.variants()) {
                    Contender contender = new Contender(id, variant.id(), device.id());
                    Optional<Availability.Unavailable> obstacle = availability.obstacle(variant.id());
                    if (obstacle.isPresent()) {
                        obstacles.put(obstacle.get(), contender);
                    } else {
                        text.append("%s %-24s %s%s%n"
                                .formatted(
                                        first.isEmpty() && defaults.contains(variant.id()) ? "*" : " ",
                                        contender,
                                        first.map(same -> "a second route to %s, by name alone: ".formatted(same.id()))
                                                .orElse(""),
                                        variant.description()));
                    }
                }
                availability
                        .note(device.id())
                        .ifPresent(note -> text.append("  ").append(note).append('\n'));
                obstacles.forEach((obstacle, contender) -> text.append(unavailable(contender.toString(), obstacle)));
            }
            if (availability instanceof Availability.Unavailable unavailable) {
                text.append(unavailable(id, unavailable));
            }
        });
        return text.append("* is taken when no variant is named\n").toString();
    }

    private static String unavailable(String what, Availability.Unavailable unavailable) {
        return "- %-24s unavailable: %s%n".formatted(what, unavailable.inWords());
    }

    /** What would be measured. */
    static String plan(Plan plan, Optional<SoakOptions> soak) {
        StringBuilder text = new StringBuilder();
        boolean severalCounts = plan.threads().size() > 1;
        plan.contenders().forEach(contender -> text.append("measure   ")
                .append(severalCounts ? contender.inWords() : contender.toString())
                .append('\n'));
        plan.absent()
                .forEach(absent -> text.append("%s      %s: %s%n"
                        .formatted(absent.failed() ? "fail" : "skip", absent.contender(), absent.reason())));
        text.append("precision ")
                .append(joined(plan.precisions().stream().map(Precision::label).toList()));
        text.append("sizes     ")
                .append(plan.shapes()
                        .map(shapes ->
                                joined(shapes.stream().map(Shape::toString).toList()))
                        .orElse("chosen by the first measured rates\n"));
        text.append("threads   ")
                .append(joined(plan.threads().stream().map(Object::toString).toList()));
        if (plan.sampling().launches() > 1) {
            text.append("launches  %d%n".formatted(plan.sampling().launches()));
        }
        if (soak.isPresent()) {
            text.append("soak      %d s, all at the same time%n"
                    .formatted(soak.get().time().toSeconds()));
        } else {
            text.append("within    %s%n"
                    .formatted(SamplingProfile.inWords(plan.sampling().profile().within())));
            text.append("budget    %d s%n".formatted(plan.sampling().budget().toSeconds()));
        }
        return text + "seed      %d%n".formatted(plan.sampling().seed());
    }

    private static String joined(List<String> words) {
        return words.stream().collect(Collectors.joining(", ", "", "\n"));
    }
}
