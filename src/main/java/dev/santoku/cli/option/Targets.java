package dev.santoku.cli.option;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.terminal.CommandException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the results of {@code compare} go.
 *
 * @param folder of result files
 * @param json where the result goes beside its place in the folder
 * @param raw where all samples go
 */
public record Targets(Path folder, Output json, Optional<Path> csv, Output raw, Optional<Path> html) {
    public static final Path DEFAULT_FOLDER = Path.of("results");

    public static Targets from(OptionReader options) throws CommandException {
        Path folder = folder(options);
        Optional<Path> csv = options.path("csv");
        Output json = options.output("json");
        Output raw = options.output("raw");
        if (json.isStandardOutput() && raw.isStandardOutput()) {
            throw CommandException.usage("--json - and --raw -: standard output takes one of them");
        }
        return new Targets(folder, json, csv, raw, options.path("html"));
    }

    /** The folder of result files. */
    public static Path folder(OptionReader options) throws CommandException {
        return options.path("out").orElse(DEFAULT_FOLDER);
    }

    /** Makes sure that all can be written that is asked for, before minutes are spent on it. */
    public void check() throws CommandException {
        check("--json", json.file());
        check("--csv", csv);
        check("--raw", raw.file());
        check("--html", html);
        RunFiles.checkFolder(folder, "--out");
    }

    private static void check(String option, Optional<Path> file) throws CommandException {
        if (file.isPresent()) {
            RunFiles.checkFile(file.get(), option);
        }
    }
}
