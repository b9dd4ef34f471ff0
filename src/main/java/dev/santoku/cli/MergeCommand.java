package dev.santoku.cli;

import dev.santoku.cli.file.ResultFiles;
import dev.santoku.cli.fleet.SlurmNode;
import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.cli.terminal.Version;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.report.fleet.Merge;
import dev.santoku.report.fleet.MergePage;
import dev.santoku.report.fleet.MergeText;
import dev.santoku.report.fleet.Merger;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code merge}: many machines, one report by hardware. */
final class MergeCommand implements Command {
    @Override
    public String name() {
        return "merge";
    }

    @Override
    public String summary() {
        return "make one report by hardware from the result files of many machines";
    }

    @Override
    public String operands() {
        return "FILE|DIR...";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(
                CommandSyntax.option("json", "FILE|-", "write the merged result there; - is standard output"));
        options.addOption(CommandSyntax.option("html", "FILE", "write a page with charts there"));
        options.addOption(
                CommandSyntax.option("strict", null, "stop at a file that is not a result, and write nothing"));
        options.addOption(CommandSyntax.option("no-color", null, "no colour"));
        return options;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Of a folder, all .json files are read, also in folders below it. Runs with the same label on the same",
                "hardware are one machine. A run without label is a machine. A run in several files counts once.",
                "Nodes of fleet --slurm that have no result are listed, with the exit code of their task.",
                "With 4 or more machines of one hardware, one beyond 3 MAD of the others is an outlier.",
                "",
                "examples:",
                "  merge results --html lab.html",
                "  merge node-*/results --strict --json lab.json",
                "",
                "exit codes: 0 done, with files that are not results listed; 1 internal error, or output that",
                "cannot be written; 2 wrong usage, no result among the files, or with --strict a file that is not a result.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        if (line.getArgList().isEmpty()) {
            throw CommandException.usage("merge wants result files or folders of them: merge FILE|DIR...");
        }
        Output json = Output.of(line, "json");
        Output html = Output.of(line, "html");
        if (html.isStandardOutput()) {
            throw CommandException.usage("--html -: name a file");
        }
        Merger merger = new Merger();
        for (Path file : files(line.getArgList())) {
            add(merger, file, line.hasOption("strict"), terminal);
        }
        for (String name : line.getArgList()) {
            addLacking(merger, Path.of(name));
        }
        if (merger.mergedRuns() == 0) {
            throw CommandException.usage("there is no result to merge: %s; name files that compare wrote"
                    .formatted(merger.refusals().orElse("no file ends in .json")));
        }
        Merge merge = merger.result();
        html.write(() -> new MergePage(merge).toHtml(Version.read().version()), terminal);
        json.write(() -> ResultFile.toText(merge), terminal);
        if (!json.isStandardOutput()) {
            terminal.out().print(new MergeText(merge).toText(terminal.style(line.hasOption("no-color"))));
        }
        return ExitCode.DONE;
    }

    /** One at a time: a result is let go once it is added. */
    private static void add(Merger merger, Path file, boolean strict, Terminal terminal) throws CommandException {
        try {
            ResultReader.Read read = ResultReader.readComparison(file);
            ResultFiles.tellChange(file, read, terminal);
            merger.add(name(file), read.result());
        } catch (RefusedFileException e) {
            if (strict) {
                throw CommandException.usage("--strict: %s: %s".formatted(file, e.getMessage()));
            }
            merger.refuse(name(file), e.getMessage());
        }
    }

    private static void addLacking(Merger merger, Path folder) throws CommandException {
        try {
            if (Files.isDirectory(folder)) {
                SlurmNode.withoutResult(folder)
                        .forEach(node -> merger.refuse(UntrustedText.name(node.name()), node.reason()));
            }
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(folder, e);
        }
    }

    private static String name(Path file) {
        return UntrustedText.name(String.valueOf(file.getFileName()));
    }

    private static List<Path> files(List<String> names) throws CommandException {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path path = Path.of(name);
            if (!Files.exists(path)) {
                throw CommandException.usage("%s: there is no such file or folder".formatted(name));
            }
            if (Files.isDirectory(path)) {
                files.addAll(below(path));
            } else {
                files.add(path);
            }
        }
        return files;
    }

    private static List<Path> below(Path folder) throws CommandException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(folder, e);
        }
    }

    private static CommandException unreadable(Path folder, Exception e) {
        IOException cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
        return CommandException.usage("%s: it cannot be read (%s)".formatted(folder, FileErrors.inWords(cause)));
    }
}
