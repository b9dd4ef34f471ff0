#!/usr/bin/env bash
# Runs Santoku, building it first when its sources are newer than its jar: scripts/santoku.sh COMMAND …
#
# The program's exit codes, signals and standard streams pass through. SANTOKU_TERMINAL tells it which of its streams are
# terminals, SANTOKU_COLUMNS how wide they are: on newer JDKs Java cannot tell.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

# Sets SANTOKU_TERMINAL: a comma-separated list of stdout and stderr.
find_terminals() {
    SANTOKU_TERMINAL=""
    if [ -t 1 ]; then
        SANTOKU_TERMINAL="stdout"
    fi
    if [ -t 2 ]; then
        SANTOKU_TERMINAL="${SANTOKU_TERMINAL:+$SANTOKU_TERMINAL,}stderr"
    fi
}

# Sets SANTOKU_COLUMNS: what the user says, what the terminal says, else 100.
find_columns() {
    local width="${COLUMNS:-}"
    if ! is_width "$width"; then
        # stty asks the terminal that is its standard input; inside $(…) standard output is a pipe, hence 3.
        case "$SANTOKU_TERMINAL" in
        stdout*) { width="$(stty size <&3 2>/dev/null)" || width=""; } 3>&1 ;;
        stderr) width="$(stty size <&2 2>/dev/null)" || width="" ;;
        esac
        width="${width##* }"
    fi
    SANTOKU_COLUMNS=100
    if is_width "$width"; then
        SANTOKU_COLUMNS="$width"
    fi
}

is_width() {
    case "$1" in
    [1-9] | [1-9][0-9] | [1-9][0-9][0-9] | [1-9][0-9][0-9][0-9]) return 0 ;;
    *) return 1 ;;
    esac
}

find_java || die "$java_problem; Santoku needs Java $minimum_java or newer: run $root/scripts/setup.sh"
build_if_needed
find_terminals
find_columns
export SANTOKU_TERMINAL SANTOKU_COLUMNS
exec "$java_home/bin/java" -Dfile.encoding=UTF-8 -jar "$jar" "$@"
