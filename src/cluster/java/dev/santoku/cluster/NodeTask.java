package dev.santoku.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.resource.ResourceInformation;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** The task of the barrier stage: all nodes begin together. What goes wrong on a node is its outcome, and ends no other's task. */
final class NodeTask extends AbstractFunction1<Iterator<Node>, Iterator<Outcome>> implements Serializable {
    private static final long serialVersionUID = 1;
    private static final long TICK_MILLISECONDS = 200;

    private final Assignment assignment;
    private final LastLines progress;

    NodeTask(Assignment assignment, LastLines progress) {
        this.assignment = assignment;
        this.progress = progress;
    }

    @Override
    public Iterator<Outcome> apply(Iterator<Node> nodes) {
        Node node = nodes.next();
        BarrierTaskContext context = BarrierTaskContext.get();
        context.barrier();
        return CollectionConverters.asScala(List.of(outcome(node, context)).iterator());
    }

    /** Their numbers, where the fleet asked for some. */
    private static List<String> gpus(BarrierTaskContext context) {
        ResourceInformation gpus = context.resourcesJMap().get("gpu");
        return gpus == null ? List.of() : List.of(gpus.addresses());
    }

    private Outcome outcome(Node node, BarrierTaskContext context) {
        if (!SparkEnv.get().executorId().equals(node.executor())) {
            return Outcome.without(node.executor(), Outcome.State.LOST, "its executor is no longer there");
        }
        try {
            NodeRun run = NodeRun.of(assignment, node, gpus(context));
            while (!run.ended(TICK_MILLISECONDS)) {
                progress.set(node.executor(), run.lastLine());
                if (run.isOverdue()) {
                    return run.stopped(node);
                }
                context.killTaskIfInterrupted(); // another node was lost: the next task on this one finds the run again
            }
            return run.outcome(node);
        } catch (IOException | UncheckedIOException e) {
            return Outcome.without(node.executor(), Outcome.State.FAILED, "it cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.without(node.executor(), Outcome.State.LOST, "it was interrupted");
        }
    }
}
