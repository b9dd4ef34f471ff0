package dev.santoku.cli;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.cli.file.TemporaryFolder;
import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.option.WorkerDeadline;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.DriverProblems;
import dev.santoku.diagnosis.OpenClDrivers;
import dev.santoku.diagnosis.OpenClInstallation;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.report.doctor.Diagnosis;
import dev.santoku.report.doctor.DoctorReport;
import dev.santoku.result.CompilerFact;
import dev.santoku.result.Machine;
import dev.santoku.result.file.ResultFile;
import dev.santoku.worker.CompilerSurvey;
import dev.santoku.worker.Probes;
import dev.santoku.worker.Workers;
import java.lang.module.ModuleFinder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code doctor}: what this machine has, what it lacks, and what mends that. */
final class DoctorCommand implements Command {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "list processors, drivers and devices; say what is missing and how to install it";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(CommandSyntax.option(
                "compiler", null, "ask the OpenCL compilers what they accept, and check their results"));
        Option json = CommandSyntax.option("json", "FILE|-", "write JSON there; - or no FILE is standard output");
        json.setOptionalArg(true);
        options.addOption(json);
        options.addOption(CommandSyntax.option("no-color", null, "no colour"));
        return options;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "environment: SANTOKU_DEADLINE=60: a driver counts as hung after so many seconds of silence (default: %d)"
                        .formatted(Probes.MOST_PATIENCE.toSeconds()),
                "exit codes: 0 done, whatever was found; 1 internal error, or output that cannot be written; 2 wrong usage.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        Duration patience = WorkerDeadline.from(terminal.environment()).orElse(Probes.MOST_PATIENCE);
        Output json = line.hasOption("json") && line.getOptionValue("json") == null
                ? new Output(Optional.of("-"))
                : Output.of(line, "json");
        OpenClInstallation opencl = OpenClDrivers.find();
        try (TemporaryFolder logs = TemporaryFolder.create("doctor", terminal, line.hasOption("verbose"));
                Workers workers =
                        new Workers(logs.path(), opencl.register(logs.path().resolve("drivers")))) {
            List<Backend> backends = Backends.all();
            Machine machine = Probes.probe(backends, workers, patience);
            Set<String> yardsticks = backends.stream()
                    .filter(Backend::yardstick)
                    .map(Backend::id)
                    .collect(Collectors.toSet());
            boolean vectorApi = ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent();
            GpuWatch gpus = GpuWatch.begin(machine);
            List<CompilerFact> answers =
                    line.hasOption("compiler") ? new CompilerSurvey(workers).ask(backends, machine) : List.of();
            Diagnosis diagnosis = Diagnosis.of(machine, opencl, vectorApi, yardsticks, gpus.untilNow(), gpus.troubles())
                    .with(answers)
                    .withTroubles(DriverProblems.here(opencl, machine.devices(), logs.path()));
            if (!json.isStandardOutput()) {
                terminal.out().print(DoctorReport.toText(diagnosis, terminal.style(line.hasOption("no-color"))));
            }
            json.write(() -> ResultFile.toText(diagnosis), terminal);
            return ExitCode.DONE;
        }
    }
}
