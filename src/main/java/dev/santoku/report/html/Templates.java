package dev.santoku.report.html;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What HTML reports are made of, out of the jar. */
public final class Templates {
    private Templates() {}

    /** A template; what it is given is cleaned and escaped for HTML unless the template says otherwise. */
    public static Template template(String name) {
        return Mustache.compiler()
                .withEscaper(words -> Escapers.HTML.escape(UntrustedText.lines(words)))
                .compile(text(name));
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
