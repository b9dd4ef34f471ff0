package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The products of a batch, shared out among a team: a task is a few whole products, which one member computes alone. Nobody
 * waits for anybody but at the end.
 */
final class SharedBatch implements Runnable {
    /** Operations × bytes of an element that a task should have, about ten microseconds: then handing it out counts little. */
    private static final double FLOP_BYTES_PER_TASK = 1 << 22;

    /** Tasks for each member that make the last one short enough. */
    private static final int TASKS_PER_MEMBER = 4;

    private final Team team;
    private final int batch;
    private final int perTask;
    private final int tasks;
    private final List<IntConsumer> members;
    private final AtomicBoolean stop;
    private final Team.Work work = this::share;
    private final Team.Task task = this::compute;

    /**
     * A batch to be computed any number of times, but not twice at once.
     *
     * @param bytes of an element
     * @param stop once it is true, no more products are computed
     * @param member makes what computes the product of an index, for one member each
     */
    SharedBatch(Team team, Shape shape, int bytes, AtomicBoolean stop, Supplier<IntConsumer> member) {
        this.stop = stop;
        this.team = team;
        batch = shape.batch();
        int crew = Math.min(batch, LoopPlan.members(shape, team.size()));
        double enough = FLOP_BYTES_PER_TASK / bytes / shape.single().flops();
        perTask = (int) Math.max(1, Math.min(enough, (double) batch / (TASKS_PER_MEMBER * crew)));
        tasks = BlockSizes.ceilDiv(batch, perTask);
        members = Stream.generate(member).limit(crew).toList();
    }

    @Override
    public void run() {
        team.work(members.size(), work);
    }

    private void share(Team.Crew crew) {
        crew.each(tasks, task);
    }

    private void compute(int index, int member) {
        IntConsumer product = members.get(member);
        int end = Math.min(batch, (index + 1) * perTask);
        for (int next = index * perTask; next < end && !stop.get(); next++) {
            product.accept(next);
        }
    }
}
