package dev.santoku.kitchen;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.untrusted.UntrustedText;
import java.util.List;
import java.util.Optional;

/**
 * What a scene showed.
 *
 * @param id which scene
 * @param notes what the reader should know of how it was played
 * @param failure why it broke off, or what of it failed; null where nothing did
 * @param wrong true where a product was wrong; null where none was
 * @param rows in the order of the lesson
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Scene(SceneId id, List<String> notes, String failure, Boolean wrong, List<Row> rows) {
    public Scene {
        failure = UntrustedText.reason(failure);
        notes = notes == null
                ? List.of()
                : notes.stream().map(UntrustedText::line).toList();
        rows = rows == null ? List.of() : List.copyOf(rows);
    }

    /** A scene without a wrong product. */
    public Scene(SceneId id, List<String> notes, String failure, List<Row> rows) {
        this(id, notes, failure, null, rows);
    }

    /** A row that was measured. */
    public Optional<Row> shown(String row) {
        return rows.stream()
                .filter(candidate -> candidate.id().equals(row) && candidate.shown())
                .findFirst();
    }
}
