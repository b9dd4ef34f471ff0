package dev.santoku.report.text;

import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import dev.santoku.result.Energy;
import dev.santoku.result.Noise;
import dev.santoku.result.Roofline;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Outliers;
import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** One row a cell, in one line each; times in seconds, unknown empty. */
public final class CsvReport {
    /** In the letters of East Asia, too. Source: OWASP, CSV Injection. */
    private static final Pattern FORMULA = Pattern.compile("\\s*[=+@\\-\uFF1D\uFF0B\uFF0D\uFF20]");

    private static final String[] HEADER = {
        "run",
        "contender",
        "backend",
        "variant",
        "device",
        "threads",
        "precision",
        "m",
        "n",
        "k",
        "outcome",
        "reason",
        "ran_on",
        "exact",
        "digest",
        "error",
        "bound",
        "samples",
        "stopped",
        "setup_s",
        "upload_s",
        "upload_low_s",
        "upload_high_s",
        "compute_s",
        "compute_low_s",
        "compute_high_s",
        "download_s",
        "download_low_s",
        "download_high_s",
        "end_to_end_s",
        "end_to_end_low_s",
        "end_to_end_high_s",
        "gflops_compute",
        "gflops_end_to_end",
        "of_ceiling",
        "flags",
        "flops_per_byte",
        "roof",
        "of_roof",
        "launches",
        "disturbed_rounds",
        "outliers",
        "energy_source",
        "joules_per_product",
        "gflops_per_watt",
        "within",
        "batch",
        "arithmetic"
    };

    private CsvReport() {}

    /** The table as CSV text (RFC 4180, but lines end in a line feed). */
    public static String toText(RunResult result) {
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(HEADER)
                .setRecordSeparator('\n')
                .get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            for (CellResult cell : result.results()) {
                printer.printRecord(
                        row(result.run(), cell).stream().map(CsvReport::safe).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory does not fail", e);
        }
        return text.toString();
    }

    /** Words that a spreadsheet would compute stand behind an apostrophe; figures stay figures. */
    private static Object safe(Object value) {
        if (!(value instanceof String words)) {
            return value;
        }
        String line = UntrustedText.line(words);
        return FORMULA.matcher(line).lookingAt() ? "'" + line : line;
    }

    private static List<Object> row(RunFacts run, CellResult cell) {
        List<Object> row = new ArrayList<>(List.of(run.id(), cell.contender(), cell.backend(), cell.variant()));
        Collections.addAll(row, cell.device(), cell.threads(), cell.precision().label());
        Collections.addAll(row, cell.shape().m(), cell.shape().n(), cell.shape().k());
        Collections.addAll(row, Units.word(cell.outcome()), cell.reason(), cell.ranOn());
        CellResult.Check check = cell.check();
        if (check == null) {
            addEmpty(row, 4);
        } else {
            Collections.addAll(row, check.exact(), check.digest(), check.error(), check.bound());
        }
        row.add(cell.samples());
        row.add(cell.stopped() == null ? null : Units.word(cell.stopped()));
        CellResult.Seconds seconds = cell.seconds();
        if (seconds == null) {
            addEmpty(row, 15);
        } else {
            row.add(seconds.setup());
            add(row, seconds.upload());
            add(row, seconds.compute());
            add(row, seconds.download());
            add(row, seconds.endToEnd());
            Collections.addAll(row, cell.gflops().compute(), cell.gflops().endToEnd());
        }
        row.add(cell.ofCeiling());
        row.add(String.join(" ", cell.flags()));
        Roofline place = cell.roofline();
        if (place == null) {
            addEmpty(row, 3);
        } else {
            Collections.addAll(row, place.flopsPerByte(), Units.word(place.roof()), place.share());
        }
        row.add(cell.launches());
        Noise noise = cell.noise();
        if (noise == null) {
            addEmpty(row, 2);
        } else {
            Collections.addAll(
                    row,
                    noise.disturbedRounds(),
                    noise.outliers().stream().mapToInt(Outliers.Count::samples).sum());
        }
        Energy energy = cell.energy();
        if (energy == null) {
            addEmpty(row, 3);
        } else {
            Collections.addAll(row, energy.source().label(), energy.joulesPerProduct(), energy.gflopsPerWatt());
        }
        row.add(run.within());
        row.add(cell.shape().batch());
        row.add(cell.arithmetic() == null ? null : cell.arithmetic().label());
        return row;
    }

    private static void add(List<Object> row, Estimate estimate) {
        Collections.addAll(row, estimate.median(), estimate.low(), estimate.high());
    }

    private static void addEmpty(List<Object> row, int cells) {
        row.addAll(Collections.nCopies(cells, null));
    }
}
