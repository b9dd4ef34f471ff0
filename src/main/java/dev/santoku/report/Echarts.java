package dev.santoku.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The chart library, to be put into a page: nothing is fetched when the page is opened. */
final class Echarts {
    private static final String FACTS = "/META-INF/maven/org.mvnpm/echarts/pom.properties";
    private static final String SCRIPT = "/META-INF/resources/_static/echarts/%s/dist/echarts.min.js";

    private Echarts() {}

    /** The whole library as a script, about a megabyte. */
    static String script() {
        Properties facts = new Properties();
        try {
            facts.load(new StringReader(resource(FACTS)));
            return resource(SCRIPT.formatted(facts.getProperty("version")));
        } catch (IOException e) {
            throw new UncheckedIOException("the library of charts cannot be read: build the program again", e);
        }
    }

    private static String resource(String path) throws IOException {
        try (InputStream stream = Echarts.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IOException("there is no " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
