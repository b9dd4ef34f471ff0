package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchGrantTest {
    @ParameterizedTest
    @CsvSource({
        "SLURM_JOB_ID, SLURM_CPUS_PER_TASK",
        "SGE_TASK_ID, NSLOTS",
        "LSB_JOBID, LSB_DJOB_NUMPROC",
        "PBS_JOBID, NCPUS"
    })
    void aJobHasWhatItsSystemTells(String job, String number) {
        assertThat(BatchGrant.processors(Map.of(job, "17", number, "4"))).hasValue(4);
        assertThat(BatchGrant.processors(Map.of(job, "17"))).isEmpty();
        assertThat(BatchGrant.processors(Map.of(number, "4"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "two", "1.5", "99999999999"})
    void nonsenseGrantsNothing(String value) {
        assertThat(BatchGrant.processors(Map.of("SLURM_JOB_ID", "1", "SLURM_CPUS_PER_TASK", value)))
                .isEmpty();
    }

    @Test
    void theLeastOfTwoCounts() {
        assertThat(BatchGrant.processors(
                        Map.of("SLURM_JOB_ID", "1", "SLURM_CPUS_PER_TASK", "4", "PBS_JOBID", "1", "NCPUS", "2")))
                .hasValue(2);
    }
}
