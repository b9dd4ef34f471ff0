package dev.santoku.cli;

import dev.santoku.report.fleet.Diff;
import dev.santoku.report.fleet.DiffReport;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code diff}: what became faster or slower on the same hardware. */
final class DiffCommand implements Command {
    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String summary() {
        return "say what became faster or slower from one result file to another, on the same hardware";
    }

    @Override
    public String operands() {
        return "BASE NEW";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(Main.option("json", "FILE|-", "write the diff there as JSON; - prints nothing else"));
        options.addOption(Main.option("markdown", "FILE|-", "write it there as Markdown; - prints nothing else"));
        options.addOption(Main.option("force", null, "compare even where the hardware differs"));
        options.addOption(Main.option("no-color", null, "no colour"));
        return options;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "A cell's speed is the base's median time over the new one's, end to end: 0.80× takes a quarter longer.",
                "It is slower or faster where the 95 % interval lies wholly outside ±5 %. The interval holds what varied",
                "within each run; a machine that was busier in one of them shows in its ceilings, which stand above.",
                "A file that was changed since it was written, as its checksum tells, is named and taken as it is.",
                "",
                "examples:",
                "  diff results/before.json results/after.json",
                "  diff before.json after.json --markdown - >>summary.md",
                "",
                "exit codes: 0 nothing is slower; 1 a fault of the program, or output that cannot be written;",
                "2 wrong usage, a file that is no result, other hardware; 5 something is slower.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        if (line.getArgList().size() != 2) {
            throw CommandException.usage("diff wants two result files: diff BASE NEW");
        }
        Output json = Output.of(line, "json");
        Output markdown = Output.of(line, "markdown");
        if (json.isStandardOutput() && markdown.isStandardOutput()) {
            throw CommandException.usage("--json - and --markdown -: standard output takes one of them");
        }
        RunResult base = ResultFiles.read(Path.of(line.getArgList().get(0)), terminal);
        RunResult now = ResultFiles.read(Path.of(line.getArgList().get(1)), terminal);
        Diff diff = Diff.of(base, now);
        ResultFiles.refuseOtherHardware(diff.hardware(), line.hasOption("force"));
        DiffReport report = new DiffReport(diff);
        json.write(() -> ResultFile.toText(diff), terminal);
        markdown.write(report::toMarkdown, terminal);
        if (!json.isStandardOutput() && !markdown.isStandardOutput()) {
            terminal.out().print(report.toText(terminal.style(line.hasOption("no-color"))));
        }
        return ResultFiles.judge(diff);
    }
}
