package dev.santoku.kitchen;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;

/** A thread that cuts. */
interface Cutting extends Cooks.Work {
    /** The tasks that it did. */
    List<Cut> cuts();

    /** One thread that does some of each of its tasks, over and over until all are done. */
    record Alone(List<Cut> cuts, int unitsPerTurn) implements Cutting {
        @Override
        public void run() {
            while (!cuts.get(cuts.size() - 1).isDone()) {
                cuts.forEach(cut -> cut.cut(unitsPerTurn));
            }
        }
    }

    /** Waits for the knife, cuts a helping, hands it on. */
    record InHelpings(Cut cut, int helping, Semaphore mine, Semaphore next) implements Cutting {
        @Override
        public List<Cut> cuts() {
            return List.of(cut);
        }

        @Override
        public void run() throws InterruptedException {
            while (!cut.isDone()) {
                mine.acquire();
                cut.cut(helping);
                next.release();
            }
        }
    }

    /** On a core of its own, does a task of its own, then takes others as long as there are any. */
    final class FromTheQueue implements Cutting {
        private final Cut first;
        private final Queue<Cut> waiting;
        private final Affinity.Search affinity;
        private final int processor;
        private final List<Cut> done = new ArrayList<>();

        FromTheQueue(Cut first, Queue<Cut> waiting, Affinity.Search affinity, int processor) {
            this.first = first;
            this.waiting = waiting;
            this.affinity = affinity;
            this.processor = processor;
        }

        @Override
        public List<Cut> cuts() {
            return done;
        }

        @Override
        public void prepare() throws IOException {
            if (affinity instanceof Affinity.Search.Found found) {
                found.affinity().hold(List.of(processor));
            }
        }

        @Override
        public void run() {
            for (Cut cut = first; cut != null; cut = waiting.poll()) {
                done.add(cut);
                cut.finish();
            }
        }
    }
}
