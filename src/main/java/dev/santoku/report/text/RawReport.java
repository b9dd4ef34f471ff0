package dev.santoku.report.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.santoku.matrix.Precision;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Json;
import dev.santoku.result.SampleTimes;
import java.util.List;

/** One line of JSON a sample (JSON Lines), in the order of cells and, in each, oldest first; times in seconds. */
public final class RawReport {
    private RawReport() {}

    /**
     * The lines, each with its line feed.
     *
     * @param run id
     */
    public static String toText(String run, List<CellSamples> cells) {
        StringBuilder text = new StringBuilder();
        ObjectWriter writer = Json.mapper().writerFor(Line.class);
        try {
            for (CellSamples cell : cells) {
                append(text, writer, run, cell);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a sample that JSON cannot hold", e);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ObjectWriter writer, String run, CellSamples cell)
            throws JsonProcessingException {
        int sample = 0;
        for (int launch = 0; launch < cell.launches().size(); launch++) {
            List<List<SampleTimes>> turns = cell.launches().get(launch);
            for (int turn = 0; turn < turns.size(); turn++) {
                for (SampleTimes times : turns.get(turn)) {
                    sample++;
                    text.append(writer.writeValueAsString(Line.of(run, cell, launch + 1, turn + 1, sample, times)))
                            .append('\n');
                }
            }
        }
    }

    /** Keys in the order in which they are written; launch, turn and sample count from 1, turns in their launch. */
    private record Line(
            String run,
            String contender,
            String backend,
            String variant,
            String device,
            Integer threads,
            Precision precision,
            @JsonInclude(JsonInclude.Include.NON_NULL) Precision arithmetic,
            int m,
            int n,
            int k,
            int batch,
            int launch,
            int turn,
            int sample,
            double upload,
            double compute,
            double download,
            double endToEnd) {
        static Line of(String run, CellSamples cell, int launch, int turn, int sample, SampleTimes times) {
            return new Line(
                    run,
                    cell.contender().toString(),
                    cell.contender().backend(),
                    cell.contender().variant(),
                    cell.contender().device(),
                    cell.contender().threads(),
                    cell.precision(),
                    cell.arithmetic(),
                    cell.shape().m(),
                    cell.shape().n(),
                    cell.shape().k(),
                    cell.shape().batch(),
                    launch,
                    turn,
                    sample,
                    times.upload(),
                    times.compute(),
                    times.download(),
                    times.endToEnd());
        }
    }
}
