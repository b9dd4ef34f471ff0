#!/usr/bin/env bash
# Compiles the kernels for an NVIDIA GPU that need not be there, at the parameters that Santoku ships, and fails if a
# kernel's registers spill to memory.
#
#   scripts/nvidia-report.sh [ARCHITECTURE]    sm_90 without one
#
# Needs clang and libclc (Debian: clang-14 libclc-14) and ptxas (NVIDIA's CUDA toolkit); nothing in the build asks for
# them. NVIDIA's own OpenCL compiler makes other code: a spill seen here is a strong hint, and so is none.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

# What the plans for a large product on a GPU give to the compiler; KernelFamiliesTest holds these lines to the program.
shipped=(
    "naive -DGROUP_M=4 -DGROUP_N=64 -DPRECISION=32"
    "naive -DGROUP_M=4 -DGROUP_N=64 -DPRECISION=64"
    "direct -DGROUP_M=4 -DGROUP_N=16 -DITEMS=64 -DLANES=4 -DPRECISION=32 -DTILE_M=4 -DVECTORS=1"
    "direct -DGROUP_M=4 -DGROUP_N=16 -DITEMS=64 -DLANES=4 -DPRECISION=64 -DTILE_M=4 -DVECTORS=1"
    "tiled -DGROUP_M=16 -DGROUP_N=16 -DITEM_M=8 -DITEM_N=8 -DLOAD_A=4 -DLOAD_B=4 -DPAD=4 -DPRECISION=32 -DTILE_K=16 -DVECTOR_M=4 -DVECTOR_N=4"
    "tiled -DGROUP_M=8 -DGROUP_N=16 -DITEM_M=8 -DITEM_N=4 -DLOAD_A=2 -DLOAD_B=2 -DPAD=2 -DPRECISION=64 -DTILE_K=16 -DVECTOR_M=2 -DVECTOR_N=2"
    "warp -DBAND=8 -DBLOCK_K=16 -DITEM_M=8 -DITEM_N=8 -DLANES_M=4 -DLANES_N=8 -DLOAD_A=4 -DLOAD_B=4 -DPAD=4 -DPRECISION=32 -DUNROLL=2 -DVECTOR=4 -DWARPS_M=4 -DWARPS_N=2"
    "warp -DBAND=8 -DBLOCK_K=8 -DITEM_M=8 -DITEM_N=4 -DLANES_M=4 -DLANES_N=8 -DLOAD_A=2 -DLOAD_B=2 -DPAD=2 -DPRECISION=64 -DUNROLL=2 -DVECTOR=2 -DWARPS_M=2 -DWARPS_N=2"
)

# The questions to compilers (doctor --compiler); a kernel by itself may have 48 KB of local memory. clang spells asm otherwise.
probes=("-DPROBE=1 -DLOCAL_BYTES=49152" -DPROBE=2 -DPROBE=3 -DPROBE=4 -DPROBE=5 -DPROBE=6 -DPROBE=7 -DPROBE=8)

architecture="${1:-sm_90}"
clang="$(command -v clang-14 || command -v clang)" || die "no clang here: apt-get install clang-14 libclc-14"
builtins=/usr/lib/clc/nvptx64--nvidiacl.bc
[ -r "$builtins" ] || die "no $builtins here: apt-get install libclc-14"
ptxas="$(command -v ptxas)" || die "no ptxas on the PATH: install NVIDIA's CUDA toolkit, or add its bin folder"
work="$(mktemp -d "${TMPDIR:-/tmp}/santoku nvidia.XXXXXX")"
trap 'rm -rf -- "$work"' EXIT

# report: compiles one entry of the list to PTX, lifts that to the architecture, which this clang may not know yet, and
# prints what the assembler says of each of its kernels; true if nothing spills.
report() {
    local name="${1%% *}" options
    read -r -a options <<<"${1#* }"
    "$clang" -x cl -cl-std=CL1.2 -target nvptx64-nvidia-nvcl -Xclang -finclude-default-header \
        -Xclang -target-cpu -Xclang sm_86 -Xclang -target-feature -Xclang +ptx75 \
        -Xclang -mlink-bitcode-file -Xclang "$builtins" -Wno-linker-warnings -cl-mad-enable -O3 -S \
        "${options[@]}" "$root/kernels/$name.cl" -o "$work/kernel.ptx" 2>"$work/log" ||
        die "$name.cl does not compile: $(cat -- "$work/log")"
    sed -i "s/^\.target .*/.target $architecture, texmode_independent/; s/^\.version .*/.version 8.0/" "$work/kernel.ptx"
    "$ptxas" -v -arch="$architecture" "$work/kernel.ptx" -o "$work/kernel.cubin" >"$work/report" 2>&1 ||
        die "ptxas refuses $name.cl: $(cat -- "$work/report")"
    say "$1"
    sed -n "s/.*Compiling entry function '\([^']*\)'.*/  \1/p; s/.*bytes stack frame, \(.*\)/    \1/p; s/.*\(Used .*\)/    \1/p" \
        "$work/report"
    ! grep -q '[1-9][0-9]* bytes spill' "$work/report"
}

spilled=0
for entry in "${shipped[@]}"; do
    report "$entry" || spilled=$((spilled + 1))
done
for probe in "${probes[@]}"; do
    report "probes $probe -DASM=__asm__" || spilled=$((spilled + 1))
done
for text in "$root"/kernels/*.ptx; do
    target="$(sed -n 's/^\.target \(sm_[0-9a-z]*\).*/\1/p' "$text")"
    "$ptxas" -arch="${target/sm_70/$architecture}" "$text" -o "$work/kernel.cubin" >"$work/report" 2>&1 ||
        die "ptxas refuses ${text##*/}: $(cat -- "$work/report")"
    say "${text##*/} is PTX"
done
[ "$spilled" -eq 0 ] || die "registers spill in $spilled programs, as the lines above show"
say "no register spills in $((${#shipped[@]} + ${#probes[@]})) programs on $architecture"
