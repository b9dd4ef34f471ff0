package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LastLinesTest {
    @Test
    void executorsLinesComeTogether() {
        LastLines driver = new LastLines();
        assertThat(driver.isZero()).isTrue();
        LastLines one = new LastLines();
        one.set("0", "starts");
        one.set("0", "warms up");
        LastLines other = new LastLines();
        other.set("1", "probes");
        driver.merge(one);
        driver.merge(other);
        assertThat(driver.value()).containsOnly(Map.entry("0", "warms up"), Map.entry("1", "probes"));
        assertThat(driver.isZero()).isFalse();
    }

    @Test
    void aCopyIsIndependent() {
        LastLines lines = new LastLines();
        lines.set("0", "starts");
        LastLines copy = lines.copy();
        lines.set("0", "ends");
        assertThat(copy.value()).containsEntry("0", "starts");
        copy.reset();
        assertThat(copy.isZero()).isTrue();
        assertThat(lines.value()).containsEntry("0", "ends");
    }

    @Test
    void laterLinesReplaceEarlierOnes() {
        LastLines lines = new LastLines();
        lines.add(Map.of("0", "one"));
        lines.add(Map.of("0", "two"));
        assertThat(lines.value()).containsOnly(Map.entry("0", "two"));
    }
}
