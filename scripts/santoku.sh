#!/usr/bin/env bash
# Runs Santoku, building it first when its sources are newer than its jar: scripts/santoku.sh COMMAND …
#
# The program's exit codes, signals and standard streams pass through. SANTOKU_TERMINAL tells it which of its streams are
# terminals, SANTOKU_COLUMNS how wide they are: on newer JDKs Java cannot tell. Where yardsticks are asked for, their native
# libraries are fetched first; a run goes on without those that could not be. For `fleet`, for `multiply --master`
# and for the contenders `spark` and `mllib` of a comparison Spark is fetched.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

# backends ARGUMENT…: what a comparison names with --backends, between commas.
backends() {
    local argument next=no
    [ "${1:-}" = compare ] || return 0
    for argument in "$@"; do
        case "$argument" in
        --backends)
            next=yes
            continue
            ;;
        --backends=*)
            next=yes
            argument="${argument#--backends=}"
            ;;
        esac
        [ "$next" = no ] || printf ',%s,' "$argument"
        next=no
    done
}

# wants_yardsticks ARGUMENT…: whether a comparison names them, with --yardsticks or among its --backends. MLlib has OpenBLAS do
# its work.
wants_yardsticks() {
    local argument
    [ "${1:-}" = compare ] || return 1
    for argument in "$@"; do
        [ "$argument" != --yardsticks ] || return 0
    done
    case "$(backends "$@")" in
    *,openblas[,:@]* | *,clblast[,:@]* | *,mllib[,:@]*) return 0 ;;
    *) return 1 ;;
    esac
}

# contenders_on_spark ARGUMENT…: those of a comparison, a line each.
contenders_on_spark() {
    local named
    named="$(backends "$@")"
    case "$named" in *,spark[,:@]*) echo spark ;; esac
    case "$named" in *,mllib[,:@]*) echo mllib ;; esac
}

try_to_fetch_yardsticks() {
    local status=0
    (with_build_lock fetch_yardsticks) || status=$?
    if [ "$status" -ge 128 ]; then
        exit "$status" # interrupted
    elif [ "$status" -ne 0 ]; then
        say "goes on without OpenBLAS and CLBlast"
    fi
}

# wants_spark ARGUMENT…: whether this is a fleet or a product on Spark, and not a question or a script for Slurm.
wants_spark() {
    local argument
    case "${1:-}" in
    fleet) ;;
    multiply) case " $* " in *' --master '* | *' --master='*) ;; *) return 1 ;; esac ;;
    *) return 1 ;;
    esac
    for argument in "$@"; do
        case "$argument" in
        --slurm | --help | --version) return 1 ;;
        esac
    done
}

fetch_and_build_cluster() {
    fetch_spark
    build_cluster
}

prepare_cluster() {
    fetch_and_build_cluster
    make_class_archive
}

find_java || die "$java_problem; Santoku needs Java $minimum_java or newer: run $root/scripts/setup.sh"
build_if_needed
if wants_yardsticks "$@" && ! has_yardsticks; then
    try_to_fetch_yardsticks
fi
if [ "${1:-}" = fleet ] || [ "${1:-}" = multiply ]; then
    export SANTOKU_CHECKOUT="$root"
fi
if wants_spark "$@"; then
    # shellcheck source=spark.sh
    source "$root/scripts/spark.sh"
    (with_build_lock prepare_cluster)
fi
program=(-jar "$jar")
on_spark="$(contenders_on_spark "$@")"
if [ -n "$on_spark" ]; then
    # shellcheck source=spark.sh
    source "$root/scripts/spark.sh"
    # shellcheck source=contenders.sh
    source "$root/scripts/contenders.sh"
    # shellcheck disable=SC2086 # words
    (with_build_lock fetch_and_build_contenders $on_spark)
    # shellcheck disable=SC2086 # words
    program=(-cp "$(contender_class_path $on_spark)" dev.santoku.cli.Main)
    export_spark
fi
if has_mkl && [ -z "${MKLROOT:-}" ]; then
    export MKLROOT="$mkl" # there cblas:mkl is looked for
fi
find_terminals
find_columns
find_logging
find_temporary
export SANTOKU_TERMINAL SANTOKU_COLUMNS
exec "$java_home/bin/java" ${logging[@]+"${logging[@]}"} ${temporary[@]+"${temporary[@]}"} -Dfile.encoding=UTF-8 "${program[@]}" "$@"
