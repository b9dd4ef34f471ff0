package dev.santoku.kitchen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A scene's process: reads from a folder what to play, and writes what it showed there. It never outlives its parent, which
 * alone holds the other end of its standard input.
 */
public final class SceneMain {
    static final String ASSIGNMENT = "assignment.json";
    static final String ANSWER = "answer.json";

    private SceneMain() {}

    /** Plays one scene in the folder that it is told. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT); // digits in reasons and names of devices
        Path folder = Path.of(arguments[0]);
        Thread watch = new Thread(SceneMain::haltWithTheParent, "santoku-parent");
        watch.setDaemon(true);
        watch.start();
        Assignment assignment = LessonJson.read(folder.resolve(ASSIGNMENT), Assignment.class);
        LessonJson.write(folder.resolve(ANSWER), play(assignment, folder));
        // A driver that hangs in an orderly exit has nothing more to say.
        Runtime.getRuntime().halt(0);
    }

    /** Plays a scene in this process. */
    static Scene play(Assignment assignment, Path folder) {
        Settings settings = assignment.settings();
        Cores cores = Cores.find();
        return switch (assignment.scene()) {
            case ORDER -> new OrderScene(settings).play();
            case KNIVES -> new KnivesScene(settings, cores, Affinity.find(cores)).play();
            case DRIVERS -> new DriversScene(settings, cores, Affinity.find(cores), folder).play();
            case MATRIX -> new MatrixScene(settings, cores).play(assignment.opencl());
        };
    }

    private static void haltWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is sent: what counts is the end
            }
        } catch (IOException e) {
            System.err.println("standard input broke: " + e.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }
}
