package dev.santoku.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;

/** What each node said last. Executors' heartbeats bring it to the driver. */
final class LastLines extends AccumulatorV2<Map<String, String>, Map<String, String>> {
    private static final long serialVersionUID = 1;

    private final ConcurrentHashMap<String, String> lines = new ConcurrentHashMap<>();

    void set(String executor, String line) {
        lines.put(executor, line);
    }

    @Override
    public boolean isZero() {
        return lines.isEmpty();
    }

    @Override
    public LastLines copy() {
        LastLines copy = new LastLines();
        copy.lines.putAll(lines);
        return copy;
    }

    @Override
    public void reset() {
        lines.clear();
    }

    @Override
    public void add(Map<String, String> more) {
        lines.putAll(more);
    }

    @Override
    public void merge(AccumulatorV2<Map<String, String>, Map<String, String>> other) {
        lines.putAll(other.value());
    }

    @Override
    public Map<String, String> value() {
        return Map.copyOf(lines);
    }
}
