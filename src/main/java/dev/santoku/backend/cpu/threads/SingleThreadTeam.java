package dev.santoku.backend.cpu.threads;

/** A team of one: the caller, and a plain loop. Several callers work at once, each for itself. */
public final class SingleThreadTeam implements Team, Team.Crew {
    @Override
    public int size() {
        return 1;
    }

    @Override
    public void work(int members, Work work) {
        work.run(this);
    }

    @Override
    public void each(int tasks, Task task) {
        for (int index = 0; index < tasks; index++) {
            task.run(index, 0);
        }
    }

    @Override
    public void close() {
        // owns no thread
    }
}
