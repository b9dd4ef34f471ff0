package dev.santoku.cli;

import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.Display;
import dev.santoku.cli.option.OptionReader;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.kitchen.SceneId;
import dev.santoku.kitchen.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * The options of {@code kitchen}.
 *
 * @param scenes in the order of the lesson
 * @param json where the lesson file goes; standard output then gets nothing else
 */
record KitchenOptions(List<SceneId> scenes, Settings settings, Output json, Optional<Path> html, Display display) {
    private static final int MOST_WORKERS = 1024;
    private static final long DEFAULT_WORK = 200;
    private static final long QUICK_WORK = 100;
    private static final long LEAST_WORK = 20;
    private static final long MOST_WORK = 2000;

    static Options describe() {
        Options options = new Options();
        options.addOption(CommandSyntax.option(
                "tasks", "N", "tasks of each scene (2–" + Settings.MOST_TASKS + ", default: chosen by the scene)"));
        options.addOption(CommandSyntax.option("workers", "N", "most cores to use (default: all)"));
        options.addOption(CommandSyntax.option(
                "work",
                "TIME",
                "how long one task works or waits: %dms, 1s (default: %dms; %dms with --quick)"
                        .formatted(DEFAULT_WORK, DEFAULT_WORK, QUICK_WORK)));
        options.addOption(CommandSyntax.option(
                "seed",
                "N",
                "random seed for orders, delays and matrices (default: " + OptionReader.DEFAULT_SEED + ")"));
        options.addOption(CommandSyntax.option("quick", null, "take about 15 seconds"));
        options.addOption(CommandSyntax.option("html", "FILE", "write a page with zoomable timelines there"));
        options.addOption(CommandSyntax.option("json", "FILE|-", "write the figures there; - is standard output"));
        options.addOption(CommandSyntax.option("quiet", null, "no progress"));
        options.addOption(CommandSyntax.option("no-color", null, "no colour"));
        return options;
    }

    static KitchenOptions from(CommandLine line) throws CommandException {
        OptionReader options = new OptionReader(line);
        boolean quick = options.has("quick");
        Settings settings = new Settings(
                options.count("tasks", 2, Settings.MOST_TASKS).orElse(null),
                options.count("workers", 1, MOST_WORKERS).orElse(null),
                options.value("work", KitchenOptions::millis).orElse(quick ? QUICK_WORK : DEFAULT_WORK),
                options.seed(),
                quick);
        return new KitchenOptions(
                scenes(line.getArgList()), settings, options.output("json"), options.path("html"), options.display());
    }

    private static List<SceneId> scenes(List<String> operands) throws CommandException {
        if (operands.size() > 1) {
            throw CommandException.usage("%s: name one scene, or none for all".formatted(String.join(" ", operands)));
        }
        try {
            return operands.isEmpty() ? List.of(SceneId.values()) : List.of(SceneId.parse(operands.get(0)));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
    }

    /** All files that are to be written. */
    List<Path> files() {
        return Stream.of(json.file(), html).flatMap(Optional::stream).toList();
    }

    private static long millis(String text) {
        long millis = !text.matches("[1-9][0-9]{0,3}m?s")
                ? 0
                : text.endsWith("ms")
                        ? Long.parseLong(text.substring(0, text.length() - 2))
                        : 1000 * Long.parseLong(text.substring(0, text.length() - 1));
        if (millis < LEAST_WORK || millis > MOST_WORK) {
            throw new IllegalArgumentException(
                    "give a time from %dms to %ds, such as 200ms".formatted(LEAST_WORK, MOST_WORK / 1000));
        }
        return millis;
    }
}
