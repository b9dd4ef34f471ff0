package dev.santoku.backend.cpu.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // a lost wake-up would hang
class PoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 128})
    void runsEachIndexOnce(int size) {
        try (Team team = new Pool(size)) {
            assertThat(team.size()).isEqualTo(size);
            team.work(size, crew -> {
                assertThat(crew.size()).isEqualTo(size);
                for (int tasks : new int[] {0, 1, 2, size, 1000, 3}) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                    crew.each(tasks, (index, member) -> runs.incrementAndGet(index));
                    assertThat(IntStream.range(0, tasks).map(runs::get)).allMatch(count -> count == 1);
                }
            });
        }
    }

    @Test
    void seesWhatTheRoundBeforeWrote() {
        try (Team team = new Pool(4)) {
            int[] cells = new int[64];
            team.work(4, crew -> {
                for (int round = 0; round < 2000; round++) {
                    crew.each(cells.length, (index, member) -> cells[cells.length - 1 - index]++);
                    crew.each(cells.length, (index, member) -> cells[index]++);
                }
            });
            assertThat(cells).containsOnly(4000);
        }
    }

    @Test
    void sharesTheTasksAmongItsMembers() {
        try (Team team = new Pool(4)) {
            Set<Integer> seen = ConcurrentHashMap.newKeySet();
            CountDownLatch allAreHere = new CountDownLatch(4);
            team.work(
                    4,
                    crew -> crew.each(4, (index, member) -> {
                        seen.add(member);
                        allAreHere.countDown();
                        await(allAreHere); // passes only if four threads run at once
                    }));
            assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void givesNoMoreMembersThanAskedFor() {
        try (Team team = new Pool(8)) {
            for (int wanted = 1; wanted <= 9; wanted++) {
                int limit = Math.min(wanted, 8);
                AtomicInteger highest = new AtomicInteger();
                team.work(wanted, crew -> {
                    assertThat(crew.size()).isEqualTo(limit);
                    crew.each(500, (index, member) -> highest.accumulateAndGet(member, Math::max));
                });
                assertThat(highest.get()).isLessThan(limit);
            }
        }
    }

    @Test
    void oneMemberIsTheCaller() {
        try (Team team = new Pool(3)) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            team.work(1, crew -> crew.each(20, (index, member) -> threads.add(Thread.currentThread())));
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void throwsWhatATaskThrowsAndWorksOn() {
        try (Team team = new Pool(3)) {
            for (Throwable thrown :
                    List.of(new IllegalStateException("a task's"), new StackOverflowError("a task's"))) {
                assertThatThrownBy(() -> team.work(
                                3,
                                crew -> crew.each(100, (index, member) -> {
                                    if (index == 17) {
                                        throwUnchecked(thrown);
                                    }
                                })))
                        .isSameAs(thrown);
                AtomicInteger runs = new AtomicInteger();
                team.work(3, crew -> crew.each(100, (index, member) -> runs.incrementAndGet()));
                assertThat(runs).hasValue(100);
            }
        }
    }

    @Test
    void carriesAnExceptionFromAHelperToTheCaller() {
        try (Team team = new Pool(2)) {
            CountDownLatch bothAreHere = new CountDownLatch(2);
            AtomicReference<Thread> thrower = new AtomicReference<>();
            assertThatThrownBy(() -> team.work(
                            2,
                            crew -> crew.each(2, (index, member) -> {
                                bothAreHere.countDown();
                                await(bothAreHere);
                                if (member == 1) {
                                    thrower.set(Thread.currentThread());
                                    throw new IllegalArgumentException("a helper's");
                                }
                            })))
                    .hasMessage("a helper's");
            assertThat(thrower.get().getName()).isEqualTo("santoku-pool-1");
        }
    }

    @Test
    void itsThreadsAreDaemonsNamedAfterItAndGoneAfterClose() {
        List<Thread> threads = new ArrayList<>();
        Team team = new Pool(4);
        try (team) {
            CountDownLatch allAreHere = new CountDownLatch(4);
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            team.work(
                    4,
                    crew -> crew.each(4, (index, member) -> {
                        if (member > 0) {
                            seen.add(Thread.currentThread());
                        }
                        allAreHere.countDown();
                        await(allAreHere);
                    }));
            threads.addAll(seen);
        }
        assertThat(threads)
                .hasSize(3)
                .allMatch(Thread::isDaemon)
                .noneMatch(Thread::isAlive)
                .extracting(Thread::getName)
                .containsExactlyInAnyOrder("santoku-pool-1", "santoku-pool-2", "santoku-pool-3");
        assertThatCode(team::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> team.work(4, crew -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> team.work(1, crew -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void servesSeveralCallersOneAfterAnother() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(6);
        try (Team team = new Pool(3)) {
            AtomicInteger inside = new AtomicInteger();
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int call = 0; call < 60; call++) {
                int wanted = 2 + call % 2;
                calls.add(() -> {
                    AtomicInteger runs = new AtomicInteger();
                    team.work(wanted, crew -> {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        for (int round = 0; round < 20; round++) {
                            crew.each(10, (index, member) -> runs.incrementAndGet());
                        }
                        inside.decrementAndGet();
                    });
                    return runs.get();
                });
            }
            for (Future<Integer> runs : callers.invokeAll(calls)) {
                assertThat(runs.get()).isEqualTo(200);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void keepsAnInterruptOfTheCallerAndFinishesTheWork() {
        try (Team team = new Pool(2)) {
            CountDownLatch leaderIsDone = new CountDownLatch(1);
            CountDownLatch bothAreHere = new CountDownLatch(2);
            AtomicInteger finished = new AtomicInteger();
            Thread caller = Thread.currentThread();
            team.work(
                    2,
                    crew -> crew.each(2, (index, member) -> {
                        bothAreHere.countDown();
                        await(bothAreHere);
                        if (member == 0) {
                            leaderIsDone.countDown();
                        } else {
                            await(leaderIsDone);
                            caller.interrupt();
                            busy();
                        }
                        finished.incrementAndGet();
                    }));
            assertThat(finished).hasValue(2);
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
    }

    /** Longer than the leader spins. */
    private static void busy() {
        long until = System.nanoTime() + 5_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void throwUnchecked(Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        throw (Error) thrown;
    }
}
