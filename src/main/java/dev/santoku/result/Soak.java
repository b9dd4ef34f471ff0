package dev.santoku.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What a burn-in saw: {@code soak} in the result file, whose keys are the names of these components. Unknown is null.
 *
 * @param secondsAsked of load
 * @param seconds of load until the end
 * @param keepGoing whether wrong products were counted; else the first one ended the burn-in
 * @param devices an entry for each contender, precision and size
 */
public record Soak(double secondsAsked, double seconds, boolean keepGoing, List<Part> devices) {
    public Soak {
        devices = List.copyOf(devices);
    }

    /**
     * One contender under load.
     *
     * @param device null where its back end has none here
     * @param threads of the CPU that it computed on; null on other devices
     * @param shape of all its products; null where it came to none
     * @param outcome {@code measured} where all products were right
     * @param reason of every other outcome, in one line
     * @param ranOn the device that really ran
     * @param products that were verified to the bit, wrong ones included
     * @param seconds of load
     * @param busy share of them in which the device computed
     * @param errors products that were wrong
     * @param errorsPerHour of load; null before there was any
     * @param firstError null where there was none
     * @param moreErrors the few that followed
     * @param timeline in order of time
     * @param arithmetic what inputs of a reduced precision were computed in; null for others, and where nothing was
     */
    public record Part(
            String contender,
            String device,
            Integer threads,
            Precision precision,
            Shape shape,
            Outcome outcome,
            String reason,
            String ranOn,
            long products,
            double seconds,
            Double busy,
            long errors,
            Double errorsPerHour,
            SoakError firstError,
            List<SoakError> moreErrors,
            List<Point> timeline,
            @JsonInclude(JsonInclude.Include.NON_NULL) Precision arithmetic) {
        public Part {
            moreErrors = List.copyOf(moreErrors);
            timeline = List.copyOf(timeline);
        }

        /** With its threads, where there are several. */
        public String inWords() {
            return Contender.inWords(contender, threads);
        }

        /** Why it ended before its time, or came to no product; empty where nothing but its errors ended it. */
        public Optional<String> cause() {
            return Optional.ofNullable(reason).filter(words -> !words.equals(wrongProducts(errors, products)));
        }

        public static String wrongProducts(long errors, long products) {
            return "%d of %d products wrong".formatted(errors, products);
        }
    }

    /**
     * What came of a few seconds.
     *
     * @param seconds since the load began
     * @param products verified since the point before
     * @param gflops rate of what was computed and verified, in 10⁹ operations a second; null where no product ended
     * @param errors since the point before
     * @param clockMHz of the GPU, or of the fastest processor
     * @param temperatureC of the GPU, or of the processor's hottest spot, in degrees Celsius
     * @param powerWatts of a GPU
     * @param slowdowns what held a GPU's clocks down; null where nobody tells
     */
    public record Point(
            double seconds,
            long products,
            Double gflops,
            long errors,
            Integer clockMHz,
            Double temperatureC,
            Double powerWatts,
            List<String> slowdowns) {
        public Point {
            slowdowns = slowdowns == null ? null : List.copyOf(slowdowns);
        }
    }
}
