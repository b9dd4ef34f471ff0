package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.report.Sharings;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SharingTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-12);

    private static Sharing.Tile tile(String device, double begin, double uploaded, double computed, double downloaded) {
        return new Sharing.Tile(device, 0, 1, begin, uploaded, computed, downloaded, downloaded);
    }

    @Test
    void aTransferIsHiddenWhereAnotherComputes() {
        assertThat(Sharings.cpuAndGpu().typical().overlap().orElseThrow()).isEqualTo(4.5 / 6, CLOSE);
    }

    /** Two others that compute at the same time hide a transfer once; the own tiles never do. */
    @Test
    void secondsAreCountedOnce() {
        Sharing.Run run = Sharing.Run.of(
                10,
                List.of(
                        tile("cl0", 0, 4, 8, 8),
                        tile("cl0", 0, 0, 10, 10),
                        tile("cl1", 1, 1, 3, 3),
                        tile("cpu", 2, 2, 3.5, 3.5)));
        assertThat(run.overlap().orElseThrow()).isEqualTo(2.5 / 4, CLOSE);
    }

    @Test
    void whereNothingTravelsNothingOverlaps() {
        assertThat(Sharing.Run.of(1, List.of(tile("cpu", 0, 0, 1, 1))).overlap())
                .isEmpty();
    }

    @Test
    void keepsTheFirstTilesAndCountsTheRest() {
        Sharing.Run run = Sharing.Run.of(
                1000,
                IntStream.range(0, 300)
                        .mapToObj(i -> tile("cpu", 299 - i, 299 - i, 300, 300))
                        .toList());
        assertThat(run.leftOut()).isEqualTo(300 - Sharing.MOST_TILES);
        assertThat(run.tiles()).hasSize(Sharing.MOST_TILES).first().isEqualTo(tile("cpu", 0, 0, 300, 300));
    }
}
