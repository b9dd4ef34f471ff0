package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.matrix.Shape;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

/**
 * A search with a time limit. Today's parameters are the first champion; who beats the champion, with the whole of the
 * interval of their ratio, takes its place. So the champion is the best so far at every moment, and has proved it. In the
 * end it meets today's parameters again, for longer: many were tried, and the luckiest of many looks faster than it is.
 *
 * <p>Equal devices share the candidates: each takes the next one, and times it against the champion on itself, so that it
 * does not matter which of them is slower.
 */
final class Tournament {
    /** Of the time, for the last bout. */
    private static final double SHARE_OF_FINAL = 0.15;

    private static final double LONGEST_FINAL = 8;

    /** Of the time, for each bout of the search; a bout of more than this cannot tell much more. */
    private static final double SHARE_OF_BOUT = 0.01;

    private static final double LONGEST_BOUT = 0.5;
    private static final double SHORTEST_BOUT = 0.05;

    /** A bout that leaves open who is faster is repeated, so many times as long. */
    private static final double REMATCH = 4;

    /** When so many in a row are lost, it is not the candidates that are at fault. */
    private static final int MOST_LOSSES_IN_A_ROW = 8;

    private final Candidate today;
    private final Search search;
    private final List<Trials> trials;
    private final List<Shape> sizes;
    private final DoubleSupplier remainingSeconds;
    private final double givenSeconds;
    private final Listener listener;
    private final Map<Trial.Outcome, Integer> counts = new EnumMap<>(Trial.Outcome.class);
    private volatile Standing standing;
    private volatile boolean over;

    /** Is told how it goes on. */
    interface Listener {
        /** Something was tried that suits the device of that id; one thread at a time. */
        void tried(String device, Candidate candidate, Trial trial, Standing standing);
    }

    /**
     * How it stands.
     *
     * @param champion the best so far
     * @param speedup over today's, as the bouts in which it rose say; 1 for today's
     * @param gflops of the champion at the last size
     * @param counts how many came to which outcome
     * @param skipped how many were not tried, for nothing is to be expected of them
     */
    record Standing(
            Candidate champion, double speedup, double gflops, Map<Trial.Outcome, Integer> counts, int skipped) {
        Standing {
            counts = Map.copyOf(counts);
        }

        int count(Trial.Outcome outcome) {
            return counts.getOrDefault(outcome, 0);
        }

        /** Those that were timed, in full or not. */
        int tried() {
            return count(Trial.Outcome.TIMED) + count(Trial.Outcome.ABANDONED);
        }
    }

    /**
     * Nobody has played yet.
     *
     * @param trials on equal devices, at least one; the first and the last bout are on the first
     * @param remainingSeconds tells what is left of the time
     */
    Tournament(
            Candidate today,
            Search search,
            List<Trials> trials,
            List<Shape> sizes,
            DoubleSupplier remainingSeconds,
            Listener listener) {
        this.today = today;
        this.search = search;
        this.trials = List.copyOf(trials);
        this.sizes = List.copyOf(sizes);
        this.remainingSeconds = remainingSeconds;
        this.givenSeconds = remainingSeconds.getAsDouble();
        this.listener = listener;
    }

    /**
     * Tries until the time is up, nothing is left, or a device is at fault: where a candidate is wrong, today's parameters
     * compute once more, in the same process, and must be right.
     *
     * @return the last bout, today's parameters against the champion; that of today's alone where these stayed the best, or
     *     are wrong
     */
    Trial run() {
        Trial first = trials.get(0).tryOut(today, today, sizes, boutSeconds());
        count(first);
        if (first.outcome() != Trial.Outcome.TIMED) {
            return first;
        }
        stands(today, 1, first.gflops());
        search.begin(today, candidates -> trials.get(0).estimate(sizes, candidates));
        double reserved = Math.min(LONGEST_FINAL, SHARE_OF_FINAL * givenSeconds);
        Optional<Trial> fault = playAll(reserved);
        if (fault.isPresent()) {
            return fault.get();
        }
        return standing.champion().equals(today) ? first : last(first, reserved);
    }

    /** On all devices at once; what today's parameters did where they are wrong by now. */
    private Optional<Trial> playAll(double reserved) {
        List<CompletableFuture<Optional<Trial>>> others = trials.stream()
                .skip(1)
                .map(device -> CompletableFuture.supplyAsync(() -> play(device, reserved), Tournament::onThread))
                .toList();
        Optional<Trial> fault = play(trials.get(0), reserved);
        for (CompletableFuture<Optional<Trial>> other : others) {
            Optional<Trial> its = other.join();
            fault = fault.or(() -> its);
        }
        return fault;
    }

    private static void onThread(Runnable task) {
        new Thread(task, "santoku-tune").start();
    }

    private Optional<Trial> play(Trials device, double reserved) {
        int lossesInARow = 0;
        while (!over && remainingSeconds.getAsDouble() > reserved && lossesInARow < MOST_LOSSES_IN_A_ROW) {
            Optional<Candidate> next = search.next(candidates -> device.estimate(sizes, candidates));
            if (next.isEmpty()) {
                break;
            }
            Trial.Outcome outcome = tryOut(device, next.get()).outcome();
            lossesInARow = outcome == Trial.Outcome.LOST ? lossesInARow + 1 : 0;
            if (outcome == Trial.Outcome.WRONG) {
                Trial again = device.tryOut(today, today, sizes, SHORTEST_BOUT / sizes.size());
                if (again.outcome() == Trial.Outcome.WRONG) {
                    over = true;
                    return Optional.of(trials.size() == 1 ? again : again.on(device.device()));
                }
            }
        }
        return Optional.empty();
    }

    /** Who beats a champion that another device has replaced meanwhile has to beat the new one. */
    private Trial tryOut(Trials device, Candidate candidate) {
        while (true) {
            Standing before = standing;
            Trial trial = device.tryOut(before.champion(), candidate, sizes, boutSeconds());
            if (isOpen(trial)) {
                trial = device.meet(before.champion(), candidate, sizes, REMATCH * boutSeconds());
            }
            if (isEntered(device, candidate, before, trial)) {
                return trial;
            }
        }
    }

    /** Takes note of a trial, unless it would crown who has not met the champion of this moment. */
    private synchronized boolean isEntered(Trials device, Candidate candidate, Standing before, Trial trial) {
        boolean rises = isFaster(trial);
        if (rises && !standing.champion().equals(before.champion())) {
            return false;
        }
        count(trial);
        if (trial.wasTimed()) {
            search.scored(candidate, before.speedup() * trial.speedup());
        }
        if (rises) {
            stands(candidate, before.speedup() * trial.speedup(), trial.gflops());
        } else {
            stands(standing.champion(), standing.speedup(), standing.gflops());
        }
        if (trial.outcome() != Trial.Outcome.UNFIT) {
            listener.tried(device.device(), candidate, trial, standing);
        }
        return true;
    }

    private static boolean isFaster(Trial trial) {
        return trial.outcome() == Trial.Outcome.TIMED && trial.leastSpeedup() > 1;
    }

    /** It looks faster, but that may be chance. */
    private static boolean isOpen(Trial trial) {
        return trial.outcome() == Trial.Outcome.TIMED && trial.speedup() > 1 && !isFaster(trial);
    }

    /** Only who is really faster than today's takes their place for good. */
    private Trial last(Trial first, double seconds) {
        Standing before = standing;
        Trial trial = trials.get(0).meet(today, before.champion(), sizes, seconds / sizes.size());
        if (isFaster(trial)) {
            stands(before.champion(), trial.speedup(), trial.gflops());
            return trial;
        }
        stands(today, 1, first.gflops());
        return first;
    }

    private double boutSeconds() {
        return Math.max(SHORTEST_BOUT, Math.min(LONGEST_BOUT, SHARE_OF_BOUT * givenSeconds)) / sizes.size();
    }

    private void count(Trial trial) {
        counts.merge(trial.outcome(), 1, Integer::sum);
    }

    private void stands(Candidate champion, double speedup, double gflops) {
        standing = new Standing(champion, speedup, gflops, counts, search.skipped());
    }

    /** How it stands, asked from any thread; empty before the first bout. */
    Optional<Standing> standing() {
        return Optional.ofNullable(standing);
    }
}
