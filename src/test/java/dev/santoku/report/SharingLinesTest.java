package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.report.text.TableReport;
import org.junit.jupiter.api.Test;

class SharingLinesTest {
    @Test
    void tellsSharesIdleTimesAndTransfers() {
        assertThat(SharingLines.of(Sharings.run()))
                .containsExactly(
                        "hybrid:tiles@cpu+cl0+cl1, f32 1024×1024×1024: cpu 25.0 % of the rows in 1.50 tiles, "
                                + "cl0 75.0 % of the rows in 2.00 tiles",
                        "     idle at the end: cpu 5.0 %, cl0 0.0 % of the time; transfers: cl0 30.0 %, "
                                + "75.0 % of them while another processor computed");
        assertThat(SharingLines.of(Results.typical())).isEmpty();
    }

    @Test
    void theyStandAboveTheRemarks() {
        assertThat(new TableReport(Sharings.run(), Style.PLAIN).toText())
                .contains(
                        "     idle at the end: cpu 5.0 %",
                        "while another processor computed\nhybrid:tiles@cpu+cl0+cl1 at 1024: cl1 gets nothing: the ");
    }
}
