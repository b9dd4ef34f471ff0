package dev.santoku;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the pages do what they say: they are compiled, and those that are no class of their own are run. */
@Tag("any-jdk")
class PagesTest {
    private static final Path PAGES = Path.of("src/site/markdown");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\\n(.*?)^```");
    private static final String IMPORTS =
            "import dev.santoku.backend.*;\nimport dev.santoku.matrix.*;\nimport java.util.*;\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"library.md", "adding-a-backend.md", "../../../README.md"})
    void examplesCompileAndRun(String page) throws Exception {
        List<JavaFileObject> sources = new ArrayList<>();
        List<String> mains = new ArrayList<>();
        for (String example : examples(Files.readString(PAGES.resolve(page))
                .replace(
                        "createTempDirectory(",
                        "createTempDirectory(java.nio.file.Path.of(\"%s\"), ".formatted(folder)))) {
            if (example.startsWith("package ")) {
                String name = example.replaceFirst("(?s).*?\\bclass (\\w+).*", "$1");
                sources.add(source(name, example.replaceFirst("\\n", "\n" + IMPORTS)));
            } else {
                String name = "Example" + mains.size();
                mains.add(name);
                sources.add(source(
                        name,
                        IMPORTS + "public class " + name + " { public static void run() throws Exception {\n" + example
                                + "}}"));
            }
        }
        assertThat(sources).isNotEmpty();
        StringWriter messages = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        assertThat(compiler.getTask(messages, null, null, options, null, sources)
                        .call())
                .as("%s compiles: %s", page, messages)
                .isTrue();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            for (String main : mains) {
                loader.loadClass(main).getMethod("run").invoke(null);
            }
        }
    }

    private static List<String> examples(String page) {
        return EXAMPLE.matcher(page).results().map(found -> found.group(1)).toList();
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** Each page is found from the index, and each link leads somewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"index.md", "experiments/index.md"})
    void indexesNameEveryPageOfTheirFolder(String index) throws Exception {
        Path path = PAGES.resolve(index);
        String text = Files.readString(path);
        try (Stream<Path> pages = Files.list(path.getParent())) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("index.md")))
                    .allSatisfy(name -> assertThat(text).contains("](" + name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "src/site/markdown"})
    void noLinkIsBroken(String root) throws Exception {
        Pattern link = Pattern.compile("\\]\\((?!https?:|mailto:)([^)#\\s]+)");
        try (Stream<Path> pages = Files.walk(Path.of(root))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                String prose = Files.readString(page).replaceAll("(?ms)^```.*?^```", "");
                assertThat(link.matcher(prose).results().map(found -> found.group(1)))
                        .as(page.toString())
                        .allSatisfy(
                                target -> assertThat(page.resolveSibling(target).normalize())
                                        .exists());
            }
        }
    }
}
