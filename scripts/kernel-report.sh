#!/usr/bin/env bash
# Compiles the kernels for processors that need not be there, with their vendors' compilers and at the parameters that Santoku
# ships (kernels/shipped.csv), and prints what each would have there.
#
#   scripts/kernel-report.sh VENDOR [ARCHITECTURE…] [--check|--update] [--at-hand]
#
#   nvidia     sm_75 sm_80 sm_86 sm_89 sm_90 sm_100 sm_120    clang 14 and 19 in front of ptxas, which must be installed
#   amd        gfx906 gfx90a gfx942 gfx1030 gfx1100 gfx1201   clang 19
#   intel      skl tgllp dg2 pvc                              ocloc
#   x86        haswell skylake-avx512 cooperlake              clang 14 and 19, which PoCL and other drivers for CPUs have within
#              sapphirerapids
#   all        all of them
#   ptx        in place of a vendor: the kernels that are kept as compiled ahead (kernel-ptx.sh)
#   --check    fails when something became worse than kernels/reports.csv says
#   --update   writes that file anew, as far as compilers are there
#   --at-hand  fetches no compiler
#
# Compilers that are not installed are fetched as Debian's packages and unpacked below
# ${XDG_CACHE_HOME:-$HOME/.cache}/santoku/compilers, up to 540 MB; nothing is installed. NVIDIA's OpenCL driver has a compiler of
# its own before ptxas, hence two in its place.
#
#   spilled    bytes of registers that went to memory;      scratch    bytes of arrays that lie in memory, of a work-item
#              on a CPU, of vectors in the loop over k
#   local      bytes of local memory, of a work-group       groups     that share a multiprocessor or an Xe core; for AMD,
#   per 100    multiply-adds in 100 instructions of the                waves on a SIMD
#              loop over k; of AMD those of the             matrix     matrix instructions in that loop
#              vector unit; or matrix instructions
#
# Exit code 0 when all is well; 1 when registers spill or scratch is used, or with --check something became worse; 2 wrong usage;
# 75 when nothing could be compiled here.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
readonly cache="${XDG_CACHE_HOME:-$HOME/.cache}/santoku/compilers"
# shellcheck source=debian.sh
source "$root/scripts/debian.sh"

readonly shipped="$root/kernels/shipped.csv"
readonly reports="$root/kernels/reports.csv"
readonly release=bookworm
readonly tree="$cache/$release"
readonly architectures_of_nvidia="sm_75 sm_80 sm_86 sm_89 sm_90 sm_100 sm_120"
readonly architectures_of_amd="gfx906 gfx90a gfx942 gfx1030 gfx1100 gfx1201"
readonly architectures_of_intel="skl tgllp dg2 pvc"
readonly architectures_of_x86="haswell skylake-avx512 cooperlake sapphirerapids"
readonly format='%-14s %-7s %-20s %9s %8s %8s %7s %7s %8s %7s\n'

vendors=""
chosen=""
mode=print
fetching=yes

# vendor_of ARCHITECTURE: nothing where no report knows it.
vendor_of() {
    case "$1" in
    sm_*) echo nvidia ;;
    gfx*) echo amd ;;
    skl | tgllp | dg2 | pvc) echo intel ;;
    haswell | skylake-avx512 | cooperlake | sapphirerapids) echo x86 ;;
    esac
}

parse_arguments() {
    while [ "$#" -gt 0 ]; do
        case "$1" in
        nvidia | amd | intel | x86) vendors="$vendors $1" ;;
        all) vendors="nvidia amd intel x86" ;;
        ptx) vendors=ptx ;;
        --check) mode=check ;;
        --update) mode=update ;;
        --at-hand) fetching=no ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            [ -n "$(vendor_of "$1")" ] || wrong_usage "kernel-report.sh does not know '$1'; it knows nvidia, amd, intel, x86, all," \
                "ptx, their architectures, --check, --update, --at-hand and --help"
            chosen="$chosen $1"
            ;;
        esac
        shift
    done
    [ -n "$vendors" ] || wrong_usage "kernel-report.sh wants a vendor: nvidia, amd, intel, x86 or all; or ptx"
    local architecture wanted
    for architecture in $chosen; do
        wanted="$(vendor_of "$architecture")"
        case " $vendors " in
        *" $wanted "*) ;;
        *) wrong_usage "kernel-report.sh: $architecture is of $wanted, which is not asked for: name $wanted as well" ;;
        esac
    done
}

# --- Compilers ----------------------------------------------------------------------------------------------------

# missing PACKAGE…: those that are not in the tree.
missing() {
    local package
    for package in "$@"; do
        [ -e "$tree/$package.unpacked" ] || echo "$package"
    done
}

# unpacked PACKAGE…: sees to it that Debian's packages are in the tree; fails where they are not and may not or cannot be fetched.
unpacked() {
    [ -n "$(missing "$@")" ] || return 0
    [ "$fetching" = yes ] || return 1
    mkdir -p -- "$cache" "$tree"
    ( # another vendor's report may be at it
        exec 9<"$cache"
        flock 9
        find_archive
        fetch "$@"
    )
}

# fetch PACKAGE…: downloads those that are missing and unpacks them into the tree.
fetch() {
    local package packages=() file folder="$cache/fetched" log="$cache/fetch.log"
    while read -r package; do
        packages+=("$package")
    done < <(missing "$@")
    [ "${#packages[@]}" -gt 0 ] || return 0
    say "fetches ${packages[*]} of Debian $release into $tree"
    rm -rf -- "$folder"
    mkdir -p -- "$folder"
    if ! update_apt_of "$release" "$log" || ! (cd -- "$folder" && apt_of "$release" download "${packages[@]}") >>"$log" 2>&1; then
        tail -n 3 -- "$log" >&2
        return 1
    fi
    for package in "${packages[@]}"; do
        for file in "$folder/$package"_*.deb; do
            dpkg-deb -x "$file" "$tree" || return 1
            dpkg-deb -f "$file" Version >"$tree/$package.unpacked"
        done
    done
    rm -rf -- "$folder"
}

skip() {
    say "skipped: $*"
    echo "$*" >>"$work/skipped"
}

# of_tree COMMAND…: with the libraries of the tree, unless the command is the system's.
of_tree() {
    case "$1" in
    "$tree"/*) LD_LIBRARY_PATH="$tree/usr/lib/x86_64-linux-gnu:$tree/usr/lib/aarch64-linux-gnu" "$@" ;;
    *) "$@" ;;
    esac
}

# find_clang VERSION: sets `clang`.
find_clang() {
    clang="$(command -v "clang-$1")" && return 0
    clang="$tree/usr/lib/llvm-$1/bin/clang"
    unpacked "clang-$1" "libclang-common-$1-dev" "libclang-cpp$1" "libllvm$1" && of_tree "$clang" --version >/dev/null 2>&1
}

# find_bitcode PATH PACKAGE: sets `bitcode`, the folder of a vendor's built-in functions.
find_bitcode() {
    local folder
    for folder in "$sysroot/$1" "$tree/$1"; do
        bitcode="$folder"
        [ ! -d "$folder" ] || return 0
    done
    unpacked "$2"
}

find_ptxas() {
    local folder
    ptxas="$(command -v ptxas)" && return 0
    for folder in "$sysroot"/usr/local/cuda*/bin; do
        ptxas="$folder/ptxas"
        [ ! -x "$ptxas" ] || return 0
    done
    return 1
}

find_ocloc() {
    ocloc="$(command -v ocloc)" && return 0
    ocloc="$tree/usr/bin/ocloc"
    unpacked intel-opencl-icd libigc1 libigdfcl1 libigdgmm12 libopencl-clang14 libllvmspirvlib14 libllvm14 libclang-cpp14 || return 1
    # `ocloc disasm` looks for it under this name
    ln -sf libiga64.so.1 "$tree/usr/lib/x86_64-linux-gnu/libiga64.so"
    of_tree "$ocloc" --help >/dev/null 2>&1
}

# --- Kernels ------------------------------------------------------------------------------------------------------

# shipped_for VENDOR ARCHITECTURE: a kernel and its options a line.
shipped_for() {
    awk -F, -v vendor="$1" -v architecture="$2" '
        $1 != vendor { next }
        { key = $3; n = split($4, option, " "); for (i = 1; i <= n; i++) if (option[i] ~ /PRECISION|INSTRUCTION|INPUT|OWN/) key = key " " option[i] }
        (" " $2 " ") ~ (" " architecture " ") { line[key] = $3 " " $4; exact[key] = 1 }
        $2 == "*" && !(key in exact) { line[key] = $3 " " $4 }
        !(key in seen) { seen[key] = 1; order[++count] = key }
        END { for (i = 1; i <= count; i++) if (order[i] in line) print line[order[i]] }
    ' "$shipped"
}

# macro NAME DEFAULT: its value among the options at hand.
macro() {
    local option
    for option in "${options[@]}"; do
        case "$option" in
        "-D$1="*)
            echo "${option#*=}"
            return 0
            ;;
        esac
    done
    echo "$2"
}

# precision: of what a kernel multiplies; of packed.cl by the last digit of its instruction (fragments.h), of panel.cl by the
# bits of an element of its words (words.h).
precision() {
    case "$(macro INSTRUCTION "$(macro INPUT 0)") $(macro PRECISION 32)" in
    16\ 32) echo bf16 ;;
    8\ 32) echo i8 ;;
    *3\ 32) echo tf32 ;;
    *4\ 32) echo bf16 ;;
    *5\ 32) echo f16 ;;
    *7\ 32) echo i8 ;;
    *) echo "f$(macro PRECISION 32)" ;;
    esac
}

# tile: the multiply-adds of a work-item for one tile in local memory; 0 where a kernel has none.
tile() {
    echo $(($(macro ITEM_M 0) * $(macro ITEM_N 0) * $(macro BLOCK_K "$(macro TILE_K 0)")))
}

# loop SOURCE AWK-OPTIONS…: of machine code as text on standard input, the multiply-adds in 100 instructions and its matrix
# instructions; of x86 the bytes that it has on the stack, too.
loop() {
    awk -v vendor="$1" "${@:2}" -f "$root/scripts/kernel-report.awk" \
        | awk -v vendor=loop -v source="$1" -v tile="$(tile)" -f "$root/scripts/kernel-report.awk"
}

# row KERNEL REGISTERS SPILLED SCRATCH LOCAL GROUPS PER-100 MATRIX
row() {
    local name="$kernel"
    [ "$kernel" = "$1" ] || name="$kernel:$1"
    printf '%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n' "$vendor" "$architecture" "$compiler" "$name" "$(precision)" \
        "${@:2}" >>"$work/$vendor.csv"
}

# --- NVIDIA -------------------------------------------------------------------------------------------------------

# to_ptx TARGET SOURCE OPTIONS…: PTX for the oldest GPU that can have it; ptxas takes it for all younger ones.
to_ptx() {
    of_tree "$clang" -x cl -cl-std=CL1.2 -target nvptx64-nvidia-nvcl -Xclang -finclude-default-header \
        -Xclang -target-cpu -Xclang "$1" -Xclang -target-feature -Xclang +ptx70 \
        -Xclang -mlink-bitcode-file -Xclang "$bitcode/nvptx64--nvidiacl.bc" -Wno-linker-warnings -cl-mad-enable -O3 -S \
        "${@:3}" "$root/kernels/$2.cl" -o "$work/$vendor.ptx" 2>"$work/$vendor.log" \
        || die "$2.cl does not compile: $(cat -- "$work/$vendor.log")"
}

# to_ptx_once: the same for the kernel at hand, which most architectures share.
to_ptx_once() {
    local kept target=sm_75
    case "$kernel $(macro INSTRUCTION 0)" in
    packed\ 1?) ;;
    packed\ * | matrix\ *) target=sm_80 ;;
    esac
    kept="$work/$(printf '%s' "$compiler $kernel $line" | cksum | cut -d' ' -f1).ptx"
    if [ ! -e "$kept" ]; then
        to_ptx "$target" "$kernel" "${options[@]}"
        # clang 14 knows no newer PTX; what it does not know stands in asm
        [ "$(macro INSTRUCTION 0)" != 2 ] \
            || sed -i -e 's/^\.version .*/.version 7.8/' -e 's/^\.target sm_80/.target sm_90/' "$work/$vendor.ptx"
        mv -- "$work/$vendor.ptx" "$kept"
    fi
    cp -- "$kept" "$work/$vendor.ptx"
}

# assemble: PTX to machine code; what ptxas says of registers goes to a log.
assemble() {
    "$ptxas" -v -arch="$architecture" "$work/$vendor.ptx" -o "$work/$vendor.cubin" >"$work/$vendor.log" 2>&1
}

# kernels_of_ptxas: from its log a line for each kernel: name, registers, bytes spilled, of stack and of local memory.
kernels_of_ptxas() {
    awk '
        /Compiling entry function/ { split($0, part, "\047"); name = part[2]; stack = spilled = 0 }
        /bytes stack frame/ {
            stack = $1; spilled = 0
            for (i = 1; i <= NF; i++) if ($i == "spill") spilled += $(i - 2)
        }
        /Used [0-9]+ registers/ {
            registers = local = 0
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^registers/) registers = $(i - 1)
                if ($i ~ /^smem/) local = $(i - 2)
            }
            print name, registers, spilled, (stack > spilled ? stack - spilled : 0), local
        }
    ' "$work/$vendor.log"
}

# machine_code KERNEL: 16 bytes a line; nothing without readelf.
machine_code() {
    local place size
    command -v readelf >/dev/null || return 0
    read -r place size < <(readelf -SW "$work/$vendor.cubin" 2>/dev/null \
        | awk -v name=".text.$1" '{ for (i = 1; i <= NF; i++) if ($i == name) print $(i + 3), $(i + 4) }')
    od -An -v -tx8 -w16 -j $((16#$place)) -N $((16#$size)) "$work/$vendor.cubin"
}

# groups_per_multiprocessor REGISTERS LOCAL ITEMS: NVIDIA's limits by compute capability, from the CUDA C++ Programming Guide.
groups_per_multiprocessor() {
    local warps most local_kb reserved=1024 groups by_registers
    case "$architecture" in
    sm_75) most=16 warps=32 local_kb=64 reserved=0 ;;
    sm_80) most=32 warps=64 local_kb=164 ;;
    sm_86) most=16 warps=48 local_kb=100 ;;
    sm_89 | sm_120) most=24 warps=48 local_kb=100 ;;
    *) most=32 warps=64 local_kb=228 ;;
    esac
    local of_group=$((($3 + 31) / 32))
    by_registers=$(((65536 / ((($1 + 7) / 8) * 256)) / of_group))
    groups=$((warps / of_group))
    [ "$by_registers" -ge "$groups" ] || groups="$by_registers"
    [ "$most" -ge "$groups" ] || groups="$most"
    if [ "$2" -gt 0 ]; then
        local by_local=$((local_kb * 1024 / ($2 + reserved)))
        [ "$by_local" -ge "$groups" ] || groups="$by_local"
    fi
    echo "$groups"
}

# warp_items: work-items of a warp at the options at hand.
warp_items() {
    case "$(macro INSTRUCTION 0)" in
    0) echo $(($(macro LANES_M 1) * $(macro LANES_N 1))) ;;
    6 | 2? | 3?) echo 64 ;;
    6?) echo 8 ;;
    7?) echo 16 ;;
    *) echo 32 ;;
    esac
}

# items KERNEL: work-items of a group of it at the options at hand.
items() {
    case "$1" in
    warp | matrix | packed | pack) echo $(($(macro WARPS_M 1) * $(macro WARPS_N 1) * $(warp_items))) ;;
    sum_slices) macro ITEMS "$(warp_items)" ;;
    direct_column) macro ITEMS 64 ;;
    *) echo $(($(macro GROUP_M 1) * $(macro GROUP_N 1))) ;;
    esac
}

report_nvidia() {
    local version name registers spilled scratch local_bytes measured
    if ! find_ptxas; then
        skip "nvidia, for there is no ptxas on the PATH or in /usr/local/cuda*/bin: it comes with NVIDIA's CUDA toolkit"
        return 0
    fi
    known_to_ptxas
    for version in 14 19; do
        if ! find_clang "$version" || ! find_bitcode usr/lib/clc libclc-14; then
            skip "nvidia with clang $version, for $unavailable"
            continue
        fi
        compiler="clang-$version+ptxas-$("$ptxas" --version | sed -n 's/.*release \([0-9.]*\),.*/\1/p')"
        each_of_nvidia
        [ "$version" = 19 ] || probe_nvidia
    done
}

# known_to_ptxas: leaves those among `architectures`.
known_to_ptxas() {
    local known all="$architectures"
    known="$("$ptxas" --help)"
    architectures=""
    for architecture in $all; do
        case "$known" in
        *"'$architecture'"*) architectures="$architectures $architecture" ;;
        *) skip "$architecture, which this ptxas does not know (that of CUDA 13 knows none before sm_75)" ;;
        esac
    done
}

each_of_nvidia() {
    for architecture in $architectures; do
        while read -r kernel line; do
            read -r -a options <<<"$line"
            to_ptx_once
            assemble || die "ptxas refuses $kernel.cl for $architecture: $(cat -- "$work/$vendor.log")"
            while read -r name registers spilled scratch local_bytes; do
                measured="$(machine_code "$name" | loop nvidia -v architecture="${architecture//[!0-9]/}")"
                # shellcheck disable=SC2086 # two words
                row "$name" "$registers" "$spilled" "$scratch" "$local_bytes" \
                    "$(groups_per_multiprocessor "$registers" "$local_bytes" "$(items "$name")")" $measured
            done < <(kernels_of_ptxas)
        done < <(shipped_for nvidia "$architecture")
    done
}

# The questions to compilers (doctor --compiler), of which 4, 6, 7 and 8 are for sm_80 and younger; a kernel by itself may have
# 48 KB of local memory. clang spells asm otherwise.
probe_nvidia() {
    local probe target text assembled=0
    for probe in 1 2 3 4 5 6 7 8; do
        case "$probe" in
        [4678]) target=80 ;;
        *) target=75 ;;
        esac
        to_ptx "sm_$target" probes -DPROBE="$probe" -DLOCAL_BYTES=49152 -DASM=__asm__
        for architecture in $architectures; do
            [ "${architecture//[!0-9]/}" -ge "$target" ] || continue
            assemble || die "ptxas refuses probe $probe for $architecture: $(cat -- "$work/$vendor.log")"
            ! grep -q '[1-9][0-9]* bytes spill' "$work/$vendor.log" || die "probe $probe spills on $architecture"
            assembled=$((assembled + 1))
        done
    done
    for text in "$root"/kernels/*.ptx; do
        target="$(sed -n 's/^\.target \(sm_[0-9a-z]*\).*/\1/p' "$text")"
        "$ptxas" -arch="${target/sm_70/sm_75}" "$text" -o "$work/$vendor.cubin" >"$work/$vendor.log" 2>&1 \
            || die "ptxas refuses ${text##*/}: $(cat -- "$work/$vendor.log")"
        assembled=$((assembled + 1))
    done
    say "$compiler takes $assembled programs of the probes"
}

# --- AMD ----------------------------------------------------------------------------------------------------------

report_amd() {
    local part isa
    if ! find_clang 19 || ! find_bitcode "usr/lib/$(uname -m)-linux-gnu/amdgcn/bitcode" rocm-device-libs; then
        skip "amd, for $unavailable"
        return 0
    fi
    compiler="clang-$(of_tree "$clang" -dumpversion)"
    for architecture in $architectures; do
        isa="$bitcode/oclc_isa_version_${architecture#gfx}.bc"
        [ -e "$isa" ] || isa="$bitcode/oclc_isa_version_1030.bc" # asked by no kernel: registers are the same
        while read -r kernel line; do
            read -r -a options <<<"$line"
            of_tree "$clang" -x cl -cl-std=CL1.2 -target amdgcn-amd-amdhsa -mcpu="$architecture" -mcode-object-version=4 -nogpulib \
                -Xclang -finclude-default-header -Xclang -mlink-bitcode-file -Xclang "$bitcode/opencl.bc" \
                -Xclang -mlink-bitcode-file -Xclang "$bitcode/ockl.bc" -Xclang -mlink-bitcode-file -Xclang "$isa" -O3 -S \
                "${options[@]}" "$root/kernels/$kernel.cl" -o "$work/$vendor.s" 2>"$work/$vendor.log" \
                || die "$kernel.cl does not compile for $architecture: $(cat -- "$work/$vendor.log")"
            while read -r name part; do
                # shellcheck disable=SC2046,SC2086 # several words
                row "$name" $part $(awk -v name="$name:" '/^[a-z_0-9]+:/ { on = $1 == name } on' "$work/$vendor.s" | loop amd)
            done < <(kernels_of_amd)
        done < <(shipped_for amd "$architecture")
    done
}

# kernels_of_amd: from the assembly a line for each kernel: name, registers, registers spilled, scratch, local memory, waves.
kernels_of_amd() {
    awk '
        /^[a-z_0-9]+:/ { name = $1; sub(/:/, "", name) }
        /^; (TotalNumVgprs|NumVgprs):/ { registers[name] = $3 }
        /^; ScratchSize:/ { scratch[name] = $3 }
        /^; LDSByteSize:/ { lds[name] = $3 }
        /^; Occupancy:/ { waves[name] = $3; order[++n] = name }
        /^    \.name: / { name = $2 }
        /^    \.vgpr_spill_count:/ { spilled[name] = 4 * $2 }
        END {
            for (i = 1; i <= n; i++) {
                name = order[i]
                arrays = scratch[name] - spilled[name]
                print name, registers[name], spilled[name] + 0, (arrays > 0 ? arrays : 0), lds[name], waves[name]
            }
        }
    ' "$work/$vendor.s"
}

# --- Intel --------------------------------------------------------------------------------------------------------

# with_includes KERNEL: its source with the files that it includes, for which ocloc does not look.
with_includes() {
    awk -v folder="$root/kernels/" '
        /^#include "/ { split($0, part, "\""); file = folder part[2]; while ((getline line <file) > 0) print line; close(file); next }
        1
    ' "$root/kernels/$1.cl"
}

report_intel() {
    local name grf spilled scratch local_bytes simd folder="$work/intel" version
    if ! find_ocloc; then
        skip "intel, for $unavailable"
        return 0
    fi
    version="$(cat -- "$tree/intel-opencl-icd.unpacked" 2>/dev/null || dpkg-query -W -f '${Version}' intel-opencl-icd 2>/dev/null || echo unknown)"
    compiler="ocloc-${version%%-*}"
    mkdir -p -- "$folder"
    for architecture in $architectures; do
        while read -r kernel line; do
            read -r -a options <<<"$line"
            case "$architecture $(macro PRECISION 32)" in
            "tgllp 64" | "dg2 64") continue ;; # have no f64
            esac
            with_includes "$kernel" >"$folder/$kernel.cl"
            rm -rf -- "$folder/dump" "$folder"/*.bin
            (cd -- "$folder" && of_tree "$ocloc" compile -device "$architecture" -file "$kernel.cl" -options "$line" -output kernel \
                -out_dir . && of_tree "$ocloc" disasm -file kernel_*.bin -dump dump -device "$architecture") >"$work/$vendor.log" 2>&1 \
                || die "$kernel.cl does not compile for $architecture: $(cat -- "$work/$vendor.log")"
            while read -r name grf spilled scratch local_bytes simd; do
                # shellcheck disable=SC2046 # two words
                row "$name" "$grf" "$spilled" "$scratch" "$local_bytes" "$(groups_per_core "$local_bytes" "$(items "$name")" "$simd" "$grf")" \
                    $(loop intel -v simd="$simd" <"$folder/dump/${name}_KernelHeap.asm")
            done < <(kernels_of_intel)
        done < <(shipped_for intel "$architecture")
    done
}

# kernels_of_intel: from the tokens of a binary a line for each kernel: name, registers of a thread, bytes spilled of a thread,
# private bytes of a work-item, local memory, lanes. Numbers are in hexadecimal, the lowest byte first.
kernels_of_intel() {
    awk '
        function number(at,    i, value, factor) {
            factor = 1; value = 0
            for (i = at; i < at + 4; i++) { value += factor * byte($(2 + i)); factor *= 256 }
            return value
        }
        function byte(text) {
            return (length(text) > 1 ? 16 * (index("0123456789abcdef", substr(text, 1, 1)) - 1) : 0) \
                + index("0123456789abcdef", substr(text, length(text))) - 1
        }
        function flush() { if (name) print name, grf, spilled, scratch, lds, simd; name = "" }
        $1 == "KernelName" { flush(); sub(/\r/, "", $2); name = $2; spilled = scratch = lds = 0 }
        $2 == "Token" { token = $3 }
        $1 == "Hex" && token == 18 { spilled = number(4) }            # MEDIA_VFE_STATE: scratch of a thread
        $1 == "Hex" && token == 38 { scratch = number(12) }           # ALLOCATE_STATELESS_PRIVATE_MEMORY
        $1 == "Hex" && token == 15 { lds = number(4) }                # ALLOCATE_LOCAL_SURFACE
        $1 == "Hex" && token == 23 { simd = number(12); grf = number(72) == 1 ? number(80) : 128 } # EXECUTION_ENVIRONMENT
        END { flush() }
    ' "$work/intel/dump/PTM.txt"
}

# groups_per_core LOCAL ITEMS LANES REGISTERS: threads of a subslice or Xe core, and its local memory.
groups_per_core() {
    local threads local_kb=64 groups
    case "$architecture" in
    skl) threads=56 ;;
    tgllp) threads=112 ;;
    dg2) threads=128 local_kb=128 ;;
    *) threads=64 local_kb=128 ;;
    esac
    [ "$4" -le 128 ] || threads=$((threads / 2))
    groups=$((threads / (($2 + $3 - 1) / $3)))
    if [ "$1" -gt 0 ] && [ $((local_kb * 1024 / $1)) -lt "$groups" ]; then
        groups=$((local_kb * 1024 / $1))
    fi
    echo "$groups"
}

# --- CPUs ---------------------------------------------------------------------------------------------------------

report_x86() {
    local version name registers per_100 matrix spilled
    for version in 14 19; do
        if ! find_clang "$version"; then
            skip "x86 with clang $version, for $unavailable"
            continue
        fi
        compiler="clang-$(of_tree "$clang" -dumpversion)"
        for architecture in $architectures; do
            while read -r kernel line; do
                read -r -a options <<<"$line"
                of_tree "$clang" -x cl -cl-std=CL1.2 -target x86_64-pc-linux-gnu -march="$architecture" \
                    -Xclang -finclude-default-header -O3 -S "${options[@]}" "$root/kernels/$kernel.cl" -o "$work/$vendor.s" \
                    2>"$work/$vendor.log" || die "$kernel.cl does not compile for $architecture: $(cat -- "$work/$vendor.log")"
                while read -r name registers; do
                    read -r per_100 matrix spilled < <(code_of "$name" | loop x86)
                    row "$name" "$registers" "$spilled" 0 0 1 "$per_100" "$matrix"
                done < <(kernels_of_x86 | grep -v '^pack')
            done < <(shipped_for x86 "$architecture")
        done
    done
}

# code_of FUNCTION: its lines of the assembly.
code_of() {
    awk -v name="$1:" '/^[a-z_0-9]+:/ { on = $1 == name } on' "$work/$vendor.s"
}

# kernels_of_x86: from the assembly a line for each kernel: name, vector and tile registers.
kernels_of_x86() {
    awk '
        function flush() { if (name) print name, count; name = ""; count = 0; split("", seen) }
        /^[a-z_0-9]+:/ { flush(); name = $1; sub(/:/, "", name) }
        {
            rest = $0
            while (match(rest, /%([xyz]|t)mm[0-9]+/)) {
                register = substr(rest, RSTART + 2, RLENGTH - 2)
                if (substr(rest, RSTART + 1, 1) == "t") register = "t" register
                if (!(register in seen)) { seen[register] = 1; count++ }
                rest = substr(rest, RSTART + RLENGTH)
            }
        }
        END { flush() }
    ' "$work/$vendor.s"
}

# --- What became worse --------------------------------------------------------------------------------------------

# judge: compares with what is recorded, a line for each thing that is worse; the last line counts.
judge() {
    awk -F, '
        { key = $1 "," $2 "," $3 "," $4 "," $5 }
        FNR == 1 { file++ }
        file == 1 { if ($1 != "vendor" && $1 !~ /^#/) was[key] = $0; next }
        { seen[$1 "," $2 "," $3] = 1; found[key] = 1 }
        !(key in was) { unknown++; unknown_compiler = unknown_compiler (index(unknown_compiler, $3) ? "" : " " $3); next }
        {
            n = split(was[key], old, ",")
            compared++
            worse($7 > old[7] + 0, "spills " $7 " bytes, not " old[7])
            worse($8 > old[8] + 0, "has " $8 " bytes of scratch, not " old[8])
            worse($10 < old[10] + 0, $10 " groups or waves share a unit, not " old[10])
            worse($11 != "-" && old[11] != "-" && $11 < old[11] - 1, $11 " multiply-adds in 100 instructions, not " old[11])
            worse($12 != "" && $12 < old[12] + 0, $12 " matrix instructions, not " old[12])
        }
        function worse(so, what) { if (so) { count++; print "worse: " $2 " " $4 " " $5 " by " $3 ": " what } }
        END {
            for (key in was) {
                split(key, old, ",")
                if (((old[1] "," old[2] "," old[3]) in seen) && !(key in found)) {
                    count++
                    print "worse: " old[2] " " old[4] " " old[5] " by " old[3] ": is not reported any more"
                }
            }
            print compared + 0 " kernels compared, " count + 0 " of their figures worse" \
                (unknown ? "; " unknown " are not in reports.csv, by" unknown_compiler : "")
            exit count > 0
        }
    ' "$reports" "$work/all.csv"
}

# update: writes what was found into the file, in place of the lines of the same vendor, architecture and compiler.
update() {
    awk -F, '
        FNR == 1 { file++ }
        file == 1 { fresh[$1 "," $2 "," $3] = 1; next }
        /^#/ || $1 == "vendor" { next }
        !(($1 "," $2 "," $3) in fresh)
    ' "$work/all.csv" "$reports" >"$work/kept.csv"
    {
        echo "# What kernel-report.sh --update found; with --check it fails when something is worse."
        echo "vendor,architecture,compiler,kernel,precision,registers,spilled,scratch,local,groups,per_100,matrix"
        sort -t, -k1,1 -k2,2V -k3,3 -s "$work/kept.csv" "$work/all.csv"
    } >"$work/reports.csv"
    cat -- "$work/reports.csv" >"$reports"
    say "wrote $(wc -l <"$work/all.csv") lines of ${reports#"$root/"}"
}

# --- All together -------------------------------------------------------------------------------------------------

# Sets `architectures`, those of a vendor that were asked for; fails where there are none.
choose_architectures() {
    local name all
    case "$1" in
    nvidia) all="$architectures_of_nvidia" ;;
    amd) all="$architectures_of_amd" ;;
    intel) all="$architectures_of_intel" ;;
    x86) all="$architectures_of_x86" ;;
    esac
    architectures="$all"
    [ -n "$chosen" ] || return 0
    architectures=""
    for name in $chosen; do
        [ "$(vendor_of "$name")" != "$1" ] || architectures="$architectures $name"
    done
    [ -n "$architectures" ]
}

print_table() {
    awk -F, -v format="$format" '
        BEGIN { printf format, "", "", "kernel", "registers", "spilled", "scratch", "local", "groups", "per 100", "matrix" }
        $2 " " $3 != last { last = $2 " " $3; print $2 "  " $3 }
        { printf format, "", $5, $4, $6, $7, $8, $9, $10, $11, $12 }
    ' "$work/all.csv"
}

main() {
    local vendor pids="" bad
    parse_arguments "$@"
    work="$(mktemp -d "${TMPDIR:-/tmp}/santoku kernels.XXXXXX")"
    trap 'rm -rf -- "$work"' EXIT
    : >"$work/skipped"
    if [ "$fetching" = yes ]; then
        unavailable="its compiler is not installed, and its packages cannot be fetched"
    else
        unavailable="its compiler is not installed, and --at-hand fetches none: scripts/kernel-report.sh VENDOR does"
    fi
    if [ "$vendors" = ptx ]; then
        # shellcheck source=kernel-ptx.sh
        source "$root/scripts/kernel-ptx.sh"
        ptx
        exit 0
    fi
    for vendor in $vendors; do
        : >"$work/$vendor.csv"
        choose_architectures "$vendor" || continue
        (report_"$vendor") &
        pids="$pids $!"
    done
    bad=no
    for pid in $pids; do
        wait "$pid" || bad=yes
    done
    cat -- "$work"/{nvidia,amd,intel,x86}.csv >"$work/all.csv" 2>/dev/null || true
    finish "$bad"
}

# finish BAD: says what came of it, and ends the script.
finish() {
    local skipped
    skipped="$(grep -c . "$work/skipped")" || true
    [ "$1" = no ] || die "not all kernels compile, as the lines above say"
    if [ ! -s "$work/all.csv" ]; then
        not_here "no kernel was compiled; skipped: $skipped"
    fi
    case "$mode" in
    update) update ;;
    check) judge >"$work/verdict" || {
        cat -- "$work/verdict" >&2
        die "kernels became worse; if that is meant so: scripts/kernel-report.sh all --update"
    } ;;
    print) print_table ;;
    esac
    [ "$mode" != check ] || say "$(tail -n 1 -- "$work/verdict"); skipped: $skipped"
    if [ "$mode" = print ] && awk -F, '$7 + $8 > 0 { found = 1 } END { exit !found }' "$work/all.csv"; then
        die "registers spill or arrays lie in memory in $(awk -F, '$7 + $8 > 0' "$work/all.csv" | wc -l) kernels; skipped: $skipped"
    fi
}

main "$@"
