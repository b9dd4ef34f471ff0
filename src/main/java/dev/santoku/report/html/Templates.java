package dev.santoku.report.html;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What HTML reports are made of, out of the jar. */
public final class Templates {
    private Templates() {}

    /** A template filled with a model, which is cleaned and escaped for HTML unless the template says otherwise. */
    public static String fill(String name, Object model) {
        return Mustache.compiler()
                .withEscaper(words -> Escapers.HTML.escape(UntrustedText.lines(words)))
                .compile(text(name))
                .execute(model);
    }

    /** A file beside this class. */
    static String text(String name) {
        try (InputStream stream = Templates.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar is damaged, it lacks " + name + ": build it again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: build it again", e);
        }
    }
}
