#!/usr/bin/env bash
# Sourced by lib.sh, and by the scripts of a bundle, which have no lib.sh: words to the user, the terminal, libraries of the
# system. Prints nothing by itself. Keeps to the bash 3.2 of macOS.

# The root of the file system, for what lies at fixed places; the tests of these scripts set it to a tree of their own.
readonly sysroot="${SANTOKU_SYSROOT:-}"

say() {
    printf 'santoku: %s\n' "$*" >&2
}

die() {
    say "$@"
    exit 1
}

# --- The terminal -------------------------------------------------------------------------------------------------

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
# shellcheck disable=SC2034 # exported by whoever sources this file
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

# --- Libraries ----------------------------------------------------------------------------------------------------

# has_library NAME: whether the dynamic loader would find it.
has_library() {
    local folder folders known
    for folder in "$sysroot"/usr/lib/*-linux-gnu "$sysroot"/usr/lib64 "$sysroot"/usr/lib "$sysroot"/lib64 \
        "$sysroot"/usr/local/lib; do
        if [ -e "$folder/$1" ]; then
            return 0
        fi
    done
    IFS=':' read -r -a folders <<<"${LD_LIBRARY_PATH:-}"
    for folder in ${folders[@]+"${folders[@]}"}; do
        if [ -n "$folder" ] && [ -e "$folder/$1" ]; then
            return 0
        fi
    done
    known="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)" || return 1
    case "$known" in
    *[[:space:]]"$1"[[:space:]]*) return 0 ;;
    esac
    return 1
}

# find_logging: sets `logging`, options that end what variables have Java log to standard output, which belongs to results.
# shellcheck disable=SC2034 # whoever sources this reads it
find_logging() {
    logging=()
    case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
    *:file=*) ;; # to a file it may
    *-Xlog* | *-verbose:*)
        logging=(-Xlog:disable -Xlog:all=warning:stderr)
        say "nothing is logged for ${JAVA_TOOL_OPTIONS:+JAVA_TOOL_OPTIONS}${JDK_JAVA_OPTIONS:+ JDK_JAVA_OPTIONS} but to a file (:file=FILE), since standard output holds results"
        ;;
    esac
}

# Sets `temporary`, an option: Java itself knows no TMPDIR.
# shellcheck disable=SC2034 # whoever sources this reads it
find_temporary() {
    temporary=()
    case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
    *-Djava.io.tmpdir=*) return 0 ;;
    esac
    if [ -n "${TMPDIR:-}" ] && [ -d "$TMPDIR" ] && [ -w "$TMPDIR" ]; then
        temporary=("-Djava.io.tmpdir=$TMPDIR")
    fi
}
