package dev.santoku;

import java.io.File;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A library that the build resolved.
 *
 * @param folder its group and artifact as a path in a Maven repository; what stands before may be the way to that repository
 */
record Library(String folder, Version version) {
    /** All that the tests run with: those of the program, those of tests, and yardsticks. */
    static List<Library> onTheClassPath() {
        return jarsOnTheClassPath().map(Library::of).toList();
    }

    static Stream<Path> jarsOnTheClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of);
    }

    /** One in a Maven repository, which names the folders of a jar after its group, artifact and version. */
    static Library of(Path jar) {
        Path folder = jar.toAbsolutePath().getParent();
        return new Library(
                folder.getParent().toString().replace(File.separatorChar, '/'),
                Version.parse(folder.getFileName().toString()));
    }

    /** What a pom unpacks or copies without depending on it: the artifact items of its plugins. */
    static List<Library> namedIn(String pom) {
        Pattern items =
                Pattern.compile("<artifactItem>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>"
                        + "\\s*<version>\\$\\{([^}]+)}</version>");
        return items.matcher(pom)
                .results()
                .map(item -> new Library(
                        "/" + item.group(1).replace('.', '/') + "/" + item.group(2),
                        Version.parse(property(pom, item.group(3)))))
                .toList();
    }

    private static String property(String pom, String name) {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(pom);
        if (!matcher.find()) {
            throw new IllegalArgumentException("the pom has no property " + name);
        }
        return matcher.group(1);
    }

    /** Whether it is of this {@code group:artifact}. */
    boolean is(String name) {
        int colon = name.indexOf(':');
        return folder.endsWith("/" + name.substring(0, colon).replace('.', '/') + "/" + name.substring(colon + 1));
    }
}
