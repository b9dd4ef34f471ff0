package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.peak.FmaLoop;
import dev.santoku.backend.cpu.peak.FmaLoops;
import dev.santoku.backend.cpu.peak.FmaMeter;
import dev.santoku.backend.cpu.peak.Together;
import dev.santoku.backend.cpu.peak.Triad;
import dev.santoku.backend.cpu.threads.Pool;
import dev.santoku.backend.cpu.threads.SingleThreadTeam;
import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.host.LastLevelCache;
import dev.santoku.matrix.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ceilings are made of; how high they are is a benchmark's business. */
class CeilingsTest {
    @TempDir
    private Path processors;

    @Test
    void everyMemberTakesPartOnceAndAllAtTheSameTime() {
        try (Team team = new Pool(5)) {
            AtomicIntegerArray turns = new AtomicIntegerArray(5);
            AtomicInteger inside = new AtomicInteger();
            double seconds = new Together(team).seconds(member -> {
                turns.incrementAndGet(member);
                inside.incrementAndGet();
                while (inside.get() < 5) { // ends only if the others are inside, too
                    Thread.onSpinWait();
                }
            });
            assertThat(seconds).isPositive();
            for (int member = 0; member < 5; member++) {
                assertThat(turns.get(member)).isEqualTo(1);
            }
        }
    }

    /** A loop that takes a known time tells a known rate; twice the members do twice the work in it. */
    @Test
    void operationsOfAllMembersAreCountedOverTheSlowest() {
        FmaLoops sleepers = precision -> List.of(new Sleeper());
        double alone = new FmaMeter(new SingleThreadTeam(), sleepers).gflops(Precision.F32);
        try (Team team = new Pool(4)) {
            double four = new FmaMeter(team, sleepers).gflops(Precision.F32);
            double most = 2.0 * Sleeper.MULTIPLY_ADDS * 4096 / (Sleeper.MILLISECONDS * 1e-3) / 1e9;
            assertThat(alone).isPositive().isLessThanOrEqualTo(most);
            assertThat(four).isGreaterThan(alone).isLessThanOrEqualTo(4 * most);
        }
    }

    /** On a busy machine the fastest loop may not be compiled when the meter first looks at it. */
    @Test
    void aLoopThatIsCompiledLateIsFoundOutAllTheSame() {
        AtomicBoolean compiled = new AtomicBoolean();
        FmaLoop steady = new Spinner(rounds -> {
            compiled.compareAndSet(false, rounds == 4096); // in the bursts, when the other one was given up
            return 1000L * rounds;
        });
        FmaLoop late = new Spinner(rounds -> (compiled.get() ? 50L : 100_000L) * rounds);
        double mostOfSteady = 2.0 * Spinner.MULTIPLY_ADDS / 1000;
        assertThat(new FmaMeter(new SingleThreadTeam(), precision -> List.of(late, steady)).gflops(Precision.F32))
                .isGreaterThan(1.5 * mostOfSteady);
    }

    @Test
    void theTriadIsComputed() {
        Triad.Part part = new Triad.Part(10_001);
        part.pass(3);
        assertThat(part.at(0)).isEqualTo(3);
        assertThat(part.at(4096)).isEqualTo(4099);
        assertThat(part.at(10_000)).isEqualTo(10_003);
    }

    @Test
    void bandwidthIsUnknownWhereTheHeapHoldsNoMoreThanTheCaches() {
        assertThat(new Triad(new SingleThreadTeam(), Runtime.getRuntime().maxMemory()).gigabytesPerSecond())
                .isEmpty();
        try (Team team = new Pool(3)) {
            assertThat(new Triad(team, 1 << 20).gigabytesPerSecond().orElseThrow())
                    .isBetween(0.01, 10_000.0);
        }
    }

    @Test
    void cachesThatAreSharedCountOnce() throws Exception {
        cache("cpu0", "index2", 2, "1024K", "0");
        cache("cpu0", "index3", 3, "32768K", "0-1");
        cache("cpu1", "index2", 2, "1024K", "1");
        cache("cpu1", "index3", 3, "32768K", "0-1");
        cache("cpu2", "index3", 3, "16M", "2");
        Files.createDirectory(processors.resolve("cpu3")); // offline
        Files.createDirectory(processors.resolve("cpufreq"));
        assertThat(LastLevelCache.bytes(processors)).isEqualTo(48L << 20);
    }

    @Test
    void aSystemThatDoesNotTellHasTheUsualCache() {
        assertThat(LastLevelCache.bytes(processors)).isEqualTo(LastLevelCache.USUAL_BYTES);
        assertThat(LastLevelCache.bytes(processors.resolve("none"))).isEqualTo(LastLevelCache.USUAL_BYTES);
    }

    private void cache(String cpu, String index, int level, String size, String sharers) throws Exception {
        Path folder = Files.createDirectories(processors.resolve(cpu).resolve("cache/" + index));
        Files.writeString(folder.resolve("level"), level + "\n");
        Files.writeString(folder.resolve("size"), size + "\n");
        Files.writeString(folder.resolve("shared_cpu_list"), sharers + "\n");
    }

    /** Sleeps where others multiply. */
    private static final class Sleeper implements FmaLoop {
        static final int MULTIPLY_ADDS = 1000;
        static final long MILLISECONDS = 20;

        @Override
        public int multiplyAddsPerRound() {
            return MULTIPLY_ADDS;
        }

        @Override
        public double run(int rounds, double factor, double addend) {
            try {
                Thread.sleep(rounds == 4096 ? MILLISECONDS : 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 1;
        }
    }

    /** Spins for nanoseconds that depend on its rounds. */
    private record Spinner(IntToLongFunction nanoseconds) implements FmaLoop {
        static final int MULTIPLY_ADDS = 1000;

        @Override
        public int multiplyAddsPerRound() {
            return MULTIPLY_ADDS;
        }

        @Override
        public double run(int rounds, double factor, double addend) {
            long start = System.nanoTime();
            long length = nanoseconds.applyAsLong(rounds);
            while (System.nanoTime() - start < length) {
                Thread.onSpinWait();
            }
            return 1;
        }
    }
}
