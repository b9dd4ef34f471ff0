package dev.santoku.report.html;

import dev.santoku.report.CeilingLines;
import dev.santoku.report.Conclusion;
import dev.santoku.report.GpuLines;
import dev.santoku.report.HostLine;
import dev.santoku.report.NoiseLines;
import dev.santoku.report.OpenClDevices;
import dev.santoku.report.TuningLines;
import dev.santoku.report.TwinDeviceLines;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as one HTML file: what the hardware buys, charts with their tables, checks, facts, the command, the result itself. */
public final class HtmlReport {
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:=,@%+-]+");

    private HtmlReport() {}

    /** The file's text. */
    public static String of(RunResult result) {
        return new Page(
                        (result.soak() == null ? "Matrix products on " : "Burn-in of ") + machine(result),
                        subtitle(result.run()),
                        version(result.run()),
                        sections(result),
                        new Page.Data(result.run().id() + ".json", ResultFile.document(result)))
                .toHtml();
    }

    /** What the page shows, in its order. */
    public static List<Section> sections(RunResult result) {
        if (result.soak() != null) {
            return List.of(new SoakSection(result).section(), facts(result), command(result.run()));
        }
        return Stream.of(
                        Optional.of(summary(result)),
                        new SpeedupSection(result).section(),
                        new RateSection(result).section(),
                        new BreakEvenSection(result).section(),
                        new LadderSection(result).section(),
                        new PhaseSection(result).section(),
                        new SharingSection(result).section(),
                        new ClusterSection(result).section(),
                        new RooflineSection(result).section(),
                        new EnergySection(result).section(),
                        new ScalingSection(result).section(),
                        new CheckSection(result).section(),
                        listed("twins", "Devices that should be alike", TwinDeviceLines.of(result)),
                        disturbances(result),
                        Optional.of(facts(result)),
                        Optional.of(command(result.run())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String machine(RunResult result) {
        return Optional.ofNullable(result.run().label())
                .or(() -> Optional.ofNullable(result.host().cpu().model()))
                .orElse("an unknown processor");
    }

    private static String subtitle(RunFacts run) {
        String resumed = run.resumedAt().stream().map(Instant::toString).collect(Collectors.joining(", "));
        return "Run %s%s%s%s"
                .formatted(
                        run.id(),
                        run.startedAt() == null ? "" : ", begun " + run.startedAt(),
                        resumed.isEmpty() ? "" : ", gone on with after an interruption " + resumed,
                        run.complete() ? "" : ", incomplete: it was ended before all was done");
    }

    private static String version(RunFacts run) {
        return Stream.of(run.version(), run.commit())
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
    }

    private static Section summary(RunResult result) {
        List<String> sentences = new Conclusion(result).sentences();
        return new Section(
                "summary",
                "What the hardware buys",
                sentences.isEmpty() ? List.of("Nothing was measured beside one thread or a yardstick.") : sentences);
    }

    /** Empty where there are no lines. */
    private static Optional<Section> listed(String id, String title, List<String> lines) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Section(id, title, lines));
    }

    /** What disturbed the samples; all of them count. */
    private static Optional<Section> disturbances(RunResult result) {
        List<String> lines = NoiseLines.of(result);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "disturbances",
                        "What disturbed the samples",
                        List.of("All samples count; these cells have many that are unlike the rest."),
                        lines,
                        null,
                        List.of()));
    }

    private static Section facts(RunResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(HostLine.of(result.host()));
        lines.addAll(HostLine.details(result.host()));
        OpenClDevices.of(result.devices()).stream().map(HostLine::of).forEach(lines::add);
        lines.addAll(GpuLines.of(result.gpus()));
        lines.addAll(TuningLines.of(result.parameters()));
        lines.addAll(CeilingLines.of(result.ceilings()));
        result.host().warnings().forEach(warning -> lines.add("Warning: " + warning));
        GpuLines.warnings(result.gpus()).forEach(warning -> lines.add("Warning: " + warning));
        result.backends().stream()
                .filter(backend -> !backend.available())
                .forEach(backend -> lines.add("%s is not available: %s".formatted(backend.id(), backend.reason())));
        return new Section("facts", "Facts and warnings", lines);
    }

    private static Section command(RunFacts run) {
        String arguments = run.command().stream().map(HtmlReport::quoted).collect(Collectors.joining(" "));
        return new Section(
                "command",
                "The command",
                List.of("Files are named without their folders; the seed was %d.".formatted(run.seed())),
                List.of(),
                "scripts/santoku.sh " + arguments,
                List.of());
    }

    /** As a shell takes it for one word. */
    private static String quoted(String argument) {
        return PLAIN_WORD.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
