package dev.santoku.report.html;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One HTML file that needs nothing beside it: style, charts and data stand in it. It reads without JavaScript, prints, and is
 * light or dark as the reader's system is. All words are escaped; beyond that, its policy lets the browser run no script but
 * the two that stand in it, and load nothing.
 *
 * @param title of the page
 * @param subtitle below it, or null
 * @param version of Santoku
 * @param data the document that the page shows, or null
 */
public record Page(String title, String subtitle, String version, List<Section> sections, Data data) {
    public Page {
        sections = List.copyOf(sections);
    }

    /**
     * A document within the page.
     *
     * @param name of the file that a reader saves it as
     * @param document written as JSON
     */
    public record Data(String name, Object document) {}

    /** The file's text. */
    public String toHtml() {
        String library = ECharts.library();
        String script = Templates.text("page.js");
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("title", title);
        model.put("subtitle", subtitle);
        model.put("version", version);
        model.put("style", Templates.text("page.css"));
        model.put("policy", policy(library, script));
        model.put("sections", sections);
        model.put("data", data == null ? null : Map.of("name", data.name, "json", ECharts.withinScript(data.document)));
        model.put("charts", ECharts.withinScript(charts()));
        model.put("library", library);
        model.put("script", script);
        return Templates.fill("page.mustache", model);
    }

    private List<Chart> charts() {
        return sections.stream()
                .flatMap(section -> section.figures().stream())
                .map(Section.Figure::chart)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Charts set styles of their own, and saving makes an address of the kind blob. */
    private static String policy(String... scripts) {
        StringBuilder policy =
                new StringBuilder("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
                        + "img-src data:; script-src");
        for (String script : scripts) {
            policy.append(" 'sha256-").append(digest(script)).append('\'');
        }
        return policy.toString();
    }

    private static String digest(String script) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(sha.digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
