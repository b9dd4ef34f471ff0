#!/usr/bin/env bash
# Runs the benchmarks of src/jmh/java.
#
#   scripts/bench.sh --list                  lists those of JMH
#   scripts/bench.sh [PATTERN] [JMH ARGS…]   runs those whose name matches the regular expression; -h lists JMH's arguments
#   scripts/bench.sh peers [OPTIONS]         single and pool beside OpenBLAS, other Java libraries and their targets, as a
#                                            table in Markdown: 12 minutes, --quick takes two; peers --help lists
#                                            the options. JAVA_HOME names the JDK.
#   scripts/bench.sh self-check N [OPTIONS]  N runs of compare --self-check, --quick --sizes 256 without OPTIONS, and how
#                                            many verdicts came out false; exit 7 where more than 6 in 100 did
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

readonly class_path="$root/target/bench.classpath"

# Compiles program, tests and benchmarks; writes the class path of their libraries when the pom has changed.
compile() {
    local goals=(test-compile)
    if [ ! -f "$class_path" ] || newer_than "$class_path" "$root/pom.xml"; then
        goals+=(dependency:build-classpath "-Dmdep.outputFile=$class_path" -Dmdep.includeScope=test)
    fi
    prepare_target
    maven_to bench.log "the benchmarks do not compile" -Dspotless.check.skip=true "${goals[@]}"
}

# Measures contenders against themselves, N times, and counts what came out.
self_check() {
    local runs=${1:-} run status verdicts all=0 same=0 wrong=0
    [[ $runs =~ ^[1-9][0-9]{0,3}$ ]] || die "self-check: how many runs? scripts/bench.sh self-check 50"
    shift
    [ $# -gt 0 ] || set -- --quick --sizes 256
    for ((run = 1; run <= runs; run++)); do
        status=0
        verdicts=$("$root/scripts/santoku.sh" compare --self-check --quiet "$@") || status=$?
        case $status in
        0 | 7) ;;
        *)
            printf '%s\n' "$verdicts"
            exit "$status"
            ;;
        esac
        verdicts=$(grep -E ' (same|inconclusive|(faster|slower): false)$' <<<"$verdicts" || true)
        [ -n "$verdicts" ] || die "self-check: run $run gave no verdict"
        printf 'run %d\n%s\n' "$run" "$verdicts"
        all=$((all + $(wc -l <<<"$verdicts")))
        same=$((same + $(grep -c ' same$' <<<"$verdicts" || true)))
        wrong=$((wrong + $(grep -c ' false$' <<<"$verdicts" || true)))
    done
    echo "verdicts: $all; $same same, $((all - same - wrong)) inconclusive, $wrong false"
    [ $((100 * wrong)) -le $((6 * all)) ] || exit 7
}

if [ "${1:-}" = --help ]; then
    usage
    exit
elif [ "${1:-}" = self-check ]; then
    shift
    self_check "$@"
    exit
fi

# They change what a BLAS does, silently: host.BlasVariables names them for the workers of compare, and says why.
set_aside_blas_variables() {
    local name names=()
    while IFS= read -r name; do
        case "$name" in
        AOCL_ROOT) ;;
        OPENBLAS_* | GOTO_* | OMP_* | KMP_* | GOMP_* | MKL_* | BLIS_* | ARMPL_* | NVPL_* | VECLIB_* | CLBLAST_* | CUBLAS_* | \
            AOCL_* | FLEXIBLAS* | NVIDIA_TF32_OVERRIDE)
            unset "$name"
            names+=("$name")
            ;;
        esac
    done < <(compgen -e | sort)
    if [ "${#names[@]}" -gt 0 ]; then
        say "set aside for yardsticks, since they change what a BLAS does: ${names[*]}"
    fi
}

find_java || die "$java_problem; Santoku needs a JDK $minimum_java or newer: run $root/scripts/setup.sh"
can_compile || die "$java_home has no compiler: run $root/scripts/setup.sh --tests"
(with_build_lock compile)

set_aside_blas_variables
main=org.openjdk.jmh.Main
case "${1:-}" in
--list)
    shift
    set -- -l "$@"
    ;;
peers)
    shift
    main=dev.santoku.peers.Peers
    ;;
esac
exec "$java_home/bin/java" --add-modules jdk.incubator.vector \
    -cp "$root/target/test-classes:$root/target/classes:$(<"$class_path")" "$main" "$@"
