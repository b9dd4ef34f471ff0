package dev.santoku.host;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How many processors a batch system granted to a job. Many sites do not enforce it: then the job may run on all, and disturbs
 * its neighbours.
 *
 * <p>Source: the manuals of Slurm (sbatch), Grid Engine (qsub), LSF (environment variables) and PBS Professional (qsub).
 */
public final class BatchGrant {
    /** Each by the variable that tells of a job, and the one that tells the number. */
    private static final String[][] SYSTEMS = {
        {"SLURM_JOB_ID", "SLURM_CPUS_PER_TASK"},
        {"SGE_TASK_ID", "NSLOTS"},
        {"LSB_JOBID", "LSB_DJOB_NUMPROC"},
        {"PBS_JOBID", "NCPUS"},
    };

    private BatchGrant() {}

    /**
     * Processors granted to this job; empty outside a job, and where the system does not tell.
     *
     * @param environment by name
     */
    public static OptionalInt processors(Map<String, String> environment) {
        return Stream.of(SYSTEMS)
                .filter(system -> environment.containsKey(system[0]))
                .map(system -> environment.get(system[1]))
                .flatMap(value -> number(value).stream())
                .mapToInt(Integer::intValue)
                .min();
    }

    private static Optional<Integer> number(String value) {
        return Optional.ofNullable(value)
                .filter(text -> text.matches("[1-9][0-9]{0,5}"))
                .map(Integer::valueOf);
    }

    /**
     * The processors that this process keeps to: those that Java sees, which affinity and the limits of a container leave, but
     * no more than were granted.
     */
    public static int usableProcessors() {
        int available = Runtime.getRuntime().availableProcessors();
        return Math.min(available, processors(System.getenv()).orElse(available));
    }

    /** The option by which a JVM that this process starts keeps to them as well. */
    public static String jvmFlag() {
        return "-XX:ActiveProcessorCount=" + usableProcessors();
    }
}
