#!/usr/bin/env bash
# Runs Santoku on OpenCL drivers that this machine does not have: Debian's packages of three releases, unpacked into folders
# below ${XDG_CACHE_HOME:-$HOME/.cache}/santoku-drivers. Nothing is installed.
#
#   scripts/test-drivers.sh [--table FILE] [--faulty-kernel] [--unpack] [NAME…]    all without a name; --list tells the names
#
#   --faulty-kernel takes a kernel that PoCL 7 compiles wrong, in place of ours: another must take its place, and be named
#   --table FILE    replaces each driver's row in the table of this Markdown file, and adds those that are missing
#   --unpack        only unpacks
#
# With each driver: `doctor`; all families of kernels at odd sizes in both precisions, against exact products; `compare
# --quick`; a short `tune`. Needs Linux on amd64 or arm64, apt and Debian's archive among its sources, and root or user
# namespaces, to enter the folders. What is unpacked stays: delete a folder to have today's packages.
#
# Exit code 0 when all did what they should; 1 when one did not; 2 wrong usage; 75 when they cannot be run here.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

readonly common="base-files ocl-icd-libopencl1" # of every tree
readonly cache="${XDG_CACHE_HOME:-$HOME/.cache}/santoku-drivers"
# shellcheck source=debian.sh
source "$root/scripts/debian.sh"
readonly odd_sizes=1,67x5x129,257x300x129
readonly small_sizes=1,17x3x5,33x19x21 # for a simulator

names=()
table=""
only_unpack=no
faulty=no

# driver NAME: sets the release, its packages, the drivers of them that are registered, the environment, and the devices that
# must come: their number, or none.
driver() {
    release="" packages="" registered="" environment="" devices=1 sizes="$odd_sizes" fails=0
    case "$1" in
    pocl-3) release=bookworm packages=pocl-opencl-icd registered=pocl ;;
    pocl-6) release=trixie packages=pocl-opencl-icd registered=pocl ;;
    pocl-7) release=sid packages=pocl-opencl-icd registered=pocl ;;
    rusticl-22) release=bookworm packages=mesa-opencl-icd registered=rusticl fails=6 ;; # aparapi:naive
    rusticl-25) release=trixie packages=mesa-opencl-icd registered=rusticl ;;
    rusticl-26) release=sid packages=mesa-opencl-icd registered=rusticl ;;
    clover) release=bookworm packages=mesa-opencl-icd registered=mesa devices=0 ;;
    oclgrind) release=bookworm packages=oclgrind registered=oclgrind sizes="$small_sizes" ;;
    intel-none) release=bookworm packages=intel-opencl-icd registered=intel devices=0 ;;
    several) release=sid packages="mesa-opencl-icd pocl-opencl-icd" registered="rusticl pocl" devices=2 ;;
    *) return 1 ;;
    esac
    case " $registered " in
    *" rusticl "*) environment="RUSTICL_ENABLE=llvmpipe" ;;
    esac
    tree="$cache/$release ${packages// /+}"
}

readonly all_names="pocl-3 pocl-6 pocl-7 rusticl-22 rusticl-25 rusticl-26 clover oclgrind intel-none several"

parse_arguments() {
    while [ "$#" -gt 0 ]; do
        case "$1" in
        --table)
            [ -n "${2:-}" ] || wrong_usage "--table wants a file"
            table="$2"
            shift
            ;;
        --unpack) only_unpack=yes ;;
        --faulty-kernel) faulty=yes ;;
        --list)
            list
            exit 0
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        -*) wrong_usage "test-drivers.sh does not know '$1'; it knows --table, --faulty-kernel, --unpack, --list and --help" ;;
        *)
            driver "$1" || wrong_usage "no driver '$1': choose from $all_names"
            names+=("$1")
            ;;
        esac
        shift
    done
    if [ "${#names[@]}" -eq 0 ]; then
        read -r -a names <<<"$all_names"
    fi
}

list() {
    local name
    for name in $all_names; do
        driver "$name"
        printf '%-11s %-9s %s%s\n' "$name" "$release" "$packages" "${environment:+, $environment}"
    done
}

# --- Unpacking ----------------------------------------------------------------------------------------------------

# unpack: the packages of the driver at hand and all that they need, once. Fails where they cannot be had.
unpack() {
    local package folder fetched="$tree.fetched" log="$cache/unpack.log"
    if [ -e "$tree/packages" ]; then
        return 0
    fi
    mkdir -p -- "$fetched/partial"
    say "unpacks $packages of Debian $release into $tree"
    # shellcheck disable=SC2086 # several packages
    if ! update_apt_of "$release" "$log" \
        || ! apt_of "$release" -o Dir::Cache::archives="$fetched" install --download-only $common $packages >>"$log" 2>&1; then
        tail -n 3 -- "$log" >&2
        return 1
    fi
    rm -rf -- "$tree"
    for folder in bin sbin lib lib64; do
        mkdir -p -- "$tree/usr/$folder"
        ln -s "usr/$folder" "$tree/$folder"
    done
    for package in "$fetched"/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink --no-same-owner -C "$tree"
    done
    mkdir -p -- "$tree/tmp" "$tree/proc" "$tree/sys" "$tree/dev" "$tree/etc/OpenCL/vendors"
    (cd -- "$fetched" && printf '%s\n' ./*.deb) >"$tree/packages" # last: what was cut off before is unpacked anew
    rm -rf -- "$fetched"
}

# --- Running ------------------------------------------------------------------------------------------------------

# Sets `namespace`, the words that enter a namespace of mounts; fails where there is no way.
find_namespace() {
    if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
        namespace=(unshare -m)
    elif unshare -rm true 2>/dev/null; then
        namespace=(unshare -rm)
    else
        return 1
    fi
}

# register NAME: fills the run's folder of registrations with the drivers at hand, as their packages spell them.
register() {
    local word
    mkdir -p -- "$run/vendors"
    for word in $registered; do
        if [ "$word" = oclgrind ]; then
            echo /usr/lib/oclgrind/liboclgrind-rt-icd.so >"$run/vendors/oclgrind.icd"
        else
            cp -- "$tree/etc/OpenCL/vendors/$word"*.icd "$run/vendors/"
        fi
    done
}

# Leaves a kernel in the run's folder that PoCL 7 compiles wrong, and names the folder where Java looks for it first.
plant() {
    local folder="$run/planted/dev/santoku/kernels"
    classes="$jar"
    if [ "$faulty" = yes ]; then
        mkdir -p -- "$folder"
        sed 's/^#define INLINED .*/#define INLINED static inline/' "$root/kernels/panel.cl" >"$folder/panel.cl"
        classes="${run#"$tree"}/planted:$jar"
    fi
}

# santoku SECONDS LOG ARGUMENTS…: runs the finished program in the tree; its output goes to LOG.out, all else to LOG.err.
santoku() {
    local seconds="$1" log="$2"
    shift 2
    # shellcheck disable=SC2016 # expanded by the shell inside
    timeout -k 10 "$seconds" "${namespace[@]}" bash -c '
        set -eu
        tree="$1" vendors="$2"
        shift 2
        while [ "$1" != -- ]; do
            mkdir -p -- "$tree$1"
            mount --rbind -- "$1" "$tree$1"
            shift
        done
        shift
        mount --bind -- "$vendors" "$tree/etc/OpenCL/vendors"
        exec env -i "$@"
    ' enter "$tree" "$run/vendors" /proc /sys /dev "$root" "${java_folders[@]}" -- \
        PATH=/usr/sbin:/usr/bin HOME="${run#"$tree"}" SANTOKU_DEADLINE=120 SANTOKU_COLUMNS=160 $environment \
        chroot "$tree" "$java_home/bin/java" -Dfile.encoding=UTF-8 -cp "$classes" dev.santoku.cli.Main "$@" >"$log.out" 2>"$log.err" </dev/null
}

# check NAME: all that is to be seen of a driver; sets `row`, a line of the table.
check() {
    local name="$1" log="$root/target/drivers/$1" status found failed good=yes doctor cells compare tune
    rm -rf -- "$log"
    mkdir -p -- "$log"
    run="$(mktemp -d "$tree/tmp/santoku.XXXXXX")"
    register
    plant

    status=0
    santoku 120 "$log/doctor" doctor || status=$?
    found="$(grep -c '^  cl[0-9]' "$log/doctor.out")" || true
    doctor="$found devices"
    [ "$found" != 1 ] || doctor="1 device"
    if [ "$status" -ne 0 ] || [ "$found" != "$devices" ]; then
        good=no
        say_log "$name: doctor ends with $status and finds $found devices, not $devices" "$log/doctor"
    fi
    described="$(sed -n 's/^  cl[0-9].* f32[f64 ]*, //p' "$log/doctor.out" | paste -s -d ';' - | sed 's/;/; /g')"

    cells=none
    if [ "$devices" -gt 0 ]; then
        status=0
        santoku 900 "$log/families" compare --ladder --backends jocl,aparapi --sizes "$sizes" --precision f32,f64 --quick \
            --within 100 --budget 10m --out "${run#"$tree"}/results" --csv "${run#"$tree"}/families.csv" || status=$?
        rows "$run/families.csv" >"$log/families.rows" || true
        cells="$(grep -c ' measured ' "$log/families.rows") of $(grep -c . "$log/families.rows")" || true
        failed="$(grep -c ' failed ' "$log/families.rows")" || true
        if [ "$failed" != "$fails" ] || [ "$status" -ne "$((fails > 0 ? 6 : 0))" ] || grep -q ' wrong ' "$log/families.rows"; then
            good=no
            say_log "$name: the families of kernels end with $status" "$log/families"
        fi
    fi

    status=0
    santoku 300 "$log/compare" compare --quick --within 10 --budget 60s --out "${run#"$tree"}/results" \
        --csv "${run#"$tree"}/compare.csv" || status=$?
    rows "$run/compare.csv" >"$log/compare.rows" || true
    compare="$(awk '$3 == "measured" && $1 != "cpu" && $4 == "f32" && $5 >= most[$2 "@" $1] {
            most[$2 "@" $1] = $5; rate[$2 "@" $1] = $6 }
        END { for (who in most) printf "%s %.3g at %d\n", who, rate[who], most[who] }' "$log/compare.rows" \
        | sort -r | paste -s -d ';' - | sed 's/;/; /g')"
    if [ "$status" -ne 0 ]; then
        good=no
        say_log "$name: compare --quick ends with $status" "$log/compare"
    elif [ "$faulty" = yes ] && ! grep -q 'since this driver computes wrong products' "$log/compare.out"; then
        good=no
        say_log "$name: compare --quick does not name the faulty kernel" "$log/compare"
    fi

    tune="no device"
    if [ "$devices" -gt 0 ]; then
        status=0
        santoku 300 "$log/tune" tune --budget 20s --precision f32 --sizes 256 || status=$?
        tune="$(sed -n 's/^\(cl[0-9]\).*[ (]\([0-9.]*×\).* as fast as before.*/\1 \2/p; s/^\(cl[0-9]\).* stays, .*/\1 nothing faster/p' \
            "$log/tune.out" | paste -s -d ';' - | sed 's/;/; /g')"
        if [ "$status" -ne 0 ]; then
            good=no
            say_log "$name: tune ends with $status" "$log/tune"
        fi
    fi
    row="| \`$name\` | $(date -u +%Y-%m-%d) | ${described:-none} | $doctor | $cells | ${compare:-CPU alone} | $tune |"
    rm -rf -- "$run"
    [ "$good" = yes ]
}

main() {
    local name failed="" missing="" folder
    parse_arguments "$@"
    find_archive
    find_namespace || not_here "it needs root, or user namespaces, to enter the unpacked folders: run it with sudo"
    find_java || die "$java_problem"
    build_if_needed
    java_folders=("$java_home")
    for folder in /etc/java-*; do # where Debian's JDKs have their configuration
        [ ! -d "$folder" ] || java_folders+=("$folder")
    done
    for name in "${names[@]}"; do
        driver "$name"
        if ! unpack; then
            say "not run: $name, since $packages of Debian $release cannot be fetched, as the lines above say"
            missing="$missing $name"
        elif [ "$only_unpack" = no ]; then
            if check "$name"; then
                say "$name is right"
            else
                failed="$failed $name"
            fi
            printf '%s\n' "$row"
            put_row "$table" "$name" "$row"
        fi
    done
    [ -z "$failed" ] || die "not right:$failed"
    [ -z "$missing" ] || not_here "$missing"
}

main "$@"
