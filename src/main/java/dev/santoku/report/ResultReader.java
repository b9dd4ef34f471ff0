package dev.santoku.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.santoku.backend.Audit;
import dev.santoku.backend.Tuning;
import dev.santoku.measure.CellResult;
import dev.santoku.measure.Json;
import dev.santoku.measure.Noise;
import dev.santoku.measure.Roofline;
import dev.santoku.measure.RunResult;
import dev.santoku.measure.Speedup;
import dev.santoku.measure.energy.Energy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads result files, strangers' too. Keys that this version does not know are skipped; another major schema is refused, and
 * so is what is damaged: whoever gets a result need not look for nulls where the schema has none.
 */
public final class ResultReader {
    /**
     * A run of thousands of cells has a few megabytes; who hands over more means something else. As a tree, the worst of
     * this takes 500 MB of heap.
     */
    private static final long MOST_BYTES = 16L << 20;

    private static final Pattern SCHEMA = Pattern.compile("santoku/result/(\\d{1,9})(\\..*)?");
    private static final int MAJOR = 1;

    /** A cut-off file ends within a value; one of two documents goes on behind the first. */
    private static final ObjectReader TREES =
            Json.mapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ResultReader() {}

    /**
     * Reads a file.
     *
     * @throws RefusedFileException when it is none, or no result of this schema
     */
    public static RunResult read(Path file) throws RefusedFileException {
        return of(tree(file));
    }

    /**
     * Reads a document.
     *
     * @throws RefusedFileException when it is no result of this schema
     */
    public static RunResult of(String text) throws RefusedFileException {
        try {
            return of(TREES.readTree(text));
        } catch (JsonProcessingException e) {
            throw noJson(e);
        }
    }

    private static JsonNode tree(Path file) throws RefusedFileException {
        try {
            if (Files.isDirectory(file)) {
                throw new RefusedFileException("it is a folder");
            }
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new RefusedFileException("it has %d MB, more than a result".formatted(bytes >> 20));
            }
            return TREES.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw noJson(e);
        } catch (NoSuchFileException e) {
            throw new RefusedFileException("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new RefusedFileException("it may not be read", e);
        } catch (IOException e) {
            throw new RefusedFileException("it cannot be read: " + e.getMessage(), e);
        }
    }

    private static RefusedFileException noJson(JsonProcessingException e) {
        if (e instanceof JsonEOFException || e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
            return new RefusedFileException("it is cut off" + place(e), e);
        }
        if (e instanceof StreamConstraintsException) {
            return new RefusedFileException("it is no result: longer or deeper than any", e);
        }
        return new RefusedFileException("it is no JSON" + place(e), e);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static RunResult of(JsonNode document) throws RefusedFileException {
        if (document.isMissingNode()) {
            throw new RefusedFileException("it is empty");
        }
        checkSchema(document.path("schema"));
        try {
            RunResult result = Json.mapper().treeToValue(document, RunResult.class);
            check(result);
            return withThreads(result);
        } catch (JsonProcessingException e) {
            throw new RefusedFileException("it is damaged: " + what(e), e);
        }
    }

    private static void checkSchema(JsonNode schema) throws RefusedFileException {
        if (!schema.isTextual()) {
            throw new RefusedFileException("it is no result of Santoku: it names no schema");
        }
        Matcher matcher = SCHEMA.matcher(schema.textValue());
        if (!matcher.matches()) {
            throw new RefusedFileException(
                    "it is no result of Santoku: its schema is '%s'".formatted(Plain.shortened(schema.textValue())));
        }
        if (Integer.parseInt(matcher.group(1)) != MAJOR) {
            throw new RefusedFileException("its schema is %s, and this version reads %s: %s"
                    .formatted(
                            Plain.shortened(schema.textValue()),
                            RunResult.SCHEMA,
                            Integer.parseInt(matcher.group(1)) > MAJOR ? "update Santoku" : "measure again"));
        }
    }

    /** The key and the trouble, without the parser's talk of classes. */
    static String what(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                        .collect(Collectors.joining("/"))
                : "";
        String trouble =
                e.getCause() instanceof IllegalArgumentException && e.getCause().getMessage() != null
                        ? Plain.shortened(e.getCause().getMessage())
                        : "not what belongs there";
        return path.isEmpty() ? trouble : "%s: %s".formatted(Plain.shortened(path), trouble);
    }

    /** Speedups of the first versions do not tell threads; where a cell has one number of them only, that is it. */
    private static RunResult withThreads(RunResult result) {
        List<Speedup> speedups = result.speedups().stream()
                .map(speedup -> new Speedup(
                        speedup.contender(),
                        threads(result, speedup, speedup.contender(), speedup.threads()),
                        speedup.baseline(),
                        threads(result, speedup, speedup.baseline(), speedup.baselineThreads()),
                        speedup.precision(),
                        speedup.shape(),
                        speedup.time(),
                        speedup.ratio(),
                        speedup.low(),
                        speedup.high(),
                        speedup.verdict()))
                .toList();
        return new RunResult(
                result.schema(),
                result.run(),
                result.host(),
                result.devices(),
                result.backends(),
                result.ceilings(),
                result.results(),
                speedups,
                result.ladders(),
                result.scaling(),
                result.parameters(),
                result.gpus());
    }

    private static Integer threads(RunResult result, Speedup speedup, String contender, Integer told) {
        if (told != null) {
            return told;
        }
        List<Integer> known = result.results().stream()
                .filter(cell -> cell.contender().equals(contender) && cell.isOf(speedup.precision(), speedup.shape()))
                .map(CellResult::threads)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return known.size() == 1 ? known.get(0) : null;
    }

    /** Looks for what the types allow and the schema does not. */
    static void check(RunResult result) throws RefusedFileException {
        require(result.run() != null && result.run().id() != null, "run/id is missing");
        require(result.run().command() != null, "run/command is missing");
        require(result.run().command().stream().allMatch(Objects::nonNull), "run/command has a null");
        require(result.host() != null, "host is missing");
        require(result.host().cpu() != null, "host/cpu is missing");
        require(result.host().jdk() != null, "host/jdk is missing");
        require(
                result.devices().stream()
                        .allMatch(device -> device.id() != null && device.kind() != null && device.name() != null),
                "a device has no id, kind or name");
        require(result.backends().stream().allMatch(backend -> backend.id() != null), "a back end has no id");
        require(
                result.ceilings().stream()
                        .allMatch(ceiling -> ceiling.device() != null
                                && ceiling.precision() != null
                                && Figures.isPositive(ceiling.gflops())
                                && Stream.of(
                                                ceiling.bandwidthGBs(),
                                                ceiling.hostToDeviceGBs(),
                                                ceiling.deviceToHostGBs(),
                                                ceiling.pinnedHostToDeviceGBs(),
                                                ceiling.pinnedDeviceToHostGBs(),
                                                ceiling.launchMicros())
                                        .allMatch(ResultReader::isUnknownOrPositive)),
                "a ceiling lacks its device, precision or rate");
        for (int i = 0; i < result.results().size(); i++) {
            check(result.results().get(i), "results/" + i + ": ");
        }
        require(
                result.speedups().stream()
                        .allMatch(speedup -> speedup.contender() != null
                                && speedup.baseline() != null
                                && speedup.precision() != null
                                && speedup.shape() != null
                                && speedup.time() != null
                                && speedup.verdict() != null
                                && Figures.isPositive(speedup.ratio())
                                && Figures.isPositive(speedup.low())
                                && Figures.isPositive(speedup.high())),
                "a speedup is incomplete");
        checkLadders(result);
        checkScaling(result);
        checkParameters(result);
    }

    private static void check(CellResult cell, String place) throws RefusedFileException {
        require(
                cell.contender() != null && cell.backend() != null && cell.variant() != null,
                place + "contender, backend or variant is missing");
        require(cell.precision() != null && cell.shape() != null, place + "precision or shape is missing");
        require(cell.outcome() != null, place + "outcome is missing");
        CellResult.Seconds seconds = cell.seconds();
        if (cell.reason() == null) {
            require(cell.device() != null, place + "device is missing");
            require(seconds != null && cell.gflops() != null && cell.check() != null, place + "figures are missing");
        }
        if (seconds != null) {
            require(
                    Figures.areDurations(seconds.upload()) && Figures.areDurations(seconds.download()),
                    place + "times are none");
            require(
                    Figures.arePositive(seconds.compute()) && Figures.arePositive(seconds.endToEnd()),
                    place + "times are none");
            require(Figures.isDuration(seconds.setup()), place + "setup is no time");
        }
        if (cell.gflops() != null) {
            require(
                    Figures.isPositive(cell.gflops().compute())
                            && Figures.isPositive(cell.gflops().endToEnd()),
                    place + "gflops are none");
        }
        if (cell.check() != null) {
            require(
                    isUnknownOrFinite(cell.check().error())
                            && isUnknownOrFinite(cell.check().bound()),
                    place + "error or bound is no number");
        }
        require(cell.launches() == null || cell.launches() > 0, place + "launches are none");
        require(cell.noise() == null || isWhole(cell.noise()), place + "noise is incomplete");
        Energy energy = cell.energy();
        require(
                energy == null
                        || (energy.source() != null
                                && Figures.isPositive(energy.joulesPerProduct())
                                && Figures.isPositive(energy.gflopsPerWatt())
                                && Figures.isPositive(energy.watts())),
                place + "energy is incomplete");
        require(isUnknownOrPositive(cell.ofCeiling()), place + "ofCeiling is no share");
        Roofline roofline = cell.roofline();
        require(
                roofline == null
                        || (roofline.roof() != null
                                && Figures.isPositive(roofline.flopsPerByte())
                                && Figures.isPositive(roofline.gflops())
                                && Figures.isPositive(roofline.share())),
                place + "roofline is incomplete");
        check(cell.audit(), place);
    }

    private static void check(Audit audit, String place) throws RefusedFileException {
        if (audit == null) {
            return;
        }
        require(
                audit.transfers() != null
                        && audit.transfers().upload() != null
                        && audit.transfers().download() != null,
                place + "audit/transfers are incomplete");
        require(
                audit.clocks() == null
                        || (Figures.isDuration(audit.clocks().resolution())
                                && Stream.of(
                                                audit.clocks().upload(),
                                                audit.clocks().compute(),
                                                audit.clocks().download())
                                        .allMatch(reading -> reading != null
                                                && Figures.isDuration(reading.wall())
                                                && Double.isFinite(reading.events())
                                                && Double.isFinite(reading.device()))),
                place + "audit/clocks are incomplete");
    }

    private static void checkParameters(RunResult result) throws RefusedFileException {
        require(
                result.parameters().stream()
                        .allMatch(used -> used.contender() != null
                                && used.device() != null
                                && used.precision() != null
                                && used.tuning() != null
                                && used.tuning().source() != null
                                && (used.tuning().source() != Tuning.Source.TUNED
                                        || used.tuning().at() != null)),
                "parameters are incomplete");
    }

    private static boolean isWhole(Noise noise) {
        return noise.rounds() >= 0
                && noise.disturbedRounds() >= 0
                && noise.outliers().stream().allMatch(count -> count.cause() != null && count.samples() >= 0);
    }

    private static void checkLadders(RunResult result) throws RefusedFileException {
        require(
                result.ladders().stream()
                        .allMatch(ladder -> ladder.precision() != null
                                && ladder.shape() != null
                                && ladder.steps().stream().allMatch(step -> step.contender() != null)),
                "a ladder is incomplete");
    }

    private static void checkScaling(RunResult result) throws RefusedFileException {
        require(
                result.scaling().stream()
                        .allMatch(scaling -> scaling.contender() != null
                                && scaling.precision() != null
                                && scaling.shape() != null
                                && scaling.overThreads() > 0
                                && isShare(scaling.serialFraction())
                                && scaling.points().stream()
                                        .allMatch(point -> point.threads() > 0
                                                && Figures.isPositive(point.seconds())
                                                && Figures.isPositive(point.speedup())
                                                && Figures.isPositive(point.low())
                                                && Figures.isPositive(point.high())
                                                && Double.isFinite(point.efficiency()))),
                "a scaling is incomplete");
    }

    private static boolean isUnknownOrPositive(Double value) {
        return value == null || Figures.isPositive(value);
    }

    private static boolean isUnknownOrFinite(Double value) {
        return value == null || Double.isFinite(value);
    }

    private static boolean isShare(Double share) {
        return share == null || share == 0 || (Figures.isPositive(share) && share <= 1);
    }

    private static void require(boolean holds, String trouble) throws RefusedFileException {
        if (!holds) {
            throw new RefusedFileException("it is damaged: " + trouble);
        }
    }
}
