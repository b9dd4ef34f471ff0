package dev.santoku.result.file;

import dev.santoku.backend.Audit;
import dev.santoku.backend.ClusterCost;
import dev.santoku.result.CellResult;
import dev.santoku.result.Energy;
import dev.santoku.result.Noise;
import dev.santoku.result.Roofline;
import dev.santoku.result.Verified;
import java.util.stream.Stream;

/** What a cell of a result must hold; see {@link ResultCheck}. */
final class CellCheck {
    /** A cache may be some ten times as fast as the memory; no time is as wrong as this. */
    private static final double MOST_OF_A_ROOF = 1000;

    private CellCheck() {}

    static void check(CellResult cell, String place) throws RefusedFileException {
        ResultCheck.require(
                cell.contender() != null && cell.backend() != null && cell.variant() != null,
                place + "contender, backend or variant is missing");
        ResultCheck.require(cell.precision() != null && cell.shape() != null, place + "precision or shape is missing");
        ResultCheck.require(cell.shape().fitsArrays(), place + "its matrices are larger than any that is measured");
        ResultCheck.require(cell.outcome() != null, place + "outcome is missing");
        ResultCheck.require(PlausibleNumbers.isUnknownOrProcessors(cell.threads()), place + "threads are impossible");
        ResultCheck.require(cell.samples() >= 0, place + "samples are impossible");
        CellResult.Seconds seconds = cell.seconds();
        if (cell.reason() == null) {
            ResultCheck.require(cell.device() != null, place + "device is missing");
            ResultCheck.require(
                    seconds != null && cell.gflops() != null && cell.check() != null, place + "figures are missing");
        }
        if (seconds != null) {
            ResultCheck.require(
                    PlausibleNumbers.areDurations(seconds.upload())
                            && PlausibleNumbers.areDurations(seconds.download()),
                    place + "times are none");
            ResultCheck.require(
                    PlausibleNumbers.arePositive(seconds.compute()) && PlausibleNumbers.arePositive(seconds.endToEnd()),
                    place + "times are none");
            ResultCheck.require(PlausibleNumbers.isDuration(seconds.setup()), place + "setup is no time");
        }
        if (cell.gflops() != null) {
            ResultCheck.require(
                    PlausibleNumbers.isPositive(cell.gflops().compute())
                            && PlausibleNumbers.isPositive(cell.gflops().endToEnd()),
                    place + "gflops are none");
        }
        if (cell.check() != null) {
            ResultCheck.require(
                    PlausibleNumbers.isUnknownOrWithin(cell.check().error(), 0, Double.MAX_VALUE)
                            && PlausibleNumbers.isUnknownOrWithin(cell.check().bound(), 0, Double.MAX_VALUE),
                    place + "error or bound is impossible");
        }
        Verified verified = cell.verified();
        ResultCheck.require(
                verified == null
                        || (verified.products() >= 0
                                && PlausibleNumbers.isDuration(verified.seconds())
                                && verified.method() != null),
                place + "verified is incomplete");
        ResultCheck.require(cell.launches() == null || cell.launches() > 0, place + "launches are none");
        ResultCheck.require(cell.noise() == null || isWhole(cell.noise()), place + "noise is incomplete or impossible");
        Energy energy = cell.energy();
        ResultCheck.require(
                energy == null
                        || (energy.source() != null
                                && PlausibleNumbers.isPositive(energy.joulesPerProduct())
                                && PlausibleNumbers.isPositive(energy.gflopsPerWatt())
                                && PlausibleNumbers.isPositive(energy.watts())
                                && energy.samples() > 0
                                && PlausibleNumbers.isPositive(energy.seconds())),
                place + "energy is incomplete");
        ResultCheck.require(isUnknownOrShare(cell.ofCeiling()), place + "ofCeiling is impossible");
        Roofline roofline = cell.roofline();
        ResultCheck.require(
                roofline == null
                        || (roofline.roof() != null
                                && PlausibleNumbers.isPositive(roofline.flopsPerByte())
                                && PlausibleNumbers.isPositive(roofline.gflops())
                                && isUnknownOrShare(roofline.share())),
                place + "roofline is incomplete or impossible");
        check(cell.audit(), place);
        if (cell.sharing() != null) {
            SharingCheck.check(cell.sharing(), cell.shape().m(), place);
        }
        check(cell.cluster(), place);
    }

    private static void check(ClusterCost cluster, String place) throws RefusedFileException {
        if (cluster == null) {
            return;
        }
        ResultCheck.require(
                PlausibleNumbers.isUnknownOrProcessors(cluster.slots())
                        && PlausibleNumbers.isDuration(cluster.shuffledBytes())
                        && (cluster.leastBytes() == 0 || PlausibleNumbers.isPositive(cluster.leastBytes()))
                        && Stream.of(cluster.computing(), cluster.writing(), cluster.waiting(), cluster.idle())
                                .allMatch(share -> PlausibleNumbers.isUnknownOrWithin(share, 0, 1)),
                place + "cluster is incomplete or impossible");
        ClusterCost.Prediction prediction = cluster.prediction();
        ResultCheck.require(
                prediction == null
                        || (PlausibleNumbers.isPositive(prediction.seconds())
                                && PlausibleNumbers.isPositive(prediction.slotGflops())
                                && PlausibleNumbers.isPositive(prediction.networkGBs())),
                place + "cluster/prediction is impossible");
    }

    private static void check(Audit audit, String place) throws RefusedFileException {
        if (audit == null) {
            return;
        }
        ResultCheck.require(
                audit.transfers() != null
                        && audit.transfers().upload() != null
                        && audit.transfers().download() != null,
                place + "audit/transfers are incomplete");
        ResultCheck.require(
                audit.clocks() == null
                        || (PlausibleNumbers.isDuration(audit.clocks().resolution())
                                && Stream.of(
                                                audit.clocks().upload(),
                                                audit.clocks().compute(),
                                                audit.clocks().download())
                                        .allMatch(reading -> reading != null
                                                && PlausibleNumbers.isDuration(reading.wall())
                                                && Double.isFinite(reading.events())
                                                && Double.isFinite(reading.device()))),
                place + "audit/clocks are incomplete");
        ResultCheck.require(
                PlausibleNumbers.isUnknownOrWithin(audit.clockRate(), -1e18, 1e18),
                place + "audit/clockRate is no number");
    }

    /** Of a roof; above 1 where the roof or the time is in doubt. */
    private static boolean isUnknownOrShare(Double share) {
        return PlausibleNumbers.isUnknownOrPositive(share) && (share == null || share <= MOST_OF_A_ROOF);
    }

    private static boolean isWhole(Noise noise) {
        return noise.rounds() >= 0
                && noise.disturbedRounds() >= 0
                && PlausibleNumbers.isUnknownOrWithin(noise.stolen(), 0, 1)
                && PlausibleNumbers.isUnknownOrWithin(noise.foreign(), 0, 1)
                && isWhole(noise.fmaGflops())
                && isWhole(noise.clockMHz())
                && noise.outliers().stream().allMatch(count -> count.cause() != null && count.samples() >= 0);
    }

    private static boolean isWhole(Noise.Change change) {
        return change == null
                || (PlausibleNumbers.isPositive(change.before()) && PlausibleNumbers.isPositive(change.after()));
    }
}
