#!/usr/bin/env bash
# Sets Santoku up on systems that this machine is not: minimal ones of Debian and Ubuntu, unpacked by debootstrap below
# ${XDG_CACHE_HOME:-$HOME/.cache}/santoku-systems, without Java, Maven, git, curl, Python or sudo.
#
#   scripts/test-systems.sh [--table FILE] [NAME…]    all without a name; --list tells the names
#
#   --table FILE    replaces each system's row in the table of this Markdown file, and adds those that are missing
#
# In each, with a clone of what is committed here: a user without rights calls setup.sh, which must change nothing and print
# commands that apt takes; root calls `compare.sh --quick`, which must install what is missing, build, and measure; the user
# calls it again, with a home that cannot be written to and a TMPDIR that programs may not be run from. What a run changes in
# a system is gone after it: it lies in a layer above. Needs root, debootstrap, apt and Debian's archive among its sources.
# Maven's folder ~/.m2 is seen inside, as this machine has it.
#
# Exit code 0 when all did what they should; 1 when one did not; 2 wrong usage; 75 when they cannot be run here.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

readonly cache="${XDG_CACHE_HOME:-$HOME/.cache}/santoku-systems"
# shellcheck source=debian.sh
source "$root/scripts/debian.sh"
readonly all_names="debian-12 debian-13 debian-sid ubuntu-22.04 ubuntu-24.04"
readonly checkout=/opt/santoku # within a system

names=()
table=""

# system NAME: sets how debootstrap calls it.
system() {
    case "$1" in
    debian-12) suite=bookworm ;;
    debian-13) suite=trixie ;;
    debian-sid) suite=sid ;;
    ubuntu-22.04) suite=jammy ;;
    ubuntu-24.04) suite=noble ;;
    *) return 1 ;;
    esac
    tree="$cache/$1"
}

parse_arguments() {
    while [ "$#" -gt 0 ]; do
        case "$1" in
        --table)
            [ -n "${2:-}" ] || wrong_usage "--table wants a file"
            table="$2"
            shift
            ;;
        --list)
            printf '%s\n' "${all_names// /$'\n'}"
            exit 0
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        -*) wrong_usage "test-systems.sh does not know '$1'; it knows --table, --list and --help" ;;
        *)
            system "$1" || wrong_usage "no system '$1': choose from $all_names"
            names+=("$1")
            ;;
        esac
        shift
    done
    if [ "${#names[@]}" -eq 0 ]; then
        read -r -a names <<<"$all_names"
    fi
}

# --- Unpacking ----------------------------------------------------------------------------------------------------

# unpack: the system at hand, once. Fails where it cannot be had.
unpack() {
    local log="$cache/unpack.log"
    if [ -e "$tree/unpacked" ]; then
        return 0
    fi
    rm -rf -- "$tree"
    mkdir -p -- "$tree"
    say "unpacks ${tree##*/} into $tree"
    case "$tree" in
    */ubuntu-*) unpack_ubuntu >"$log" 2>&1 ;;
    *) debootstrap --variant=minbase "$suite" "$tree" "$archive" >"$log" 2>&1 ;;
    esac || {
        tail -n 3 -- "$log" >&2
        return 1
    }
    : >"$tree/unpacked"
}

# Ubuntu's keys come in a package of Debian's; where its archive is, debootstrap knows. An older debootstrap, which does not
# know a newer Ubuntu, unpacks it like the one before. The sources are those of Ubuntu's own images.
unpack_ubuntu() {
    local keys="$cache/keys" script=/usr/share/debootstrap/scripts/jammy line
    if [ ! -e "$keys/usr/share/keyrings/ubuntu-archive-keyring.gpg" ]; then
        mkdir -p -- "$keys"
        update_apt_of trixie "$cache/update.log" || return
        (cd -- "$keys" && apt_of trixie download ubuntu-keyring && dpkg-deb -x ubuntu-keyring_*.deb .) || return
    fi
    debootstrap --variant=minbase --keyring="$keys/usr/share/keyrings/ubuntu-archive-keyring.gpg" "$suite" "$tree" "" "$script" \
        || return
    line="$(head -n 1 -- "$tree/etc/apt/sources.list") universe" # deb ARCHIVE SUITE main
    printf '%s\n' "$line" "${line/ $suite / $suite-updates }" >"$tree/etc/apt/sources.list"
}

# --- Running ------------------------------------------------------------------------------------------------------

# layer: an empty layer above the system at hand, with a clone in it; sets `run`, its folder.
layer() {
    run="$(mktemp -d "$cache/run.XXXXXX")"
    mkdir -p -- "$run/upper/etc/apt/apt.conf.d" "$run/upper/opt" "$run/upper/root/.m2" "$run/upper/home/user" "$run/upper/noexec" "$run/work" \
        "$run/system" "$run/m2" "$run/m2-work" "$HOME/.m2"
    chown 1000:1000 "$run/upper/home/user"
    cp -- /etc/resolv.conf /etc/hosts "$run/upper/etc/"
    echo 'Acquire::Check-Valid-Until "false";' >"$run/upper/etc/apt/apt.conf.d/99valid" # a mirror may be late
    git clone -q --no-hardlinks -- "$root" "$run/upper$checkout"
}

# enter USER LOG COMMAND…: as root, or as one without rights; its output goes to LOG.out, all else to LOG.err.
enter() {
    local user="$1" log="$2" home=/root rights=()
    shift 2
    if [ "$user" != root ]; then
        home=/home/user rights=(--userspec=1000:1000)
    fi
    # shellcheck disable=SC2016 # expanded by the shell inside
    timeout -k 10 2400 unshare -m bash -c '
        set -eu
        system="$3/system"
        mount -t overlay overlay -o "lowerdir=$1,upperdir=$3/upper,workdir=$3/work" "$system"
        mount -t overlay overlay -o "lowerdir=$2,upperdir=$3/m2,workdir=$3/m2-work" "$system/root/.m2"
        mount -t tmpfs -o noexec,mode=1777 tmpfs "$system/noexec"
        for folder in /proc /sys /dev; do
            mount --rbind -- "$folder" "$system$folder"
        done
        shift 3
        exec env -i "$@"
    ' enter "$tree" "$HOME/.m2" "$run" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "HOME=$home" \
        SANTOKU_COLUMNS=160 SANTOKU_DEADLINE=120 chroot ${rights[@]+"${rights[@]}"} "$run/system" "$@" >"$log.out" 2>"$log.err" </dev/null
}

# wrong WHAT LOG: tells it, and remembers it.
wrong() {
    good=no
    say_log "$name: $1" "$2"
}

# installed LOG: the packages and their versions.
installed() {
    # shellcheck disable=SC2016 # fields of dpkg's
    enter root "$1" dpkg-query -W -f '${Package} ${Version}\n'
}

# version PATTERN: of the first package so called, without what Debian adds.
version() {
    sed -n "s/^\($1\) \([^ +~-]*\).*/\2/p" "$log/after.out" | head -n 1
}

# setup_without_rights: nothing changes, and the commands are some that apt takes.
setup_without_rights() {
    local status=0 line commands=0
    installed "$log/before"
    enter user "$log/user" "$checkout/scripts/compare.sh" --quick || status=$?
    [ "$status" -eq 1 ] || wrong "setup without rights ends with $status, not 1" "$log/user"
    installed "$log/between"
    cmp -s "$log/before.out" "$log/between.out" || wrong "setup without rights changes packages" "$log/user"
    [ ! -e "$run/upper$checkout/target" ] || wrong "setup without rights leaves something behind" "$log/user"
    while IFS= read -r line; do
        commands=$((commands + 1))
        line="${line//sudo /}"
        enter root "$log/printed-$commands" sh -euc "${line//install -y/install --simulate}" \
            || wrong "apt does not take: $line" "$log/printed-$commands"
    done < <(sed -n 's/.*Install with: //p' "$log/user.err")
    [ "$commands" -eq 2 ] || wrong "setup without rights prints $commands commands, not 2" "$log/user"
}

# compare USER LOG BACKENDS VARIABLE…: must measure exactly these; sets `measured`. A compiler that is older than this
# processor must be told so, and what needs it fails.
compare() {
    local user="$1" log="$2" backends="$3" status=0 expected=0
    shift 3
    rm -rf -- "$run/upper/tmp/results" "$run/upper/tmp/compare.csv"
    enter "$user" "$log" env "$@" "$checkout/scripts/compare.sh" --quick --sizes 64 --within 10 --budget 90s \
        --out /tmp/results --csv /tmp/compare.csv || status=$?
    rows "$run/upper/tmp/compare.csv" >"$log.rows" || true
    measured="$(awk '$3 == "measured" { print $2 }' "$log.rows" | sort -u | paste -s -d ' ' -)"
    if grep -q 'compiler is older than this processor' "$log.out"; then
        backends="pool single" expected=6
        too_old=" (the compiler of PoCL is older than this processor)"
    fi
    if [ "$status" -ne "$expected" ] || [ "$measured" != "$backends" ]; then
        wrong "compare --quick as $user ends with $status and measures $measured, not $backends" "$log"
    fi
}

# check NAME: all that is to be seen of a system; sets `row`, a line of the table.
check() {
    local name="$1" log="$root/target/systems/$1" good=yes all did measured="" too_old=""
    rm -rf -- "$log"
    mkdir -p -- "$log"
    layer
    setup_without_rights
    compare root "$log/root" "aparapi jocl pool single"
    all="${measured// /, }"
    did="$(sed -n 's/^santoku: installs //p; s/^santoku: switches on .*/universe/p' "$log/root.err" | paste -s -d ' ' -)"
    installed "$log/after"
    enter root "$log/again" "$checkout/scripts/setup.sh" || wrong "setup ends with $? when all is there" "$log/again"
    [ ! -s "$log/again.err" ] || wrong "setup speaks when all is there" "$log/again"
    compare user "$log/user-again" "aparapi jocl pool single"
    compare user "$log/narrow" "pool single" HOME=/opt TMPDIR=/noexec
    grep -q 'mounted with noexec: name another' "$log/narrow.out" || wrong "no cure of noexec is told" "$log/narrow"
    row="| \`$name\` | $(date -u +%Y-%m-%d) | $(version 'openjdk-[0-9]*-jdk-headless') | $(version maven)"
    row="$row | $(version pocl-opencl-icd) | installs \`$did\` | $all$too_old |"
    rm -rf -- "$run"
    [ "$good" = yes ]
}

main() {
    local name failed="" missing=""
    parse_arguments "$@"
    find_archive
    if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
        not_here "it needs root, to install in the unpacked systems: run it with sudo"
    fi
    command -v debootstrap >/dev/null || not_here "it needs debootstrap: apt-get install debootstrap"
    find_java || die "$java_problem"
    build_if_needed # so that Maven has what it needs
    for name in "${names[@]}"; do
        system "$name"
        if ! unpack; then
            say "not run: $name cannot be fetched, as the lines above say"
            missing="$missing $name"
            continue
        fi
        if check "$name"; then
            say "$name is right"
        else
            failed="$failed $name"
        fi
        printf '%s\n' "$row"
        put_row "$table" "$name" "$row"
    done
    [ -z "$failed" ] || die "not right:$failed"
    [ -z "$missing" ] || not_here "$missing"
}

main "$@"
