package dev.santoku.result.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.santoku.result.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a JSON document says of itself, found in one pass that keeps nothing of it: its schema, and whether its content is what
 * its checksum was made of.
 *
 * <p>The checksum is the SHA-256 of the document without that key, in the order in which it stands, without blanks, each number
 * as its digits without zeros at their end and a power of ten. So it stays right where a tool indents a file anew, or writes
 * {@code 1e-05} for {@code 0.00001}. It is no signature: who changes a file on purpose can make another one.
 *
 * @param schema empty where none is told
 * @param told the checksum that stands in the document; empty where none does, as in files of older versions
 * @param computed that of its content
 */
record ContentDigest(Optional<String> schema, Optional<String> told, String computed) {
    /** The key of the checksum at the document's top. */
    static final String KEY = "checksum";

    private static final JsonFactory CANONICAL = new JsonFactory();

    /**
     * Looks at a document.
     *
     * @throws RefusedFileException when it is empty
     * @throws IOException when it is no JSON, cut off or more than one document
     */
    static ContentDigest of(byte[] document) throws IOException, RefusedFileException {
        MessageDigest digest = sha256();
        try (JsonParser parser = Json.mapper().createParser(document);
                // Of characters, not of bytes: half a letter, which JSON can hold, is no reason to give up.
                JsonGenerator canonical = CANONICAL.createGenerator(new OutputStreamWriter(
                        new DigestOutputStream(OutputStream.nullOutputStream(), digest), StandardCharsets.UTF_8))) {
            Pass pass = new Pass(parser, canonical);
            pass.run();
            canonical.flush();
            return new ContentDigest(
                    pass.schema, pass.told, "sha256:" + HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** Whether the document was changed since its checksum was made. */
    boolean changed() {
        return told.isPresent() && !told.get().equals(computed);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A document from its first token to its last. */
    private static final class Pass {
        private final JsonParser parser;
        private final JsonGenerator canonical;
        private Optional<String> schema = Optional.empty();
        private Optional<String> told = Optional.empty();

        Pass(JsonParser parser, JsonGenerator canonical) {
            this.parser = parser;
            this.canonical = canonical;
        }

        void run() throws IOException, RefusedFileException {
            if (parser.nextToken() == null) {
                throw new RefusedFileException("it is empty");
            }
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 1
                        && token == JsonToken.FIELD_NAME
                        && parser.currentName().equals(KEY)) {
                    told = told(parser.nextToken());
                    parser.skipChildren();
                    parser.nextToken();
                    continue;
                }
                if (depth == 1 && token == JsonToken.VALUE_STRING && "schema".equals(parser.currentName())) {
                    schema = Optional.of(parser.getText());
                }
                copy(token);
                parser.nextToken();
            } while (depth > 0);
            if (parser.currentToken() != null) {
                throw new JsonParseException(parser, "more than one document");
            }
        }

        private Optional<String> told(JsonToken checksum) throws IOException {
            return checksum == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(parser.getText());
        }

        private void copy(JsonToken token) throws IOException {
            if (token.isNumeric()) {
                canonical.writeNumber(canonical(parser.getText()));
            } else {
                canonical.copyCurrentEvent(parser);
            }
        }

        private static String canonical(String number) {
            try {
                BigDecimal value = new BigDecimal(number).stripTrailingZeros();
                return value.unscaledValue() + "e" + -value.scale();
            } catch (ArithmeticException | NumberFormatException e) {
                return number; // a power of ten beyond two thousand million
            }
        }
    }
}
