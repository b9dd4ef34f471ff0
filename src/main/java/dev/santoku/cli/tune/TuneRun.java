package dev.santoku.cli.tune;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.file.TemporaryFolder;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.diagnosis.OpenClDrivers;
import dev.santoku.diagnosis.OpenClInstallation;
import dev.santoku.files.Folders;
import dev.santoku.matrix.Precision;
import dev.santoku.report.TuningLines;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.Machine;
import dev.santoku.result.file.ResultFile;
import dev.santoku.tuning.TuningDocument;
import dev.santoku.tuning.TuningPlan;
import dev.santoku.tuning.TuningResult;
import dev.santoku.tuning.TuningRun;
import dev.santoku.worker.Probes;
import dev.santoku.worker.SelfTests;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One {@code tune}: probes, searches, keeps, tells. */
final class TuneRun {
    private final TuneOptions options;
    private final Optional<Duration> silence;
    private final Terminal terminal;
    private final Progress progress;
    private final Tuner tuner;
    private final Map<String, Backend> backends = TuningRun.tunable(Backends.all());

    TuneRun(TuneOptions options, Optional<Duration> silence, Terminal terminal) {
        this.options = options;
        this.silence = silence;
        this.terminal = terminal;
        this.progress = new Progress(terminal, options.display().quiet());
        this.tuner = new Tuner(
                silence, progress, options.display().verbose(), options.json().isStandardOutput());
    }

    ExitCode execute() throws CommandException {
        for (Path file : options.json().file().stream().toList()) {
            RunFiles.checkFile(file, "--json");
        }
        OpenClInstallation opencl = OpenClDrivers.find();
        opencl.notice().ifPresent(progress::note);
        try (TemporaryFolder logs = TemporaryFolder.create(
                        "tune", terminal, options.display().verbose());
                Workers workers =
                        new Workers(logs.path(), opencl.register(logs.path().resolve("drivers")));
                Interruption interruption = new Interruption(() -> leaveNothing(workers, logs.path()))) {
            progress.progress("asking the drivers what this machine has …");
            Machine machine = Probes.probe(
                    List.copyOf(backends.values()),
                    workers,
                    silence.orElseGet(() -> Probes.patience(options.budget())));
            progress.end();
            tuner.tellTrouble(machine);
            List<DeviceSurvey> surveys = surveys(machine);
            if (options.list()) {
                terminal.out().print(lines(TuningLines.of(used(surveys))));
                return ExitCode.DONE;
            }
            ExitCode exitCode = tune(surveys, workers, interruption, logs.path());
            if (exitCode != ExitCode.DONE) {
                logs.keep();
            }
            return exitCode;
        }
    }

    private ExitCode tune(List<DeviceSurvey> surveys, Workers workers, Interruption interruption, Path logs)
            throws CommandException {
        List<DeviceSurvey> proven = new SelfTests(backends, workers, silence, progress::progress).prove(surveys);
        progress.end();
        TuningPlan plan = new TuningPlan(proven, options.sizes(), options.budget(), options.seed());
        List<TuningResult> results = tuner.tune(plan, backends, workers, interruption, run -> {
            tell(run.results(), false).ifPresent(terminal.err()::println);
            terminal.err()
                    .println("interrupted: findings that are kept: %d"
                            .formatted(run.results().size()));
            leaveNothing(workers, logs);
        });
        interruption.close(); // waits where an end from outside has begun: that one tells
        Optional<String> trouble = tell(results, true);
        if (trouble.isPresent()) {
            throw new CommandException(ExitCode.OWN_FAULT, trouble.get());
        }
        return exitCode(results);
    }

    private static void leaveNothing(Workers workers, Path logs) {
        workers.close();
        Folders.deleteAll(logs);
    }

    /** Of the devices and precisions asked for. */
    private List<DeviceSurvey> surveys(Machine machine) throws CommandException {
        List<String> known = machine.devices().stream().map(Device::id).toList();
        boolean broken = !machine.broken().isEmpty();
        if (options.devices().isEmpty() && machine.devices().stream().noneMatch(this::isAskedFor)) {
            throw new CommandException(
                    broken ? ExitCode.FAILED : ExitCode.MISSING,
                    "there is no OpenCL device to tune: %s; --devices cpu tunes single and pool"
                            .formatted(reasons(machine)));
        }
        for (String device : options.devices()) {
            if (!known.contains(device) && broken) {
                throw new CommandException(
                        ExitCode.FAILED, "--devices %s cannot be looked at: %s".formatted(device, reasons(machine)));
            } else if (!known.contains(device)) {
                throw CommandException.usage("--devices: there is no device '%s' to tune; there are %s"
                        .formatted(device, String.join(", ", known)));
            }
        }
        List<DeviceSurvey> surveys = machine.surveys().stream()
                .filter(survey -> options.list() || survey.canBeSearched())
                .filter(this::isAskedFor)
                .toList();
        if (surveys.isEmpty() && machine.surveys().stream().anyMatch(this::isAskedFor)) {
            throw CommandException.usage(
                    "the kernels of the devices asked for are compiled ahead: nothing can be tuned");
        }
        if (surveys.isEmpty()
                && !options.precisions().isEmpty()
                && options.precisions().stream().allMatch(Precision::isReduced)) {
            throw CommandException.usage(
                    "--precision: none of the devices asked for has instructions for %s, which is computed in f32 there: tune f32"
                            .formatted(options.precisions().stream()
                                    .map(Precision::label)
                                    .sorted()
                                    .collect(Collectors.joining(" or "))));
        }
        if (surveys.isEmpty()) {
            throw machine.devices().stream().anyMatch(this::isAskedFor)
                    ? new CommandException(
                            ExitCode.FAILED,
                            "the driver of the devices asked for fails when it is asked what can be tuned; see its log with --verbose")
                    : CommandException.usage(
                            "none of the devices asked for computes in a precision asked for; santoku doctor lists them");
        }
        return surveys;
    }

    private boolean isAskedFor(DeviceSurvey survey) {
        return isAskedFor(survey.device()) && isAskedFor(survey.precision());
    }

    private boolean isAskedFor(Device device) {
        return isAskedFor(device.id())
                && (options.precisions().isEmpty()
                        || options.precisions().stream()
                                .map(Precision::storage)
                                .anyMatch(device.precisions()::contains));
    }

    /** By name; without names all but reduced ones, which take time from the others and matter to few. */
    private boolean isAskedFor(Precision precision) {
        return options.precisions().isEmpty()
                ? options.list() || !precision.isReduced()
                : options.precisions().contains(precision);
    }

    /** By name; without names all but the processor itself, whose tuning would take the time of the others. */
    private boolean isAskedFor(String device) {
        return options.devices().isEmpty()
                ? options.list() || !device.equals(Device.cpu().id())
                : options.devices().contains(device);
    }

    private static String reasons(Machine machine) {
        return machine.availability().values().stream()
                .filter(Availability.Unavailable.class::isInstance)
                .map(Availability.Unavailable.class::cast)
                .map(Availability.Unavailable::inWords)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static List<KernelParameters> used(List<DeviceSurvey> surveys) {
        return surveys.stream()
                .map(survey -> new KernelParameters(
                        "%s:%s@%s"
                                .formatted(
                                        survey.backend(),
                                        survey.survey().today().candidate().family(),
                                        survey.device()),
                        survey.device(),
                        survey.precision(),
                        survey.survey().today()))
                .toList();
    }

    /**
     * Prints the findings and writes them where they were asked for.
     *
     * @return what went wrong with that, in words
     */
    private Optional<String> tell(List<TuningResult> results, boolean complete) {
        progress.end();
        String json = ResultFile.toText(new TuningDocument(TuningDocument.SCHEMA, options.seed(), complete, results));
        terminal.out()
                .print(
                        options.json().isStandardOutput()
                                ? json
                                : lines(results.stream().map(TuningLines::of).toList()));
        terminal.out().flush();
        if (options.json().file().isPresent()) {
            try {
                ResultFile.write(options.json().file().get(), json);
            } catch (IOException e) {
                return Optional.of("%s cannot be written (%s); what was found is kept nonetheless"
                        .formatted(options.json().file().get(), FileErrors.inWords(e)));
            }
        }
        return Optional.empty();
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static ExitCode exitCode(List<TuningResult> results) {
        List<TuningResult.Outcome> outcomes =
                results.stream().map(TuningResult::outcome).toList();
        if (outcomes.contains(TuningResult.Outcome.WRONG)) {
            return ExitCode.WRONG_PRODUCT;
        }
        return outcomes.contains(TuningResult.Outcome.FAILED) ? ExitCode.FAILED : ExitCode.DONE;
    }
}
