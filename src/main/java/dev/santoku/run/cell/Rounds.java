package dev.santoku.run.cell;

import dev.santoku.host.probe.LoadMeter;
import dev.santoku.statistics.Medians;
import dev.santoku.statistics.Outliers;
import dev.santoku.statistics.Outliers.Moment;
import dev.santoku.statistics.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The rounds in which the contenders of one precision and shape took turns, and which of them the machine disturbed: those
 * in which half of the contenders, two at least, were far slower than in their other turns; and those in which somebody
 * else took processor time. In the first round of a launch all may be slow because all are still being compiled: there
 * the processor time alone counts.
 */
public final class Rounds {
    /** Of the machine's processor time, what the hypervisor may give to others. */
    private static final double STOLEN = 0.05;

    /** Of the machine's processor time, what other programs may take. */
    private static final double FOREIGN = 0.1;

    /** Processor time is counted in hundredths of a second, here and there: less than a few of them is nothing. */
    private static final double LEAST_SECONDS = 0.05;

    private static final int SEVERAL = 2;

    private final LoadMeter meter;
    private final List<List<Optional<LoadMeter.Load>>> launches = new ArrayList<>();

    public Rounds(LoadMeter meter) {
        this.meter = meter;
    }

    /** A launch begins, of all contenders. */
    public void beginLaunch() {
        launches.add(new ArrayList<>());
        meter.sinceLast();
    }

    /** A round of it came to its end. */
    public void endRound() {
        launches.get(launches.size() - 1).add(meter.sinceLast());
    }

    /**
     * What is known of the rounds in which a contender took its turns: of each launch, of each turn.
     *
     * @param own its samples, turn by turn from the first round of each launch on
     * @param all those of all contenders, itself among them
     */
    List<List<Moment>> moments(Samples own, List<Samples> all) {
        List<List<Moment>> moments = new ArrayList<>();
        for (int launch = 0; launch < own.launches(); launch++) {
            List<boolean[]> slowTurns = slowTurns(all, launch);
            List<Moment> ofLaunch = new ArrayList<>();
            for (int round = 0; round < own.launch(launch).size(); round++) {
                ofLaunch.add(moment(slowTurns, launch, round));
            }
            moments.add(ofLaunch);
        }
        return moments;
    }

    private Moment moment(List<boolean[]> slowTurns, int launch, int round) {
        List<boolean[]> present =
                slowTurns.stream().filter(turns -> turns.length > round).toList();
        long slow = present.stream().filter(turns -> turns[round]).count();
        boolean together = round > 0 && slow >= SEVERAL && 2 * slow >= present.size();
        if (together || isTaken(launches.get(launch).get(round))) {
            return Moment.DISTURBED;
        }
        return present.size() < SEVERAL ? Moment.ALONE : Moment.QUIET;
    }

    /** Of each contender that has this launch, which of its turns were far slower than the others. */
    private static List<boolean[]> slowTurns(List<Samples> all, int launch) {
        return all.stream()
                .filter(samples -> samples.launches() > launch)
                .map(samples -> slowTurns(samples.launch(launch)))
                .toList();
    }

    private static boolean[] slowTurns(List<double[]> turns) {
        double[] medians = turns.stream().mapToDouble(Medians::of).toArray();
        double limit = Outliers.limit(medians);
        boolean[] slow = new boolean[medians.length];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = medians[i] > limit;
        }
        return slow;
    }

    private static boolean isTaken(Optional<LoadMeter.Load> load) {
        return load.filter(known -> isTaken(known.stolen(), STOLEN * known.all())
                        || isTaken(known.foreign(), FOREIGN * known.all()))
                .isPresent();
    }

    private static boolean isTaken(double seconds, double most) {
        return seconds > most && seconds >= LEAST_SECONDS;
    }

    /** The share of the machine's processor time in all rounds that the hypervisor gave to others; null where unknown. */
    Double stolen() {
        return share(LoadMeter.Load::stolen);
    }

    /** The share that other programs took; null where unknown. */
    Double foreign() {
        return share(LoadMeter.Load::foreign);
    }

    private Double share(ToDoubleFunction<LoadMeter.Load> part) {
        List<LoadMeter.Load> known = launches.stream()
                .flatMap(List::stream)
                .flatMap(Optional::stream)
                .toList();
        double all = known.stream().mapToDouble(LoadMeter.Load::all).sum();
        return all > 0
                // a system's counters may run backwards
                ? Math.max(0, Math.min(1, known.stream().mapToDouble(part).sum() / all))
                : null;
    }
}
