package dev.santoku.cli;

import dev.santoku.cli.file.ResultFiles;
import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
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
        return "compare two result files of the same hardware: what became faster or slower";
    }

    @Override
    public String operands() {
        return "BASE NEW";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(CommandSyntax.option("json", "FILE|-", "write the diff there as JSON; - is standard output"));
        options.addOption(
                CommandSyntax.option("markdown", "FILE|-", "write it there as Markdown; - is standard output"));
        options.addOption(CommandSyntax.option("force", null, "compare even if the hardware differs"));
        options.addOption(CommandSyntax.option("no-color", null, "no colour"));
        return options;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "The speedup of a cell is the base's median time over the new one's, end to end: 0.80× takes a quarter longer.",
                "It is slower or faster if its 95 % confidence interval lies wholly outside ±5 %. The interval includes what varied",
                "within each run. If the machine was busier in one run, its measured peaks differ; they stand above the table.",
                "If a file's checksum shows that it was changed, the report says so and uses it as it is.",
                "",
                "examples:",
                "  diff results/before.json results/after.json",
                "  diff before.json after.json --markdown - >>summary.md",
                "",
                "exit codes: 0 if nothing is slower; 1 internal error, or output that cannot be written;",
                "2 wrong usage, a file that is not a result, or other hardware; 5 if something is slower.");
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
