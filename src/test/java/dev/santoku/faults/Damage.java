package dev.santoku.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What disks, power cuts, editors and ill will do to a document, drawn from a seed: the same damage in every run of the
 * tests, so that a failure is there again. A loop over it takes the place of a library of properties: whole documents are
 * bent here, not values built, and of those libraries one is no longer developed and another needs a native agent.
 */
public final class Damage {
    private static final String MARK = "here is the damage";
    private static final String QUOTED_MARK = "\"" + MARK + "\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What may stand where another value belongs; not all of it is JSON. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "-0.0",
            "1e-320",
            "1e308",
            "1e999",
            "-1e999",
            "NaN",
            "Infinity",
            "\"NaN\"",
            "\"-Infinity\"",
            "2147483648",
            "9223372036854775808",
            "9".repeat(400),
            "1e999999999",
            "0x10",
            "[]",
            "[null]",
            "{}",
            "{\"\":null}",
            "[".repeat(300) + "]".repeat(300),
            "[".repeat(3000) + "]".repeat(3000),
            "{\"a\":".repeat(900) + "1" + "}".repeat(900),
            "\"\"",
            "\"\\u0000\"",
            "\"\\u001b[31m\\r\\n\\u202e\"",
            "\"\\ud800\"",
            "\"../../x\"",
            "\"<script>alert(1)</script>{{{x}}}%s%n\"",
            "\"" + "long ".repeat(20_000) + "\"",
            "2026-03-01",
            "");

    private final Random random;

    public Damage(long seed) {
        this.random = new Random(seed);
    }

    /** Cut off, bits flipped, bytes of any kind, pieces lost, doubled or exchanged: one to four of these. */
    public byte[] ofBytes(byte[] whole) {
        byte[] damaged = whole;
        for (int change = random.nextInt(4); change >= 0; change--) {
            damaged = damaged.length == 0 ? new byte[1] : once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(64, bytes.length - at) + 1);
        byte[] changed = bytes.clone();
        switch (random.nextInt(6)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return joined(bytes, 0, at, bytes, at + length, bytes.length);
            }
            case 4 -> {
                return joined(bytes, 0, at + length, bytes, at, bytes.length);
            }
            default -> Arrays.fill(changed, at, at + length, (byte) 0);
        }
        return changed;
    }

    private static byte[] joined(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(one, from, to - from);
        bytes.write(other, otherFrom, otherTo - otherFrom);
        return bytes.toByteArray();
    }

    /** A value of another kind, a key that is missing or there twice, a document around or behind: one of these. */
    public String ofValues(String json) {
        JsonNode document = parse(json);
        List<ObjectNode> objects = new ArrayList<>();
        List<ArrayNode> arrays = new ArrayList<>();
        collect(document, objects, arrays);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.get(random.nextInt(keys.size()));
        String value = VALUES.get(random.nextInt(VALUES.size()));
        switch (random.nextInt(8)) {
            case 0 -> object.remove(key);
            case 1 -> {
                object.put(MARK, MARK);
                return document.toString()
                        .replace(QUOTED_MARK + ":" + QUOTED_MARK, JSON.valueToTree(key) + ":" + value);
            }
            case 2 -> {
                if (!arrays.isEmpty()) {
                    ArrayNode array = arrays.get(random.nextInt(arrays.size()));
                    array.insert(random.nextInt(array.size() + 1), MARK);
                }
            }
            case 3 -> {
                return random.nextBoolean() ? document + document.toString() : "[" + document + "]";
            }
            default -> object.put(key, MARK);
        }
        return document.toString().replace(QUOTED_MARK, value);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("only a whole document can be damaged", e);
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects, List<ArrayNode> arrays) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            objects.add(object);
        } else if (node instanceof ArrayNode array) {
            arrays.add(array);
        }
        node.forEach(child -> collect(child, objects, arrays));
    }
}
