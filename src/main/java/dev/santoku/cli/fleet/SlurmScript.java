package dev.santoku.cli.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A fleet without Spark: a script for {@code sbatch} whose array has a task a node. */
final class SlurmScript {
    /** Unpacking, starting and copying. */
    private static final Duration AROUND = Duration.ofMinutes(5);

    private static final String TEXT =
            """
            #!/usr/bin/env bash
            # One comparison on each of %1$d nodes. Made by: santoku fleet --slurm
            #
            #   sbatch FILE                                             FILE is this script
            #   santoku merge santoku-fleet-JOB --html fleet.html       once all tasks have ended; JOB is what sbatch printed
            #
            # The bundle and the folder in which sbatch is called must be on file systems that all nodes share.
            #SBATCH --job-name=santoku-fleet
            #SBATCH --array=1-%1$d
            #SBATCH --nodes=1
            #SBATCH --ntasks=1
            #SBATCH --exclusive
            %6$s\
            #SBATCH --time=%2$s
            #SBATCH --output=santoku-fleet-%%A_%%a.log
            set -euo pipefail
            bundle=%3$s
            node="$(uname -n)"
            results="${SLURM_SUBMIT_DIR:-$PWD}/santoku-fleet-${SLURM_ARRAY_JOB_ID:?start it with sbatch}"
            mkdir -p -- "$results/nodes"
            if ! mkdir -- "$results/nodes/$node" 2>/dev/null; then
                echo "santoku: $node counts once: another task of this job has measured it" >&2
                exit 0
            fi
            [ -f "$bundle" ] || { echo "santoku: $node sees no bundle at $bundle: put it on a shared file system" >&2; exit 1; }
            work="$(mktemp -d "${TMPDIR:-/tmp}/santoku-fleet.XXXXXX")"
            trap 'rm -rf -- "$work"' EXIT
            tar -xzf "$bundle" -C "$work"
            status=0
            for ((run = 1; run <= %7$d && status != 124; run++)); do
                timeout --kill-after=30 %4$d "$work"/santoku-*/santoku.sh compare%5$s --label "$node" --out "$work/results" || status=$?
            done
            for file in "$work"/results/*.json; do
                [ ! -f "$file" ] || cp -- "$file" "$results/$node-${file##*/}"
            done
            [ "$status" -ne 124 ] || echo "santoku: $node was stopped after %4$d s" >&2
            exit "$status"
            """;

    private SlurmScript() {}

    /**
     * The script for the nodes of a cluster.
     *
     * @param repeat how often each runs it
     * @param bundle where nodes find it
     * @param limit of each run
     */
    static String of(FleetOptions.Cluster cluster, int repeat, Path bundle, List<String> arguments, Duration limit) {
        Duration whole = limit.multipliedBy(repeat).plus(AROUND);
        return TEXT.formatted(
                cluster.nodes().orElseThrow(),
                "%02d:%02d:%02d".formatted(whole.toHours(), whole.toMinutesPart(), whole.toSecondsPart()),
                quoted(bundle.toString()),
                limit.toSeconds(),
                arguments.stream().map(word -> " " + quoted(word)).collect(Collectors.joining()),
                cluster.gpus() == 0 ? "" : "#SBATCH --gpus-per-node=%d\n".formatted(cluster.gpus()),
                repeat);
    }

    /** As one word for a shell. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9/._,:@+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
