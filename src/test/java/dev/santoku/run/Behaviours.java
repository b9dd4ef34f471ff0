package dev.santoku.run;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellResult;
import dev.santoku.result.SampleTimes;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** How pretended workers answer. */
public final class Behaviours {
    private Behaviours() {}

    /** Measures ceilings, too. */
    static Function<Request, Answer> measuring(double seconds, double gflops, double gigabytes) {
        return request -> {
            if (request instanceof Request.FmaCeiling) {
                return new Answer.Rate(gflops);
            }
            return request instanceof Request.BandwidthCeiling
                    ? new Answer.Rate(gigabytes)
                    : honest(seconds).apply(request);
        };
    }

    /** Takes so long for a launch, and computes at so many operations a second. */
    public static Function<Request, Answer> launching(double launch, double flopsPerSecond) {
        AtomicReference<Shape> loaded = new AtomicReference<>();
        return request -> {
            if (request instanceof Request.Load load) {
                loaded.set(load.shape());
            } else if (request instanceof Request.Check check) {
                loaded.set(check.shape());
            }
            double seconds = loaded.get() == null ? 0 : launch + loaded.get().flops() / flopsPerSecond;
            return honest(seconds).apply(request);
        };
    }

    /** Honest, but for requests of one kind. */
    static Function<Request, Answer> throwing(RuntimeException thrown, Class<? extends Request> asked) {
        return request -> {
            if (asked.isInstance(request)) {
                throw thrown;
            }
            return honest(1e-3).apply(request);
        };
    }

    public static Function<Request, Answer> honest(double seconds) {
        return request -> {
            if (request instanceof Request.Open) {
                return new Answer.Opened(0.1);
            } else if (request instanceof Request.Check) {
                return checked("sha256:same");
            } else if (request instanceof Request.Warm) {
                return new Answer.Warmed(seconds);
            } else if (request instanceof Request.Sample) {
                return new Answer.Sampled(List.of(times(seconds), times(seconds), times(seconds)));
            }
            return PlainAnswers.to(request);
        };
    }

    static Answer.Checked checked(String digest) {
        return new Answer.Checked(
                new CellResult.Check(true, digest, 0.0, 1.0, "reference"), "here", 0, Precision.F32, false);
    }

    static SampleTimes times(double seconds) {
        return new SampleTimes(0, seconds, 0, seconds);
    }

    /** Thrown by a behaviour whose worker is lost. */
    public static final class Lost extends RuntimeException {
        static final long serialVersionUID = 1L;

        public Lost(String message) {
            super(message);
        }
    }

    /** Thrown by a behaviour that refuses a request. */
    public static final class Refused extends RuntimeException {
        static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /** Thrown by a behaviour that finds its product wrong. */
    public static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Wrong(String message) {
            super(message);
        }
    }
}
