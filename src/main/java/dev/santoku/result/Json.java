package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.santoku.backend.Audit;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.untrusted.UntrustedJson;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** How Santoku's records are written as JSON, in files and between processes alike. */
public final class Json {
    private static final JsonMapper MAPPER = UntrustedJson.mapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(Precision.class, AsLabel.class)
            .addMixIn(Tuning.Source.class, AsLabel.class)
            .addMixIn(Audit.Way.class, AsLabel.class)
            .addMixIn(Audit.Memory.class, AsLabel.class)
            .addMixIn(Shape.class, ShapeAsSides.class)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private Json() {}

    /** The mapper; it is thread-safe and never reconfigured. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** JSON has no NaN and no infinity: they are unknown, null. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** For enums that are written as their labels, and that parse them: stands for their methods of these names. */
    private interface AsLabel {
        @JsonValue
        String label();

        @JsonCreator
        static Object parse(String label) {
            return label;
        }
    }

    @JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
    @JsonIncludeProperties({"m", "n", "k", "batch"})
    interface ShapeAsSides {
        /** Left out of one product, as in files from before there were batches. */
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = One.class)
        @JsonDeserialize(using = BatchReader.class)
        int batch();
    }

    /** Equals 1. */
    private static final class One {
        @Override
        public boolean equals(Object other) {
            return Integer.valueOf(1).equals(other);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static final class BatchReader extends StdScalarDeserializer<Integer> {
        private static final long serialVersionUID = 1L;

        BatchReader() {
            super(Integer.class);
        }

        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return _parseIntPrimitive(parser, context);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return 1;
        }
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(parser.getText());
            } catch (DateTimeParseException e) {
                throw context.weirdStringException(parser.getText(), Instant.class, "no UTC time");
            }
        }
    }
}
