package dev.santoku.untrusted;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * JSON that others may have written: files, journals, and the answers of processes that drivers run in. Strings of records are
 * cleaned as they are read ({@link UntrustedText#read}), and nothing is taken for a number that is none. What is unfit for
 * reading is written as an escape, so that a document can stand on a terminal and in a page.
 */
public final class UntrustedJson {
    private UntrustedJson() {}

    /** A mapper, to be completed. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder(
                        BoundedJson.factory().characterEscapes(new Escapes()).build())
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new SimpleModule()
                        .addDeserializer(String.class, new TextReader())
                        .addKeyDeserializer(String.class, new KeyReader()));
    }

    private static final class TextReader extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        TextReader() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return UntrustedText.read(StringDeserializer.instance.deserialize(parser, context));
        }
    }

    private static final class KeyReader extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return UntrustedText.read(key);
        }
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        private final int[] ofAscii = standardAsciiEscapesForJSON();

        Escapes() {
            ofAscii[DELETE] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ofAscii.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return UntrustedText.isUnfit((char) character)
                    ? new SerializedString("\\u%04x".formatted(character))
                    : null;
        }
    }
}
