package dev.santoku.result.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.faults.Damage;
import dev.santoku.report.Results;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.result.Json;
import dev.santoku.result.RunResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checksum of a result is right as long as its content is as it was written, and told where it is not. */
class ContentDigestTest {
    private static final RunResult RESULT = Results.typical();

    /** As the checksum sees numbers: 0 is -0.0. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) ->
            (one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue()) || one.equals(other)
                    ? 0
                    : 1;

    @TempDir
    private Path folder;

    private static String computed(String document) throws Exception {
        return ContentDigest.of(document.getBytes(StandardCharsets.UTF_8)).computed();
    }

    private boolean changed(String document) throws Exception {
        return ResultReader.read(Files.writeString(folder.resolve("result.json"), document))
                .changed();
    }

    @Test
    void everyResultEndsWithOneThatIsRight() throws Exception {
        String text = ResultFile.toText(RESULT);
        assertThat(text).containsPattern(",\n  \"checksum\" : \"sha256:[0-9a-f]{64}\"\n}\n$");
        assertThat(changed(text)).isFalse();
        assertThat(ResultReader.read(folder.resolve("result.json")).result()).isEqualTo(RESULT);
        ContentDigest digest = ContentDigest.of(text.getBytes(StandardCharsets.UTF_8));
        assertThat(digest.told()).contains(digest.computed());
        assertThat(digest.schema()).contains(RunResult.SCHEMA);
    }

    @Test
    void thePageHoldsTheVeryDocument() throws Exception {
        String page = HtmlReport.of(RESULT);
        int start = page.indexOf('>', page.indexOf("id=\"data\"")) + 1;
        assertThat(changed(page.substring(start, page.indexOf("</script>", start))))
                .isFalse();
    }

    @Test
    void aFileOfAnOlderVersionHasNoneAndIsReadAsBefore() throws Exception {
        ObjectNode document = ResultFile.document(RESULT);
        document.remove(ContentDigest.KEY);
        assertThat(changed(document.toString())).isFalse();
        assertThat(changed(document.putNull(ContentDigest.KEY).toString())).isFalse();
    }

    /** Tools indent anew, write numbers in their own way, and escape letters; keys may have been added in another place. */
    @Test
    void howItIsWrittenDoesNotCount() throws Exception {
        JsonNode document = ResultFile.document(RESULT);
        assertThat(changed(document.toString())).isFalse();
        assertThat(changed(document.toPrettyString().replace("\n", "\r\n"))).isFalse();
        ObjectNode first = Json.mapper().createObjectNode();
        first.set(ContentDigest.KEY, document.get(ContentDigest.KEY));
        assertThat(changed(first.setAll((ObjectNode) document).toString())).isFalse();
        String text = ResultFile.toText(RESULT);
        byte[] utf16 = text.getBytes(StandardCharsets.UTF_16);
        assertThat(ContentDigest.of(utf16).changed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1.0, 0.00001, -2.50E3, 0.0] | [1,1e-05,-2500,0]",
                "[100, 1e400, 12345678901234567890] | [1.00E+2, 10E399, 1234567890123456789.0e1]",
                "{\"a\": \"\\u00e4\\/\"} | {\"a\":\"ä/\"}"
            })
    void theSameContentHasTheSameOne(String one, String other) throws Exception {
        assertThat(computed(one)).isEqualTo(computed(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1] | [1.0000000000000001]",
                "[1] | [\"1\"]",
                "[1, 2] | [2, 1]",
                "[[1], 2] | [[1, 2]]",
                "{\"a\": 1} | {\"b\": 1}",
                "{\"a\": null} | {}",
                "[1e2147483648] | [1e2147483649]"
            })
    void otherContentHasAnother(String one, String other) throws Exception {
        assertThat(computed(one)).isNotEqualTo(computed(other));
    }

    @Test
    void itIsTheDigestOfWhatTheManualSays() throws Exception {
        String canonical = "{\"a\":[15e-1,1e2],\"b\":\"ä\"}";
        assertThat(computed("{\"a\": [1.50, 100], \"checksum\": {\"x\": [1]}, \"b\": \"\\u00e4\"}"))
                .isEqualTo("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(canonical.getBytes(StandardCharsets.UTF_8))));
    }

    /** Every value that is not what it was is told, where the document is one still. */
    @Test
    void whatSomebodyChangedIsTold() throws Exception {
        String whole = ResultFile.document(RESULT).toString();
        Damage damage = new Damage(7);
        int told = 0;
        for (int i = 0; i < 300; i++) {
            String damaged = damage.ofValues(whole);
            Optional<JsonNode> tree = tree(damaged);
            if (tree.isPresent() && !tree.get().equals(BY_VALUE, Json.mapper().readTree(whole))) {
                ContentDigest digest = ContentDigest.of(damaged.getBytes(StandardCharsets.UTF_8));
                boolean lost = digest.told().isEmpty(); // it was the checksum that went
                assertThat(digest.changed()).as(damaged).isNotEqualTo(lost);
                told += lost ? 0 : 1;
            }
        }
        assertThat(told).isGreaterThan(100);
    }

    private static Optional<JsonNode> tree(String document) {
        try {
            return Optional.of(Json.mapper().readTree(document));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
