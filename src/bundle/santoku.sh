#!/usr/bin/env bash
# Runs Santoku on the Java runtime beside it: ./santoku.sh COMMAND …; --help lists the commands.
#
# Nothing is written into this folder. Results go to the folder `results` of the working folder, as --out may change.
set -euo pipefail
unset CDPATH
home="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)"
# shellcheck source=../../scripts/host.sh
source "$home/scripts/host.sh"
case "$home" in
*:*)
    say "$home holds ':', which ends a path for Java: move the bundle to a folder without one"
    exit 1
    ;;
esac

# The system's own loader knows best where its drivers are; ours steps in where there is none.
find_opencl() {
    if ! has_library libOpenCL.so.1; then
        LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$home/native"
        export LD_LIBRARY_PATH
    fi
}

# lacks_a_place ARGUMENT…: whether a comparison would put its results where nothing can be written.
lacks_a_place() {
    local argument
    [ "${1:-}" = compare ] || return 1
    for argument in "$@"; do
        case "$argument" in
        --out | --out=*) return 1 ;;
        esac
    done
    if [ -d results ]; then
        [ ! -w results ]
    else
        [ ! -w . ]
    fi
}

if lacks_a_place "$@"; then
    place="${HOME:-}"
    if [ ! -d "$place" ] || [ ! -w "$place" ]; then
        place="${TMPDIR:-/tmp}"
    fi
    set -- "$@" --out "${place%/}/santoku-results"
    say "nothing can be written into $PWD: results go to ${place%/}/santoku-results, or where --out says"
fi
find_opencl
find_terminals
find_columns
find_logging
find_temporary
export SANTOKU_TERMINAL SANTOKU_COLUMNS
exec "$home/runtime/bin/java" ${logging[@]+"${logging[@]}"} ${temporary[@]+"${temporary[@]}"} -Dfile.encoding=UTF-8 -jar "$home/santoku.jar" "$@"
