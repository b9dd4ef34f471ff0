package dev.santoku.host.gpu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.result.GpuState;
import dev.santoku.result.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AMD's tool, in its JSON: an object for each card, whose keys are words for people and change between releases. It may
 * write warnings before the JSON and end with a status although it told all that it knows.
 *
 * <p>Source: ROCm, {@code rocm_smi.py} of rocm_smi_lib.
 */
final class RocmSmi implements GpuTool {
    private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/opt/rocm/bin");
    private static final Pattern CARD = Pattern.compile("card([0-9]{1,4})");
    private static final Pattern RANGE = Pattern.compile(".*-\\s*([0-9]+)\\s*mhz", Pattern.CASE_INSENSITIVE);

    /** Neither serial numbers nor unique ids are asked for. */
    private static final List<String> EVERY_RELEASES_OPTIONS = List.of(
            "--showproductname", "--showbus", "--showclocks", "--showtemp", "--showpower", "--showdriverversion");

    private static final List<String> NEWER_OPTIONS = List.of("--showmaxpower", "--showsclkrange", "--showmclkrange");

    private final Path tool;
    private final Duration limit;

    /**
     * The tool at a place.
     *
     * @param limit of all that is asked at a time
     */
    RocmSmi(Path tool, Duration limit) {
        this.tool = tool;
        this.limit = limit;
    }

    static Optional<GpuTool> find(String path, Duration limit) {
        return ToolProcess.find("rocm-smi", path, USUAL_FOLDERS).map(tool -> new RocmSmi(tool, limit));
    }

    @Override
    public String name() {
        return "rocm-smi";
    }

    @Override
    public List<GpuReading> read() throws ToolTimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        List<String> all = new ArrayList<>(EVERY_RELEASES_OPTIONS);
        all.addAll(NEWER_OPTIONS);
        Optional<JsonNode> answer = ask(all, end);
        if (answer.isEmpty()) {
            answer = ask(EVERY_RELEASES_OPTIONS, end);
        }
        return answer.map(RocmSmi::readings).orElse(List.of());
    }

    /** Empty where it wrote no JSON: it does not know an option. */
    private Optional<JsonNode> ask(List<String> options, long end) throws ToolTimeoutException {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("--json");
        return ToolProcess.run(tool, arguments, Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                .flatMap(output -> json(output.text()));
    }

    private static Optional<JsonNode> json(String text) {
        int begin = text.indexOf('{');
        if (begin < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readTree(text.substring(begin))).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<GpuReading> readings(JsonNode document) {
        String driver = ToolFields.name(words(document.path("system")).get("driver version"));
        Map<Integer, GpuReading> byNumber = new TreeMap<>();
        for (Map.Entry<String, JsonNode> card : document.properties()) {
            Matcher matcher = CARD.matcher(card.getKey());
            if (matcher.matches() && card.getValue().isObject()) {
                byNumber.put(Integer.valueOf(matcher.group(1)), reading(words(card.getValue()), driver));
            }
        }
        return List.copyOf(byNumber.values());
    }

    /** Values as text, by their keys without regard to case, which releases change. */
    private static Map<String, String> words(JsonNode object) {
        Map<String, String> words = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getValue().isValueNode()) {
                words.put(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue().asText());
            }
        }
        return words;
    }

    private static GpuReading reading(Map<String, String> card, String driver) {
        return new GpuReading(
                name(card),
                driver,
                ToolFields.pciAddress(card.get("pci bus")),
                new GpuState(
                        ToolFields.megahertz(card.get("sclk clock speed:")),
                        highest(card.get("valid sclk range")),
                        ToolFields.megahertz(card.get("mclk clock speed:")),
                        highest(card.get("valid mclk range")),
                        first(card, "temperature (sensor edge) (c)", "temperature (sensor junction) (c)"),
                        first(card, "current socket graphics package power (w)", "average graphics package power (w)"),
                        first(card, "max graphics package power (w)"),
                        null,
                        null,
                        null,
                        null),
                Map.of());
    }

    /** Some releases write a number where others write the name. */
    private static String name(Map<String, String> card) {
        for (String key : List.of("card series", "device name", "card model")) {
            String name = ToolFields.name(card.get(key));
            if (name != null && !name.startsWith("0x")) {
                return name;
            }
        }
        return null;
    }

    private static Double first(Map<String, String> card, String... keys) {
        for (String key : keys) {
            Double number = ToolFields.measured(card.get(key));
            if (number != null) {
                return number;
            }
        }
        return null;
    }

    /** The end of {@code 139Mhz - 2100Mhz}. */
    private static Integer highest(String range) {
        Matcher matcher = RANGE.matcher(range == null ? "" : range.strip());
        return matcher.matches() ? ToolFields.megahertz(matcher.group(1)) : null;
    }
}
