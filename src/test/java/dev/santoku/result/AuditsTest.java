package dev.santoku.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Audit;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.StopRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clocks that disagree and copies that cannot be, pretended. */
class AuditsTest {
    private static final double NANO = 1e-9;

    /** GB/s there and back, pinned twice as fast; a launch in 30 µs. */
    private static final LinkCeiling LINK = new LinkCeiling(5, 6, 10, 12, 30);

    private static final Audit.Reading AGREES = reading(10e-3, 9.98e-3);

    private static Audit.Reading reading(double wall, double events) {
        return new Audit.Reading(wall, events, events, true);
    }

    private static Audit audit(double resolution, Audit.Reading compute) {
        return new Audit(
                new Audit.Transfers(Audit.Way.MAPPED, Audit.Way.DRIVER, Audit.Memory.HOST),
                new Audit.Clocks(resolution, 3, AGREES, compute, AGREES));
    }

    private static List<String> complaints(Audit.Reading compute) {
        return Audits.disagreements(audit(NANO, compute), LINK.launchMicros());
    }

    @Test
    void clocksThatDifferByALaunchAgree() {
        assertThat(complaints(AGREES)).isEmpty();
        assertThat(complaints(reading(10e-3, 9.4e-3)))
                .as("waking up is no disagreement")
                .isEmpty();
        assertThat(complaints(reading(40e-6, 5e-6))).isEmpty();
    }

    @Test
    void aDriverThatReturnsTooEarlyIsFoundOut() {
        assertThat(complaints(reading(5e-3, 10e-3)))
                .containsExactly("computing took 10.000 ms by the driver's clock and 5.000 ms by the wall clock");
        assertThat(complaints(reading(10e-3, 10.6e-3))).hasSize(1);
        assertThat(Audits.disagreements(audit(NANO, reading(5e-3, 10e-3)), null))
                .as("whatever a launch takes")
                .hasSize(1);
    }

    @Test
    void aDriverWhoseEventsAreTooShortIsFoundOut() {
        assertThat(complaints(reading(10e-3, 5e-3))).hasSize(1);
        assertThat(complaints(reading(10e-3, 0))).hasSize(1);
        assertThat(Audits.disagreements(audit(NANO, reading(10e-3, 5e-3)), null))
                .as("what a launch takes is not known")
                .isEmpty();
    }

    @Test
    void aCoarseClockMayBeTwoTicksOff() {
        Audit.Reading off = reading(2e-3, 4e-3);
        assertThat(Audits.disagreements(audit(1e-3, off), LINK.launchMicros())).isEmpty();
        assertThat(Audits.disagreements(audit(1e-4, off), LINK.launchMicros())).hasSize(1);
    }

    @Test
    void eventsOutOfOrderAreFoundOut() {
        Audit.Reading backwards = new Audit.Reading(10e-3, 9.98e-3, 9.98e-3, false);
        assertThat(complaints(backwards)).containsExactly("computing ended before it began");
    }

    @Test
    void copiesMayHaveHostsWorkAroundThemButNotEventsBeyondTheWallClock() {
        Audit staged = new Audit(
                new Audit.Transfers(Audit.Way.STAGED, Audit.Way.STAGED, Audit.Memory.DEVICE),
                new Audit.Clocks(NANO, 3, reading(10e-3, 5e-3), AGREES, reading(5e-3, 10e-3)));
        assertThat(Audits.disagreements(staged, LINK.launchMicros()))
                .containsExactly("downloading took 10.000 ms by the driver's clock and 5.000 ms by the wall clock");
    }

    @Test
    void whereTheDriverHasNoClockNothingDisagrees() {
        assertThat(Audits.disagreements(Audit.of(Audit.Transfers.byDriver(null)), 30.0))
                .isEmpty();
    }

    @Test
    void theProductWhoseClocksAgreeBestCounts() {
        Audit.Reading disturbed = reading(20e-3, 10e-3);
        Audit.Reading unordered = new Audit.Reading(1e-3, 1e-3, 1e-3, false);
        assertThat(Audit.Reading.closer(disturbed, AGREES)).isEqualTo(AGREES);
        assertThat(Audit.Reading.closer(AGREES, disturbed)).isEqualTo(AGREES);
        assertThat(Audit.Reading.closer(unordered, AGREES)).isEqualTo(AGREES);
    }

    @Test
    void cellsAreFlaggedAndTheFlagGoesWithTheReason() {
        CellResult cell = cell(1, 1).audited(audit(NANO, reading(5e-3, 10e-3)));
        CellResult flagged = Audits.judged(cell, LINK);
        assertThat(flagged.flags()).containsExactly(CellFlags.CLOCK_DISAGREES);
        assertThat(Audits.judged(flagged, LINK).flags()).containsExactly(CellFlags.CLOCK_DISAGREES);
        assertThat(Audits.judged(flagged.audited(audit(NANO, AGREES)), LINK).flags())
                .isEmpty();
        assertThat(Audits.judged(cell(1, 1), LINK).flags()).isEmpty();
    }

    @Test
    void noCopyIsFasterThanTheBestThatWasMeasured() {
        Audit.Transfers overTheBus = Audit.Transfers.byDriver(Audit.Memory.DEVICE);
        double there = 2 * 4e6 / 10e9;
        double back = 4e6 / 12e9;
        assertThat(judged(overTheBus, there, back)).isEmpty();
        assertThat(judged(overTheBus, 0.9 * there, back)).containsExactly(CellFlags.COPIES_ABOVE_CEILING);
        assertThat(judged(overTheBus, there, 0.9 * back)).containsExactly(CellFlags.COPIES_ABOVE_CEILING);
        assertThat(judged(Audit.Transfers.byDriver(Audit.Memory.HOST), 0.5 * there, back))
                .as("caches help in the host's memory")
                .isEmpty();
    }

    private static List<String> judged(Audit.Transfers transfers, double upload, double download) {
        return Audits.judged(cell(upload, download).audited(Audit.of(transfers)), LINK)
                .flags();
    }

    /** A product of 1000×1000×1000 in f32: matrices of 4 MB. */
    private static CellResult cell(double upload, double download) {
        Estimate compute = new Estimate(1, 1, 1);
        return new CellResult(
                "jocl:v@cl0",
                "jocl",
                "v",
                "cl0",
                null,
                false,
                Precision.F32,
                Shape.square(1000),
                Outcome.MEASURED,
                null,
                "a device",
                new CellResult.Check(true, "sha256:ab", 0.0, null, "reference"),
                Verified.NOTHING,
                new CellResult.Seconds(
                        0,
                        new Estimate(upload, upload, upload),
                        compute,
                        new Estimate(download, download, download),
                        compute),
                10,
                1,
                StopRule.Reason.PRECISION,
                new CellResult.Gflops(1, 1),
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
}
