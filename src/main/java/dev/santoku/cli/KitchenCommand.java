package dev.santoku.cli;

import dev.santoku.cli.file.RunFiles;
import dev.santoku.cli.file.TemporaryFolder;
import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.Output;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.diagnosis.OpenClDrivers;
import dev.santoku.files.Folders;
import dev.santoku.kitchen.Kitchen;
import dev.santoku.kitchen.Lesson;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.SceneId;
import dev.santoku.kitchen.Settings;
import dev.santoku.report.lesson.LessonPage;
import dev.santoku.report.lesson.LessonText;
import dev.santoku.result.file.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code kitchen}: the lesson. */
final class KitchenCommand implements Command {
    @Override
    public String name() {
        return "kitchen";
    }

    @Override
    public String summary() {
        return "the lesson: concurrency and parallelism, measured on this machine";
    }

    @Override
    public String operands() {
        return "[SCENE]";
    }

    @Override
    public Options options() {
        return KitchenOptions.describe();
    }

    @Override
    public List<String> notes() {
        return List.of(
                "scenes (default: all):",
                "  order    independent tasks in every order, a recipe with dependencies, a shared bowl",
                "  knives   tasks of pure computing in turns on one core, and on a core each",
                "  drivers  tasks that wait: one after the other, concurrently on one core, on all cores",
                "  matrix   a product on one core, on all, and on an OpenCL device",
                "",
                "examples:",
                "  kitchen --quick",
                "  kitchen knives --tasks 3 --workers 2",
                "  kitchen --html lesson.html",
                "",
                "src/site/markdown/lesson.md is a lesson of half an hour with exercises.",
                "exit codes: 0 done, with skipped rows and their reasons; 1 internal error, or output that",
                "cannot be written; 2 wrong usage; 3 wrong product; 6 if a scene failed; 130 if interrupted.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        KitchenOptions options = KitchenOptions.from(line);
        for (Path file : options.files()) {
            RunFiles.checkFile(file, options.json().file().filter(file::equals).isPresent() ? "--json" : "--html");
        }
        try (TemporaryFolder folder =
                TemporaryFolder.create("kitchen", terminal, options.display().verbose())) {
            List<Scene> scenes = play(options, folder.path(), terminal);
            finish(
                    options,
                    new Lesson(Lesson.SCHEMA, System.getProperty("java.version"), options.settings(), scenes),
                    terminal);
            return exitCode(scenes);
        }
    }

    /** A wrong product says more than a failure beside it. */
    static ExitCode exitCode(List<Scene> scenes) {
        if (scenes.stream().anyMatch(scene -> Boolean.TRUE.equals(scene.wrong()))) {
            return ExitCode.WRONG_PRODUCT;
        }
        return scenes.stream().allMatch(scene -> scene.failure() == null) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<Scene> play(KitchenOptions options, Path folder, Terminal terminal) throws CommandException {
        Progress progress = new Progress(terminal, options.display().quiet());
        Map<String, String> environment = OpenClDrivers.find().register(folder.resolve("drivers"));
        Kitchen kitchen = new Kitchen(folder, environment);
        List<Scene> scenes = new ArrayList<>();
        for (SceneId id : options.scenes()) {
            progress.progress("plays %s …".formatted(id.id()));
            Scene scene = play(kitchen, id, options.settings(), folder);
            progress.end();
            scenes.add(scene);
            if (!options.json().isStandardOutput()) {
                terminal.out()
                        .print(new LessonText(
                                        scene, terminal.style(options.display().noColor()), terminal.columns())
                                .toText());
                if (terminal.isDeaf() && options.files().isEmpty()) {
                    break; // nobody gets the others
                }
            }
        }
        return scenes;
    }

    /** An end from outside takes the scene's process and the folder along, and nothing of it is printed. */
    private static Scene play(Kitchen kitchen, SceneId id, Settings settings, Path folder) throws CommandException {
        Interruption interruption = new Interruption(() -> {
            kitchen.stop();
            Folders.deleteAll(folder);
        });
        try {
            return kitchen.play(id, settings);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OWN_FAULT, "%s cannot be played: %s".formatted(id.id(), FileErrors.inWords(e)));
        } finally {
            interruption.close();
        }
    }

    private static void finish(KitchenOptions options, Lesson lesson, Terminal terminal) throws CommandException {
        String json = ResultFile.toText(lesson);
        if (options.json().isStandardOutput()) {
            terminal.out().print(json);
        }
        Optional<Path> file = options.json().file();
        if (file.isPresent()) {
            Output.write(file.get(), json);
        }
        if (options.html().isPresent()) {
            Output.write(options.html().get(), LessonPage.toHtml(lesson));
            if (!options.display().quiet()) {
                terminal.err().println("page: " + options.html().get());
            }
        }
    }
}
