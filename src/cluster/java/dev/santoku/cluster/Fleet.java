package dev.santoku.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** One comparison on every node at once, in a barrier stage with a task a node. */
final class Fleet {
    private static final long LOSS_SECONDS = 10;

    private final SparkContext spark;
    private final Executors executors;
    private final Events events;
    private final Path folder;
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<String, String> said = new ConcurrentHashMap<>();
    private volatile int run;

    /**
     * A fleet on a cluster.
     *
     * @param folder of the results
     */
    Fleet(SparkContext spark, Events events, Path folder) {
        this.spark = spark;
        this.events = events;
        this.folder = folder;
        this.executors = new Executors(this::progress);
        spark.addSparkListener(executors);
    }

    /**
     * Runs it, all nodes together each time. A node that has no result of one run has no further one.
     *
     * @param repeat how often each node runs it
     * @param expected how many executors are to come; 0 where nobody knows
     * @return how many nodes there were
     * @throws SparkException when the cluster fails, and not a node
     */
    int run(Assignment assignment, int repeat, int expected, long patienceSeconds)
            throws SparkException, InterruptedException {
        Map<String, String> hosts = executors.await(expected, patienceSeconds);
        findNodes(hosts);
        if (!hosts.isEmpty() && hosts.size() < expected) {
            events.ended(
                    "others",
                    0,
                    Outcome.without(
                            "",
                            Outcome.State.LOST,
                            "of %d workers %d came within %d s".formatted(expected, hosts.size(), patienceSeconds)),
                    "");
        }
        int found = nodes.size();
        for (int number = 1; number <= repeat && !nodes.isEmpty(); number++) {
            run = repeat == 1 ? 0 : number;
            runOnce(assignment.ofRun(number));
            nodes.values().removeIf(node -> outcomes.get(node.executor()).state() != Outcome.State.DONE);
            outcomes.clear();
        }
        return found;
    }

    private void runOnce(Assignment assignment) throws SparkException, InterruptedException {
        LastLines lines = new LastLines();
        spark.register(lines, "lines");
        while (outcomes.size() < nodes.size()) {
            List<Node> rest = nodes.values().stream()
                    .filter(node -> !outcomes.containsKey(node.executor()))
                    .toList();
            try {
                compare(rest, assignment, lines);
            } catch (Exception e) { // Scala declares none, and a lost executor is a SparkException
                takeOutLost(rest, e);
            }
        }
    }

    private void findNodes(Map<String, String> hosts) {
        Map<String, String> machines = new LinkedHashMap<>();
        RDD<String> places = places(
                hosts.entrySet().stream()
                        .map(executor -> at(executor.getValue(), executor.getValue(), executor.getKey()))
                        .toList(),
                String.class);
        List<Node> found = places.toJavaRDD()
                .map(new RollCall(spark.master().startsWith("local-cluster")))
                .collect();
        Set<String> seen = new HashSet<>();
        for (Node node : found) {
            if (!seen.add(node.executor())) {
                continue; // two tasks came to one executor
            }
            String first = machines.putIfAbsent(node.machine(), node.host());
            if (first == null) {
                nodes.put(node.executor(), node);
                events.node(node.host(), 0, "found", "");
            } else {
                events.node(node.host(), 0, "twice", "the same machine as " + first);
            }
        }
    }

    private void compare(List<Node> rest, Assignment assignment, LastLines lines) {
        RDD<Outcome> stage = places(
                        rest.stream()
                                .map(node -> at(
                                        node,
                                        node.host().replaceFirst("-" + node.executor() + "$", ""),
                                        node.executor()))
                                .toList(),
                        Node.class)
                .barrier()
                .mapPartitions(new NodeTask(assignment, lines), false, tag(Outcome.class));
        spark.runJob(stage, new Only(), partitions(rest.size()), new Take(this), tag(Outcome.class));
    }

    /** Executors that went are nodes with that reason; where none went, the cluster is broken. */
    private void takeOutLost(List<Node> rest, Exception failure) throws InterruptedException, SparkException {
        for (int tries = 0; tries < 10 * LOSS_SECONDS; tries++) {
            Map<String, String> lost = executors.lost();
            List<Node> gone = rest.stream()
                    .filter(node -> lost.containsKey(node.executor()) && !outcomes.containsKey(node.executor()))
                    .toList();
            if (!gone.isEmpty()) {
                gone.forEach(node -> take(Outcome.without(
                        node.executor(), Outcome.State.LOST, "its executor was lost: " + lost.get(node.executor()))));
                return;
            }
            Thread.sleep(100);
        }
        throw new SparkException(failure.getMessage(), failure);
    }

    private void take(Outcome outcome) {
        Node node = nodes.get(outcome.executor());
        if (outcomes.putIfAbsent(outcome.executor(), outcome) != null) {
            return;
        }
        try {
            String file = "";
            if (!outcome.result().isEmpty()) {
                file = node.host().replaceAll("[^A-Za-z0-9._-]", "_") + (run == 0 ? "" : "-" + run) + ".json";
                Files.writeString(folder.resolve(file), outcome.result());
            }
            events.ended(node.host(), run, outcome, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void progress(String executor, String line) {
        Node node = nodes.get(executor);
        if (node != null && !outcomes.containsKey(executor) && !line.equals(said.put(executor, line))) {
            events.node(node.host(), run, "running", line);
        }
    }

    private static <T> Tuple2<T, Seq<String>> at(T value, String host, String executor) {
        return Tuple2.apply(
                value,
                CollectionConverters.asScala(List.of(Node.location(host, executor)))
                        .toSeq());
    }

    private <T> RDD<T> places(List<Tuple2<T, Seq<String>>> located, Class<T> type) {
        return spark.makeRDD(CollectionConverters.asScala(located).toSeq(), tag(type));
    }

    private static Seq<Object> partitions(int count) {
        return CollectionConverters.asScala(IntStream.range(0, count)
                        .<Object>mapToObj(Integer::valueOf)
                        .toList())
                .toSeq();
    }

    private static <T> ClassTag<T> tag(Class<T> type) {
        return ClassTag$.MODULE$.apply(type);
    }

    /** The one outcome of a task. */
    private static final class Only extends AbstractFunction2<TaskContext, Iterator<Outcome>, Outcome>
            implements Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Outcome apply(TaskContext context, Iterator<Outcome> outcomes) {
            return outcomes.next();
        }
    }

    /** Takes outcomes as they come: what a node has measured is kept when another one is lost. */
    private static final class Take extends AbstractFunction2<Object, Outcome, BoxedUnit> {
        private final Fleet fleet;

        private Take(Fleet fleet) {
            this.fleet = fleet;
        }

        @Override
        public BoxedUnit apply(Object partition, Outcome outcome) {
            fleet.take(outcome);
            return BoxedUnit.UNIT;
        }
    }
}
