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
            #SBATCH --mem=0
            %6$s\
            #SBATCH --time=%2$s
            #SBATCH --output=santoku-fleet-%%A_%%a.log
            set -euo pipefail
            bundle=%3$s
            node="$(uname -n)"
            results="${SLURM_SUBMIT_DIR:-$PWD}/santoku-fleet-${SLURM_ARRAY_JOB_ID:?start it with sbatch}"
            task="task ${SLURM_ARRAY_TASK_ID:-1}"
            mark="$results/nodes/$node"
            mkdir -p -- "$results/nodes"
            if ! (set -o noclobber && echo "$task" >"$mark") 2>/dev/null; then
                owner="$(cat -- "$mark")"
                case "$owner" in
                "$task" | "$task exit "*) ;; # Slurm has started it again
                "") echo "santoku: $node cannot write $mark" >&2 && exit 1 ;;
                *) echo "santoku: $node counts once: it is that of $owner in this job" >&2 && exit 0 ;;
                esac
            fi
            work="" stopped=""
            trap 'echo "$task exit $?" >"$mark"; rm -rf -- "$work"' EXIT
            trap 'stopped=143' TERM
            [ -f "$bundle" ] || { echo "santoku: $node sees no bundle at $bundle: put it on a shared file system" >&2; exit 1; }
            work="$(mktemp -d "${TMPDIR:-/tmp}/santoku-fleet.XXXXXX")"
            tar -xzf "$bundle" -C "$work"
            status=0
            for ((run = 1; run <= %7$d && status != 124; run++)); do
                [ -z "$stopped" ] || break
                timeout --kill-after=30 %4$d "$work"/santoku-*/santoku.sh compare%5$s --label "$node" --out "$work/results" || status=$?
            done
            for file in "$work"/results/*.json; do
                [ -f "$file" ] || continue
                cp -- "$file" "$results/$node-${file##*/}"
                echo "kept: $results/$node-${file##*/}"
            done
            [ "$status" -ne 124 ] || echo "santoku: $node was stopped after %4$d s" >&2
            exit "${stopped:-$status}"
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
