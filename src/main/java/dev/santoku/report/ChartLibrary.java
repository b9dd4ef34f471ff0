package dev.santoku.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Apache ECharts, to be put into a page: nothing is fetched when the page is opened. */
final class ChartLibrary {
    private static final String SCRIPT = "echarts.min.js";

    private ChartLibrary() {}

    /** The whole library as a script, about a megabyte. */
    static String script() {
        try (InputStream stream = ChartLibrary.class.getResourceAsStream(SCRIPT)) {
            if (stream == null) {
                throw new IOException("there is no " + SCRIPT);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the library of charts cannot be read: build the program again", e);
        }
    }
}
