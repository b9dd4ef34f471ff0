package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.backend.Audit;
import dev.santoku.backend.ClusterCost;
import dev.santoku.backend.Sharing;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.StopRule;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished cell, as the journal and the result file hold it; unknown is null.
 *
 * @param contender {@code backend:variant@device}
 * @param threads of a pool or of one thread; null for other devices
 * @param reason why it was not measured; null when it was
 * @param ranOn the device that really ran
 * @param verified the products that were verified while it was measured; null in files of older versions
 * @param samples how many samples the figures stand on
 * @param launches how many JVMs gave them, one after the other; null in files of older versions
 * @param stopped why sampling ended
 * @param ofCeiling the share that computing has of the measured FMA rate of the device and its threads
 * @param roofline where computing stands under the device's roofs; null where they are not known
 * @param flags labels of flag, such as {@code few-samples}
 * @param noise what disturbed the samples; null where there are none, and in files of older versions
 * @param energy what a product takes; null where nothing counts it
 * @param audit how matrices travelled and what the driver's clock says; null where they go nowhere or nobody can tell
 * @param arithmetic what inputs of a reduced precision were computed in; null for others, and where nothing was
 * @param remarks what the back end tells of its products, a line each: what was lost, who had nothing to do
 * @param sharing how several processors shared its products; null where one computed alone, and in files of older versions
 * @param cluster what its products cost on a cluster; null where there is none, and in files of older versions
 */
public record CellResult(
        String contender,
        String backend,
        String variant,
        String device,
        Integer threads,
        boolean yardstick,
        Precision precision,
        Shape shape,
        Outcome outcome,
        String reason,
        String ranOn,
        Check check,
        Verified verified,
        Seconds seconds,
        int samples,
        Integer launches,
        StopRule.Reason stopped,
        Gflops gflops,
        Double ofCeiling,
        Roofline roofline,
        List<String> flags,
        Noise noise,
        Energy energy,
        Audit audit,
        @JsonInclude(JsonInclude.Include.NON_NULL) Precision arithmetic,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> remarks,
        @JsonInclude(JsonInclude.Include.NON_NULL) Sharing sharing,
        @JsonInclude(JsonInclude.Include.NON_NULL) ClusterCost cluster) {

    public CellResult {
        flags = List.copyOf(flags);
        remarks = remarks == null
                ? List.of() // in files of older versions
                : remarks.stream().map(UntrustedText::reason).toList();
        if ((outcome == Outcome.MEASURED) != (reason == null)) {
            throw new IllegalArgumentException("a cell has a reason exactly when it was not measured");
        }
    }

    /**
     * What the checks of the product said.
     *
     * @param exact whether the integer product was right to the bit
     * @param digest SHA-256 of the integer product
     * @param error the largest |C − A·B|ᵢⱼ / (|A|·|B|)ᵢⱼ of a random product
     * @param bound γ_k, what rounding may cause; null where k is so large that nothing is guaranteed
     * @param method {@code reference} or {@code sampled}
     */
    public record Check(boolean exact, String digest, Double error, Double bound, String method) {}

    /**
     * The times of a product, in seconds.
     *
     * @param setup opening the device and building its kernels, once
     * @param endToEnd upload, compute and download as measured in one go
     */
    public record Seconds(double setup, Estimate upload, Estimate compute, Estimate download, Estimate endToEnd) {}

    /** 2·m·n·k over the median time, in 10⁹ operations a second. */
    public record Gflops(double compute, double endToEnd) {}

    /** A cell without figures. */
    public static CellResult notMeasured(
            Cell cell, Integer threads, boolean yardstick, Outcome outcome, String reason) {
        Contender contender = cell.contender();
        return new CellResult(
                contender.toString(),
                contender.backend(),
                contender.variant(),
                contender.device(),
                threads,
                yardstick,
                cell.precision(),
                cell.shape(),
                outcome,
                UntrustedText.reason(reason),
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null);
    }

    /**
     * The same with its share of the device's ceiling, and its place under the roofs or null. A share above 1 is flagged,
     * since either the ceiling or the time is wrong.
     */
    public CellResult under(double share, Roofline place) {
        return with(share, place, flags, audit).flagged(CellFlags.ABOVE_CEILING, share > 1);
    }

    /** The same with its audit, or null. */
    CellResult audited(Audit found) {
        return with(ofCeiling, roofline, flags, found);
    }

    /** The same with a flag, or without. */
    public CellResult flagged(String flag, boolean raised) {
        List<String> newFlags = new ArrayList<>(flags);
        newFlags.remove(flag);
        if (raised) {
            newFlags.add(flag);
        }
        return with(ofCeiling, roofline, newFlags, audit);
    }

    /** The only copy: what is judged after the cell was measured is new, all else stays. */
    private CellResult with(Double share, Roofline place, List<String> newFlags, Audit found) {
        return new CellResult(
                contender,
                backend,
                variant,
                device,
                threads,
                yardstick,
                precision,
                shape,
                outcome,
                reason,
                ranOn,
                check,
                verified,
                seconds,
                samples,
                launches,
                stopped,
                gflops,
                share,
                place,
                newFlags,
                noise,
                energy,
                found,
                arithmetic,
                remarks,
                sharing,
                cluster);
    }

    /** Its contender, with its threads where it has several. */
    public String inWords() {
        return Contender.inWords(contender, threads);
    }

    /** The precision whose ceiling bounds it. */
    public Precision computedIn() {
        return arithmetic == null ? precision : arithmetic;
    }

    /** Its place in the run. */
    public boolean isOf(Precision somePrecision, Shape someShape) {
        return precision == somePrecision && shape.equals(someShape);
    }
}
