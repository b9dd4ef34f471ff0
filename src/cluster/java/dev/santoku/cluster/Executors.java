package dev.santoku.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import scala.jdk.javaapi.CollectionConverters;

/** Executors as they come and go, and what their tasks say. */
final class Executors extends SparkListener {
    private static final long SETTLED_MILLISECONDS = 4000;
    private static final long TICK_MILLISECONDS = 100;

    private final Map<String, String> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> cores = new LinkedHashMap<>();
    private final Map<String, String> lost = new LinkedHashMap<>();
    private final BiConsumer<String, String> said;
    private long changed = System.nanoTime();

    /**
     * None yet.
     *
     * @param said is given an executor and what its task said last
     */
    Executors(BiConsumer<String, String> said) {
        this.said = said;
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
        hosts.put(added.executorId(), added.executorInfo().executorHost());
        cores.put(added.executorId(), added.executorInfo().totalCores());
        changed = System.nanoTime();
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        hosts.remove(removed.executorId());
        cores.remove(removed.executorId());
        lost.put(removed.executorId(), removed.reason());
        changed = System.nanoTime();
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).stream()
                        .filter(info -> info.update().isDefined())
                        .map(info -> info.update().get())
                        .forEach(value -> {
                            if (value instanceof Map<?, ?> lines) {
                                lines.forEach((executor, line) ->
                                        said.accept(String.valueOf(executor), String.valueOf(line)));
                            }
                        }));
    }

    /**
     * Waits for executors.
     *
     * @param expected how many; 0 where nobody knows: then until no more come for some seconds
     * @param seconds after which those count that are there
     * @return their hosts by their ids
     */
    Map<String, String> await(int expected, long seconds) throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            Thread.sleep(TICK_MILLISECONDS);
            synchronized (this) {
                boolean settled = System.nanoTime() - changed > SETTLED_MILLISECONDS * 1_000_000L;
                if (expected > 0 ? hosts.size() >= expected : settled && !hosts.isEmpty()) {
                    break;
                }
            }
        }
        synchronized (this) {
            return new LinkedHashMap<>(hosts);
        }
    }

    /** How many processors each has that is there. */
    synchronized List<Integer> cores() {
        return List.copyOf(cores.values());
    }

    /** Whether as many are there as were expected, and all are among some. */
    synchronized boolean areAllAmong(Set<String> some, int expected) {
        return hosts.size() >= expected && some.containsAll(hosts.keySet());
    }

    /** Why each went that is no longer there. */
    synchronized Map<String, String> lost() {
        return new LinkedHashMap<>(lost);
    }
}
