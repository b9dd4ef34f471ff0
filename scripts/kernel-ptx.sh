# shellcheck shell=bash disable=SC2154 # kernel-report.sh sets root, work, mode, ptxas and what is unavailable
# Kernels compiled ahead for NVIDIA's GPUs without OpenCL: a part of kernel-report.sh, which has the compilers.
#
#   scripts/kernel-report.sh ptx [--check|--update] [--at-hand]
#
# kernels/ptx/index.csv has a line for each file: the oldest architecture and the version of PTX that it is for, the kernel, its
# options, and the SHA-256 of its sources one behind the other. KeptAheadTest holds the lines to the program.
#   --update   compiles all of them anew, and writes the hashes
#   --check    fails when a file is not what its sources compile to; without --update it is the default
# Either way each file must be taken by ptxas, without spills, for every architecture from its own one up.

readonly kept="$root/kernels/ptx"

# sources_of KERNEL: its file and those that it includes, in their order.
sources_of() {
    local line
    echo "$root/kernels/$1.cl"
    while IFS= read -r line; do
        line="${line#\#include \"}"
        echo "$root/kernels/${line%\"}"
    done < <(grep '^#include "' "$root/kernels/$1.cl")
}

# hash_of KERNEL
hash_of() {
    local files=()
    mapfile -t files < <(sources_of "$1")
    cat -- "${files[@]}" | sha256sum | cut -d' ' -f1
}

# compile_ahead FILE TARGET VERSION KERNEL OPTIONS: PTX into the work folder. An entry must be visible to be found, and textures,
# of which there are none, are said to be CUDA's. Local memory beyond 48 KB comes with the launch, so it has no size here.
compile_ahead() {
    local options=() front="$2"
    read -r -a options <<<"$5"
    [ "$2" != sm_90 ] || front=sm_80 # clang 14 knows no newer one; what it does not know stands in asm
    to_ptx "$front" "$4" "${options[@]}"
    {
        echo "// $4.cl $5"
        sed -e '/^[[:space:]]*\/\//d' -e '/^[[:space:]]*$/d' -e "s/^\.version .*/.version $3/" -e "s/^\.target .*/.target $2/" \
            -e 's/^\.entry /.visible .entry /' "$work/$vendor.ptx" | awk '
            { line[NR] = $0 }
            /^[[:space:]]*\.shared .*\[[0-9]+\];$/ {
                bytes = $0
                sub(/.*\[/, "", bytes)
                if (bytes + 0 > 49152) {
                    sub(/^[[:space:]]*/, ".extern ")
                    sub(/\[[0-9]+\];/, "[];")
                    beyond = beyond $0 "\n"
                    delete line[NR]
                }
            }
            END {
                for (i = 1; i <= NR; i++) {
                    if (i in line) { print line[i] }
                    if (line[i] ~ /^\.address_size/) { printf "%s", beyond }
                }
            }'
    } >"$work/$1"
}

# assembled_ahead FILE TARGET OPTIONS: ptxas takes it for each architecture from its target up; one with Turing's instructions for
# Turing, since all younger ones have better ones.
assembled_ahead() {
    for architecture in $architectures; do
        [ "${architecture#sm_}" -ge "${2#sm_}" ] || continue
        case "$3" in
        *-DINSTRUCTION=1[0-9]*) [ "$architecture" = "$2" ] || continue ;;
        esac
        "$ptxas" -v -arch="$architecture" "$work/$1" -o "$work/$vendor.cubin" >"$work/$vendor.log" 2>&1 \
            || die "ptxas refuses $1 for $architecture: $(cat -- "$work/$vendor.log")"
        ! grep -q '[1-9][0-9]* bytes spill' "$work/$vendor.log" || die "$1 spills registers on $architecture"
        assembled=$((assembled + 1))
    done
}

ptx() {
    local file target version options hash assembled=0 count=0 wrong="" vendor=nvidia architectures="$architectures_of_nvidia"
    [ -e "$kept/index.csv" ] || not_here "no kernels are compiled ahead: there is no ${kept#"$root/"}/index.csv"
    check_hashes
    if ! find_ptxas; then
        not_here "the kept PTX is of today's sources, but there is no ptxas to try it: it comes with NVIDIA's CUDA toolkit"
    fi
    if ! find_clang 14 || ! find_bitcode usr/lib/clc libclc-14; then
        not_here "the kept PTX is of today's sources, but clang 14 is not there to compile it anew, for $unavailable"
    fi
    known_to_ptxas
    echo "file,target,version,kernel,options,sources" >"$work/index.csv"
    while IFS=, read -r file target version kernel options hash; do
        compile_ahead "$file" "$target" "$version" "$kernel" "$options"
        assembled_ahead "$file" "$target" "$options"
        cmp -s "$work/$file" "$kept/$file" || wrong="$wrong $file"
        echo "$file,$target,$version,$kernel,$options,$(hash_of "$kernel")" >>"$work/index.csv"
        count=$((count + 1))
    done < <(tail -n +2 "$kept/index.csv")
    if [ "$mode" = update ]; then
        rm -f -- "$kept"/*.ptx
        cp -- "$work"/*-*.ptx "$work/index.csv" "$kept"
        say "wrote $count files into ${kept#"$root/"}; ptxas takes them for $assembled architectures together"
    elif [ -n "$wrong" ]; then
        die "not what their sources compile to:$wrong; scripts/kernel-report.sh ptx --update writes them anew"
    else
        say "$count files of PTX are what their sources compile to; ptxas takes them for $assembled architectures together"
    fi
}

# check_hashes: needs no compiler.
check_hashes() {
    local file kernel hash stale=""
    [ "$mode" != update ] || return 0
    while IFS=, read -r file _ _ kernel _ hash; do
        [ "$hash" = "$(hash_of "$kernel")" ] || stale="$stale $file"
    done < <(tail -n +2 "$kept/index.csv")
    [ -z "$stale" ] || die "the sources changed since these were compiled:$stale; scripts/kernel-report.sh ptx --update does it anew"
}
