package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheMeterTest {
    /** Steps as on these processors: those that end in the middle of a cache rise slowly before its end. */
    @ParameterizedTest
    @CsvSource({
        "Zen 4,                 32, 1024,  32768,  1.4,  4.1,  12, 120",
        "Zen 5,                 48, 1024,  32768,  1.2,  3.6,  12, 100",
        "Skylake,               32,  256,   8192,  1.3,  3.5,  11,  70",
        "Xeon of 2 MB,          48, 2048,  49152,  1.4,  4.2,  25, 110",
        "Graviton,              64, 1024,  32768,  1.6,  4.8,  30,  95",
        "core of an Apple M1,  128, 12288, 12288,  1.0,  5.5, 100, 100",
    })
    void findsWhereCachesEnd(
            String processor, int one, int two, int three, double first, double second, double third, double memory) {
        Optional<Caches> found = CacheMeter.find(bytes -> {
            double kilobytes = bytes / 1024.0;
            return mixed(
                    kilobytes / one, first, mixed(kilobytes / two, second, mixed(kilobytes / three, third, memory)));
        });
        assertThat(found).as(processor).hasValueSatisfying(caches -> {
            assertThat(caches.level1() >> 10).isBetween(one / 4 * 3L, one * 3L / 2);
            assertThat(caches.level2() >> 10).isBetween(two / 4 * 3L, two * 3L / 2);
            assertThat(caches.level3() >> 10).isBetween(three / 4 * 3L, three * 3L / 2);
            assertThat(caches.source()).isEqualTo(Caches.Source.MEASURED);
        });
    }

    /** A step through a set of so many times the cache. */
    private static double mixed(double ratio, double within, double beyond) {
        double missed = Math.max(0, Math.min(1, 2 * (ratio - 0.8)));
        return within + missed * (Math.max(within, beyond) - within);
    }

    /** An interpreter takes longer for each step than a cache does, and a machine without time for us tells anything. */
    @Test
    void whatNoProcessorHasIsNoAnswer() {
        assertThat(CacheMeter.find(bytes -> 30)).isEmpty();
        assertThat(CacheMeter.find(bytes -> bytes > 4 << 20 ? 130 : 30)).isEmpty();
        assertThat(CacheMeter.find(bytes -> bytes > 8 << 10 ? 9 : 1)).isEmpty();
        assertThat(CacheMeter.find(bytes -> Double.NaN)).isEmpty();
    }

    @Test
    void chasesPointersOnThisMachine() {
        CacheMeter.measure().ifPresent(caches -> assertThat(caches.level1()).isLessThan(caches.level2()));
    }

    @Test
    void keepsTheLargestThatTheFirstProcessesMeasured(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new").resolve("caches.properties");
        CpuModel model = new CpuModel("GenuineIntel", "A = B: C# (family 6, model 143)");
        Iterator<Caches> measured = List.of(
                        measured(48, 1024, 4096),
                        measured(48, 2048, 2048),
                        measured(32, 1024, 32768),
                        measured(48, 512, 4096),
                        measured(32, 512, 1024))
                .iterator();
        MeasuredCaches caches = new MeasuredCaches(file, model, () -> Optional.of(measured.next()));
        assertThat(caches.find()).hasValue(measured(48, 1024, 4096));
        assertThat(caches.find()).hasValue(measured(48, 2048, 4096));
        assertThat(caches.find()).hasValue(measured(48, 2048, 32768));
        CpuModel other = new CpuModel("AuthenticAMD", "another");
        assertThat(new MeasuredCaches(file, other, Optional::empty).find()).isEmpty();
        assertThat(new MeasuredCaches(file, other, () -> Optional.of(measured(16, 512, 1024))).find())
                .hasValue(measured(16, 512, 1024));
        assertThat(caches.find()).as("one model beside another").hasValue(measured(48, 2048, 32768));
        assertThat(caches.find()).hasValue(measured(48, 2048, 32768));
        assertThat(measured).isExhausted();
        assertThat(caches.find()).as("enough were measured").hasValue(measured(48, 2048, 32768));
    }

    @Test
    void measuresAnewWhereTheFileIsDamaged(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("caches.properties");
        AtomicInteger times = new AtomicInteger();
        Caches found = measured(48, 2048, 32768);
        CpuModel model = new CpuModel("GenuineIntel", "A");
        MeasuredCaches caches = new MeasuredCaches(file, model, () -> {
            times.incrementAndGet();
            return Optional.of(found);
        });
        String[] damaged = {
            "1 2 3", "x", "49152 2097152", "-1 -1 -1", "49152 99999999999999999999 1", "49152 2097152 33554432 5 5"
        };
        for (String line : damaged) {
            Files.writeString(file, "A=" + line + "\n");
            assertThat(caches.find()).as(line).hasValue(found);
        }
        assertThat(times).hasValue(damaged.length);
        Files.writeString(
                file, "A=32768 1048576 4194304\n"); // by an older version, whose one measurement counts as one
        assertThat(caches.find()).hasValue(found);
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(caches.find()).as("where nothing can be kept").hasValue(found);
    }

    private static Caches measured(long level1, long level2, long level3) {
        return new Caches(level1 << 10, level2 << 10, level3 << 10, Caches.Source.MEASURED);
    }

    @Test
    void tellsTheModelWhereverItRuns(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cpuinfo");
        Files.writeString(
                file,
                """
                processor : 0
                vendor_id : AuthenticAMD
                cpu family : 25
                model\t: 17
                model name : AMD  EPYC

                processor : 1
                vendor_id : Other
                """);
        assertThat(CpuModel.of(file)).isEqualTo(new CpuModel("AuthenticAMD", "AMD EPYC (family 25, model 17)"));
        Files.writeString(file, "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n");
        assertThat(CpuModel.of(file).vendor()).isEqualTo("0x41");
        assertThat(CpuModel.of(file).name()).endsWith("(part 0xd0c)");
        assertThat(CpuModel.of(folder.resolve("none")).name()).isNotBlank();
    }
}
