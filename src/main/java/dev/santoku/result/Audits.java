package dev.santoku.result;

import dev.santoku.backend.Audit;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;

/** Whether a device's own clock bears out what the wall clock says, and whether copies can have been so fast. */
public final class Audits {
    /** By so much two clocks, or a copy and the best one measured, may differ. */
    private static final double TOLERANCE = 0.05;

    /** A tick at either end. */
    private static final double TICKS = 2;

    /** Seconds until a thread that waits runs again, on a machine that others use. */
    private static final double WAKING = 1e-4;

    private Audits() {}

    /**
     * The cell with what its audit makes doubtful.
     *
     * @param link the way to its device; null where unknown
     */
    public static CellResult judged(CellResult cell, LinkCeiling link) {
        if (cell.audit() == null) {
            return cell;
        }
        return cell.flagged(
                        CellFlags.CLOCK_DISAGREES,
                        !disagreements(cell.audit(), link == null ? null : link.launchMicros())
                                .isEmpty())
                .flagged(CellFlags.COPIES_ABOVE_CEILING, link != null && isCopiedTooFast(cell, link));
    }

    /**
     * What the two clocks say where they disagree, in words; a step each.
     *
     * <p>The driver's events must not last longer than the wall clock around them. For computing, the wall clock must not
     * last longer than they do either, but for a launch. Not so for copies, since the host copies before a first command
     * and after a last one.
     *
     * @param launchMicros of the device, in microseconds; null where unknown, and then only the former is asked
     * @return nothing, too, where the driver's clock does not tell the time
     */
    public static List<String> disagreements(Audit audit, Double launchMicros) {
        if (audit.clocks() == null || audit.byWrongClock()) {
            return List.of();
        }
        Audit.Clocks clocks = audit.clocks();
        List<String> found = new ArrayList<>();
        disagreement("uploading", clocks.upload(), clocks.resolution(), null, found);
        disagreement("computing", clocks.compute(), clocks.resolution(), launchMicros, found);
        disagreement("downloading", clocks.download(), clocks.resolution(), null, found);
        return found;
    }

    private static void disagreement(
            String step, Audit.Reading reading, double resolution, Double launchMicros, List<String> found) {
        double slack = TOLERANCE * reading.wall() + TICKS * resolution;
        boolean tooLong = reading.events() > reading.wall() + slack;
        boolean tooShort =
                launchMicros != null && reading.wall() > reading.events() + launchMicros * 1e-6 + WAKING + slack;
        if (!reading.ordered()) {
            found.add("%s ended before it began".formatted(step));
        } else if (tooLong || tooShort) {
            found.add("%s took %.3f ms by the driver's clock and %.3f ms by the wall clock"
                    .formatted(step, 1e3 * reading.events(), 1e3 * reading.wall()));
        }
    }

    /** Only what crosses a bus has a ceiling: in the host's memory caches help, and several cores copy. */
    private static boolean isCopiedTooFast(CellResult cell, LinkCeiling link) {
        if (cell.audit().transfers().memory() != Audit.Memory.DEVICE || cell.seconds() == null) {
            return false;
        }
        Shape shape = cell.shape();
        double element = cell.precision().bytes();
        double there = ((double) shape.rows() * shape.k() + (double) shape.rowsOfB() * shape.n()) * element;
        double back = (double) shape.rows() * shape.n() * element;
        return isAbove(
                        there,
                        cell.seconds().upload().median(),
                        Math.max(link.hostToDeviceGBs(), link.pinnedHostToDeviceGBs()))
                || isAbove(
                        back,
                        cell.seconds().download().median(),
                        Math.max(link.deviceToHostGBs(), link.pinnedDeviceToHostGBs()));
    }

    private static boolean isAbove(double bytes, double seconds, double gigabytesPerSecond) {
        return bytes > seconds * gigabytesPerSecond * 1e9 * (1 + TOLERANCE);
    }
}
