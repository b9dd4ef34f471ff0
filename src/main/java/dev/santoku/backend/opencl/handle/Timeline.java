package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/** Owns the events of commands on a queue that keeps their times, in the order in which they were given. */
public final class Timeline implements Handle {
    private static final double NANO = 1e-9;

    private final List<cl_event> events = new ArrayList<>();

    /** Takes a command's event over. */
    void add(cl_event event) {
        events.add(event);
    }

    /** Keeps the event of a command that somebody else owns, too. */
    void share(cl_event event) {
        CL.clRetainEvent(event);
        events.add(event);
    }

    /**
     * What the driver says of the commands, which are finished; they are forgotten.
     *
     * @param wall seconds that they took by Java's clock
     * @return empty where there were none, or where the driver kept no times
     */
    public Optional<Audit.Reading> read(double wall) {
        return times().map(times -> reading(wall, times));
    }

    /** When the last command ended, which is finished, by the driver's clock; empty where it kept no times. All are forgotten. */
    public Optional<Long> lastEnd() {
        return times().map(times -> times.get(times.size() - 1).ended());
    }

    /** Of all commands, of which there is one at least; they are forgotten. */
    private Optional<List<Times>> times() {
        try {
            List<Times> times = new ArrayList<>();
            for (cl_event event : events) {
                times.add(Times.of(event));
            }
            return Optional.of(times).filter(some -> !some.isEmpty());
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_PROFILING_INFO_NOT_AVAILABLE) {
                return Optional.empty();
            }
            throw e;
        } finally {
            close();
        }
    }

    public static Audit.Reading reading(double wall, List<Times> inOrder) {
        long last = inOrder.stream().mapToLong(Times::ended).max().orElseThrow();
        long busy =
                inOrder.stream().mapToLong(times -> times.ended - times.started).sum();
        return new Audit.Reading(
                wall,
                (last - inOrder.get(0).queued) * NANO,
                busy * NANO,
                inOrder.stream().allMatch(Times::ordered));
    }

    @Override
    public void close() {
        try (Handles released = new Handles()) {
            events.forEach(event -> released.own(() -> CL.clReleaseEvent(event)));
            events.clear();
        }
    }

    /** A command's times by the driver's clock, in nanoseconds since whenever. */
    public record Times(long queued, long submitted, long started, long ended) {
        static Times of(cl_event event) {
            return new Times(
                    time(event, CL.CL_PROFILING_COMMAND_QUEUED),
                    time(event, CL.CL_PROFILING_COMMAND_SUBMIT),
                    time(event, CL.CL_PROFILING_COMMAND_START),
                    time(event, CL.CL_PROFILING_COMMAND_END));
        }

        private static long time(cl_event event, int which) {
            long[] time = new long[1];
            CL.clGetEventProfilingInfo(event, which, Sizeof.cl_ulong, Pointer.to(time), null);
            return time[0];
        }

        boolean ordered() {
            return queued <= submitted && submitted <= started && started <= ended;
        }
    }
}
