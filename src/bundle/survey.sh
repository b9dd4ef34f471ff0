#!/usr/bin/env bash
# All that is worth knowing of a machine, in one go and one folder: ./survey.sh [OPTIONS] FOLDER
#
#   --backends LIST     contenders; jocl,aparapi,pool without it, yardsticks always
#   --precision LIST    f32,f64,tf32,bf16,f16,i8 without it
#   --sizes LIST        1024,2048,4096,8192 without it
#   --budget SECONDS    for each of the three comparisons and for tuning; 110 without it
#   --limit SECONDS     after which a step is stopped; three times the budget and 60 without it
#   --total SECONDS     after which nothing goes on; 700 without it, less than 12 minutes
#   --help              this text
#
# Steps: nvidia-smi, doctor, the questions to compilers, a comparison of f32 and f64 with all yardsticks, tuning, the same comparison,
# the difference of the two, a comparison of the reduced precisions, and where CUDA's driver is a second route to an NVIDIA GPU, one of
# that. Before a matrix instruction is measured it is proved on the device. A step that fails or hangs costs the others nothing.
#
# FOLDER/survey.json holds all of it: how each step ended, what doctor and the compilers said, the results and what was tuned. That
# one file is all that is needed to see what to mend. What was tuned is kept in FOLDER/cache alone. NVIDIA's driver is registered
# where it is not, by root alone: a line tells that, too.
# Exit code: 0 where all steps went well, 1 where one did not, 2 for wrong usage.
set -euo pipefail
unset CDPATH
home="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)"
# shellcheck source=../../scripts/host.sh
source "$home/scripts/host.sh"

readonly driver=libnvidia-opencl.so.1
readonly least=5 # seconds without which no step is begun

wrong() {
    say "survey: $*; --help lists the options"
    exit 2
}

is_number() {
    case "$1" in
    "" | *[!0-9]* | 0*) return 1 ;;
    esac
}

# Sets folder and what the options say.
read_options() {
    backends=jocl,aparapi,pool precisions=f32,f64,tf32,bf16,f16,i8 sizes=1024,2048,4096,8192 budget=110 limit="" total=700 folder=""
    while [ $# -gt 0 ]; do
        case "$1" in
        --help)
            sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
            exit 0
            ;;
        --backends | --precision | --sizes | --budget | --limit | --total)
            [ -n "${2:-}" ] || wrong "$1 wants a value"
            case "$1" in
            --backends) backends="$2" ;;
            --precision) precisions="$2" ;;
            --sizes) sizes="$2" ;;
            --budget) budget="$2" ;;
            --limit) limit="$2" ;;
            --total) total="$2" ;;
            esac
            shift
            ;;
        -*) wrong "'$1' is no option" ;;
        *)
            [ -z "$folder" ] || wrong "one folder is enough, and '$1' is a second one"
            folder="$1"
            ;;
        esac
        shift
    done
    [ -n "$folder" ] || wrong "which folder shall hold what is found?"
    is_number "$budget" || wrong "--budget wants whole seconds, and '$budget' is none"
    limit="${limit:-$((3 * budget + 60))}"
    is_number "$limit" || wrong "--limit wants whole seconds, and '$limit' is none"
    is_number "$total" || wrong "--total wants whole seconds, and '$total' is none"
}

# Makes the folder, and sets it to its full path.
make_folder() {
    local entry
    if ! mkdir -p -- "$folder" 2>/dev/null || [ ! -w "$folder" ]; then
        die "survey: nothing can be written into $folder: name another folder"
    fi
    folder="$(cd -- "$folder" && pwd -P)"
    # What an earlier survey tuned would pass for what the program knows by itself.
    for entry in "$folder"/*; do
        [ ! -e "$entry" ] || die "survey: $folder is not empty: name a new folder"
    done
    : >"$folder/survey.txt"
}

tell() {
    say "survey: $*"
    printf '%s\n' "$*" >>"$folder/survey.txt"
}

# Where containers get NVIDIA's driver, which may be without the file that registers it.
find_driver() {
    local place
    for place in /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib /usr/local/nvidia/lib64 /usr/local/nvidia/lib; do
        if [ -e "$sysroot$place/$driver" ]; then
            printf '%s\n' "$place/$driver"
            return 0
        fi
    done
    return 1
}

register_driver() {
    local found file vendors="$sysroot/etc/OpenCL/vendors" line
    if ! found="$(find_driver)"; then
        tell "driver: no $driver on this machine"
        return
    fi
    for file in "$vendors"/*.icd; do
        line=""
        [ ! -r "$file" ] || IFS= read -r line <"$file" || true
        case "$line" in
        *libnvidia-opencl*)
            tell "driver: $found is registered"
            return
            ;;
        esac
    done
    if mkdir -p -- "$vendors" 2>/dev/null && printf '%s\n' "$found" 2>/dev/null >"$vendors/nvidia.icd"; then
        tell "driver: $found was not registered, and now is, in $vendors/nvidia.icd"
    else
        tell "driver: $found is not registered; without root it is for each run alone"
    fi
}

# last_line FILE
last_line() {
    local line last=""
    while IFS= read -r line || [ -n "$line" ]; do
        last="$line"
    done <"$1"
    printf '%s\n' "$last"
}

# step NAME COMMAND…: standard output goes to NAME.txt, standard error to NAME.log, in the folder.
step() {
    local name="$1" status=0 start="$SECONDS" bound=() most="$limit" left=$((total - SECONDS))
    shift
    if [ "$left" -lt "$least" ]; then
        tell "$name: left out, for no time is left; --total gives more"
        failed=$((failed + 1))
        return
    fi
    [ "$left" -ge "$most" ] || most="$left"
    if type -P timeout >/dev/null; then
        bound=(timeout --kill-after=20 "$most") # a comparison keeps what it measured
    fi
    (cd -- "$folder" && exec ${bound[@]+"${bound[@]}"} "$@") </dev/null >"$folder/$name.txt" 2>"$folder/$name.log" &
    running=$!
    wait "$running" || status=$?
    running=""
    case "$status" in
    0) tell "$name: done in $((SECONDS - start)) s" ;;
    5) tell "$name: done in $((SECONDS - start)) s, and something became slower, as $name.txt tells" ;;
    124 | 130 | 137) tell "$name: stopped after $((SECONDS - start)) s" ;;
    *) tell "$name: exit code $status after $((SECONDS - start)) s, as $name.log tells: $(last_line "$folder/$name.log")" ;;
    esac
    if [ "$status" -ne 0 ] && [ "$status" -ne 5 ]; then
        failed=$((failed + 1))
    fi
}

# compare NAME BACKENDS PRECISIONS SECONDS OPTION…
compare() {
    step "$1" "$home/compare.sh" --backends "$2" --precision "$3" --sizes "$sizes" --budget "$4s" --out "$folder/$1" \
        --json "$folder/$1.json" "${@:5}"
}

# has FILE TEXT
has() {
    [ -s "$folder/$1" ] && [[ "$(<"$folder/$1")" =~ $2 ]]
}

# among PRECISION…: those of them that are asked for. The reduced ones have a comparison of their own, lest none of its time is
# left for them.
among() {
    local each found=""
    for each in "$@"; do
        case ",$precisions," in
        *",$each,"*) found="$found,$each" ;;
        esac
    done
    printf '%s\n' "${found#,}"
}

# second_route: CUDA's driver reaches a GPU that was measured by OpenCL.
second_route() {
    has doctor.json '"id" *: *"cuda0"' && ! has reduced.json '@cuda0"' && ! has before.json '@cuda0"'
}

# document NAME: a file that is whole, as JSON; null without it. The program writes its files whole or not at all.
document() {
    if [ -s "$folder/$1.json" ]; then
        printf '%s\n' "$(<"$folder/$1.json")"
    else
        echo null
    fi
}

# gather: all documents in one. A line of survey.txt is text of the program's, but for the names of folders.
gather() {
    local name line all comma=""
    all="$(
        printf '{"schema": "santoku/survey/1", "steps": ['
        while IFS= read -r line; do
            line="${line//\\/\\\\}"
            line="${line//\"/\\\"}"
            line="${line//"$folder"/FOLDER}"
            [ "${#HOME}" -lt 2 ] || line="${line//"$HOME"/HOME}"
            line="${line//[[:cntrl:]]/ }"
            printf '%s"%s"' "$comma" "$line"
            comma=", "
        done <"$folder/survey.txt"
        printf ']'
        for name in doctor compilers before tune after reduced cuda; do
            printf ',\n"%s": ' "$name"
            document "$name"
        done
        printf '}'
    )"
    printf '%s\n' "$all" >"$folder/survey.json"
}

# gpus: nvidia-smi without its last table, which names the programs of whoever else uses the machine. Filtered before it reaches
# the folder, where an interruption would leave it; read to the end, for nvidia-smi fails when nobody listens.
gpus() {
    set -o pipefail
    nvidia-smi | {
        local line processes=no
        while IFS= read -r line; do
            case "$line" in
            *Processes:*) processes=yes ;;
            esac
            [ "$processes" = yes ] || printf '%s\n' "$line"
        done
    }
}
export -f gpus

# end: Ctrl-C ends the step at work, which keeps what it has, and the survey. A step that is bounded is a group of its own.
end() {
    [ -z "$running" ] || kill -TERM "$running" 2>/dev/null || true
    wait
    tell "stopped by hand"
    gather
    exit 130
}

failed=0
running=""
trap end INT TERM
read_options "$@"
full="$(among f32 f64)"
reduced="$(among tf32 bf16 f16 i8)"
[ -n "$full$reduced" ] || wrong "--precision wants some of f32,f64,tf32,bf16,f16,i8, and '$precisions' has none"
make_folder
export XDG_CACHE_HOME="$folder/cache"
register_driver
if type -P nvidia-smi >/dev/null; then
    step nvidia-smi bash -c gpus
fi
step doctor "$home/santoku.sh" doctor --json "$folder/doctor.json"
step compilers "$home/santoku.sh" doctor --compiler --json "$folder/compilers.json"
if [ -n "$full" ]; then
    compare before "$backends" "$full" "$budget" --yardsticks
    step tune "$home/santoku.sh" tune --precision "$full" --budget "${budget}s" --json "$folder/tune.json"
    compare after "$backends" "$full" "$budget" --yardsticks
fi
if [ -s "$folder/before.json" ] && [ -s "$folder/after.json" ]; then
    step difference "$home/santoku.sh" diff before.json after.json
fi
if [ -n "$reduced" ]; then
    compare reduced "$backends" "$reduced" "$budget" --yardsticks
fi
if second_route; then
    compare cuda jocl@cuda0 "$precisions" "$((budget / 2 + 1))"
fi
tell "all that was found is in survey.json"
gather
say "survey: $folder/survey.json is the file that tells all, of ${SECONDS} s"
[ "$failed" -eq 0 ]
