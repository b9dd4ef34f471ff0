#!/usr/bin/env bash
# Packs a bundle and uses it as a lab machine would: unpacked into a folder with a blank in its name, read-only, without Java on
# the PATH, by a user who may write nothing there. Needs a built jar, a JDK with jlink, OpenCL's
# loader and a driver; a minute.
#
#   src/test/scripts/bundle-test.sh [--runtime]
#
#   --runtime    only whether the Java runtime that this JDK gives has all that it needs; all else is the same on any
set -euo pipefail

project="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)"
shop="$(mktemp -d "${TMPDIR:-/tmp}/santoku bundle test.XXXXXX")"
trap 'chmod -R u+w -- "$shop"; rm -rf -- "$shop"' EXIT

fail() {
    printf 'bundle-test.sh: %s\n' "$*" >&2
    exit 1
}

# holds WHAT TEXT PIECE
holds() {
    case "$2" in
    *"$3"*) ;;
    *) fail "$1 lacks '$3': $2" ;;
    esac
}

# in_lab COMMAND…: with nothing but the tools of a bare system, as nobody where we are root, whom rights do not bind.
in_lab() {
    local user=()
    if [ "$(id -u)" -eq 0 ]; then
        user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    fi
    (cd -- "$folder" && exec ${user[@]+"${user[@]}"} env -i PATH="$shop/bin" HOME="$shop/home" TMPDIR="$shop/tmp" "$@")
}

# stated_licence JAR: what a jar says of itself, in its manifest or in the pom within; nothing where it says nothing.
stated_licence() {
    local texts="$shop/texts"
    mkdir -- "$texts"
    (cd -- "$texts" && "$java_home/bin/jar" xf "$1" META-INF)
    {
        # Lines of a manifest go on after a line end and a blank.
        tr -d '\r' <"$texts/META-INF/MANIFEST.MF" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' | sed -n 's/^Bundle-License: //p'
        find "$texts/META-INF/maven" -name pom.xml -exec cat {} + 2>"$shop/told" | tr -d '\r\n' \
            | sed -n 's:.*<licenses>\(.*\)</licenses>.*:\1:p'
    }
    rm -rf -- "$texts"
}

# Each library has its licence's text beside it, or a line in the list that agrees with what the jar says of itself; and the
# list names nothing else.
check_licences() {
    local jar_name name line stated named=()
    for file in "$bundle"/lib/*.jar "$bundle"/yardsticks/*.jar; do
        [ -e "$file" ] || continue
        jar_name="$(basename -- "$file" .jar)"
        name="${jar_name%%-[0-9]*}"
        named+=("$name")
        compgen -G "$bundle/licences/$jar_name-*" >/dev/null && continue
        line="$(grep "^$name " "$bundle/licences/libraries.txt")" || fail "$jar_name has no licence in the bundle"
        stated="$(stated_licence "$file")"
        case "$stated" in
        "") continue ;;
        *[Aa]pache*) holds "the licence of $name" "$line" "Apache License 2.0" ;;
        *MIT* | *mit*) holds "the licence of $name" "$line" "MIT" ;;
        *BSD* | *bsd*) holds "the licence of $name" "$line" "BSD" ;;
        *) fail "$name states a licence that nobody looked at: $stated" ;;
        esac
    done
    named+=(echarts) # within santoku's own jar
    while read -r name _; do
        case " ${named[*]} javacpp javacpp-natives jocl-blast openblas openblas-natives " in
        *" $name "*) ;;
        *) fail "the list of licences names $name, which is not in the bundle" ;;
        esac
    done < <(grep -E '^[a-z0-9-]+ {2,}' "$bundle/licences/libraries.txt")
}

# The list of parts has each file as it lies there, and what lies in others.
check_parts() {
    local file name
    while IFS= read -r file; do
        grep -q "\"content\" : \"$(sha256 "$file")\"" "$bundle/sbom.cdx.json" || fail "the list of parts lacks ${file#"$bundle"/}, as it is"
    done < <(find "$bundle/santoku.jar" "$bundle/lib" "$bundle/native" "$bundle/runtime/lib/modules" -type f)
    for name in echarts zrender bcel jackson-core ocl-icd java-runtime; do
        grep -q "\"name\" : \"$name\"" "$bundle/sbom.cdx.json" || fail "the list of parts lacks $name"
    done
    ! grep -q "$project" "$bundle/sbom.cdx.json" || fail "the list of parts names a folder of whoever packs"
}

# shellcheck source=../../../scripts/lib.sh
source "$project/scripts/lib.sh"
find_java || fail "$java_problem"

archive="$shop/a bundle.tar.gz"
"$project/scripts/bundle.sh" --out "$archive" 2>"$shop/told" || fail "$(<"$shop/told")"
holds "what it told" "$(<"$shop/told")" "MB in $archive"

mkdir -- "$shop/an empty folder" "$shop/bin" "$shop/home" "$shop/tmp" "$shop/elsewhere"
for tool in bash env dirname readlink stty ld mkdir timeout; do # PoCL links its kernels with ld
    ln -s "$(type -P "$tool")" "$shop/bin/$tool"
done
tar -xzf "$archive" -C "$shop/an empty folder"
bundle="$(echo "$shop/an empty folder"/santoku-*)"
chmod 755 -- "$shop"
chmod 777 -- "$shop/home" "$shop/tmp" "$shop/elsewhere"
chmod -R a-w -- "$shop/an empty folder"
for file in LICENSE README.txt runtime/legal/java.base/LICENSE runtime/lib/libjsig.so native/libOpenCL.so.1 \
    licences/ocl-icd.txt licences/libraries.txt; do
    [ -s "$bundle/$file" ] || fail "the bundle has no $file"
done

[ "${1:-}" = --runtime ] || check_licences
check_parts

folder="$shop/elsewhere"
version="$(in_lab "$bundle/santoku.sh" --version)" || fail "--version failed"
holds "the archive's folder" "$bundle" "santoku-$(cut -d' ' -f2 <<<"$version")-linux-x86_64"

doctor="$(in_lab "$bundle/santoku.sh" doctor)" || fail "doctor failed: $doctor"
holds doctor "$doctor" "Vector API present"
holds doctor "$doctor" " cores"
case "$doctor" in
*"unknown processor"* | *"single   unavailable"* | *"jocl     unavailable"* | *"aparapi  unavailable"*) fail "doctor: $doctor" ;;
esac

result="$(in_lab "$bundle/compare.sh" --quick --budget 2m --within 50 --sizes 33x7x21 --json - 2>"$shop/told")" || fail "compare: $(<"$shop/told")"
holds "the result" "$result" '"complete" : true'
for backend in single:vector pool:vector jocl aparapi; do
    holds "the result" "$result" "\"contender\" : \"$backend"
done
[ "$(grep -c '"outcome" : "measured"' <<<"$result")" -ge 4 ] || fail "not all was measured: $(<"$shop/told")"
compgen -G "$shop/elsewhere/results/*.json" >/dev/null || fail "no result file in the working folder"
if [ "${1:-}" = --runtime ]; then
    printf 'bundle-test.sh: %s runs on the runtime of JDK %s\n' "$version" "$java_version"
    exit 0
fi

# The first device that OpenCL has here, PoCL's where there is no GPU.
tuned="$(in_lab "$bundle/santoku.sh" tune --devices cl0 --precision f32 --sizes 96 --budget 3s 2>"$shop/told")" \
    || fail "tune: $(<"$shop/told")"
holds "what tune kept" "$tuned" "cl0  jocl f32: "
[ -s "$shop/home/.cache/santoku/tuned.json" ] || fail "tune kept nothing in the home folder"
known="$(in_lab "$bundle/santoku.sh" tune --devices cl0 --list 2>"$shop/told")" || fail "tune --list: $(<"$shop/told")"
holds "what is known" "$known" "tuned here on"

# A survey: all steps, in a system whose driver of NVIDIA nobody registered.
system="$shop/system"
mkdir -p -- "$system/usr/local/nvidia/lib64" "$system/etc/OpenCL/vendors"
: >"$system/usr/local/nvidia/lib64/libnvidia-opencl.so.1"
chmod 777 -- "$system/etc/OpenCL/vendors"
in_lab SANTOKU_SYSROOT="$system" "$bundle/survey.sh" --backends single,jocl --precision f32 --sizes 16 --budget 25 "a survey" \
    2>"$shop/told" || fail "survey: $(<"$shop/told")"
survey="$(<"$shop/elsewhere/a survey/survey.txt")"
for line in "doctor: done in" "compilers: done in" "before: done in" "tune: done in" "after: done in" "difference: done in" \
    "libnvidia-opencl.so.1 was not registered, and now is, in $system/etc/OpenCL/vendors/nvidia.icd"; do
    holds "the survey" "$survey" "$line"
done
holds "nvidia.icd" "$(<"$system/etc/OpenCL/vendors/nvidia.icd")" /usr/local/nvidia/lib64/libnvidia-opencl.so.1
holds "what compilers said" "$(<"$shop/elsewhere/a survey/compilers.txt")" "64 KB of local memory in a kernel         accepted"
holds "the survey's result" "$(<"$shop/elsewhere/a survey/after.json")" '"complete" : true'
[ -s "$shop/elsewhere/a survey/cache/santoku/tuned.json" ] || fail "the survey keeps nothing of what it tuned"
status=0
in_lab "$bundle/survey.sh" --budget 2m "a survey" 2>"$shop/told" || status=$?
[ "$status" -eq 2 ] || fail "the survey takes a wrong budget: $(<"$shop/told")"
in_lab "$bundle/survey.sh" "a survey" 2>"$shop/told" && fail "a survey writes over an earlier one"
holds "the survey's refusal" "$(<"$shop/told")" "is not empty: name a new folder"
cat >"$shop/bin/nvidia-smi" <<'SMI'
#!/usr/bin/env bash
printf '%s\n' "| NVIDIA-SMI 570.86 |" "+---+" "| Processes: |" "| 0  4711  C  /home/somebody/secret |"
SMI
chmod 755 -- "$shop/bin/nvidia-smi"
in_lab "$bundle/survey.sh" --backends single --precision f32 --sizes 16 --budget 9 --limit 1 "cut short" 2>"$shop/told" && fail "a survey of steps that were stopped is content"
rm -- "$shop/bin/nvidia-smi"
[ "$(<"$shop/elsewhere/cut short/nvidia-smi.txt")" = $'| NVIDIA-SMI 570.86 |\n+---+' ] \
    || fail "nvidia-smi.txt has more, or less, than the GPUs: $(<"$shop/elsewhere/cut short/nvidia-smi.txt")"
holds "a survey cut short" "$(<"$shop/elsewhere/cut short/survey.txt")" "doctor: stopped after"

folder="$bundle"
in_lab ./compare.sh --quick --budget 2m --within 50 --sizes 16 --backends single >/dev/null 2>"$shop/told" || fail "compare: $(<"$shop/told")"
holds "what it told" "$(<"$shop/told")" "results go to $shop/home/santoku-results"
compgen -G "$shop/home/santoku-results/*.json" >/dev/null || fail "no result file in the home folder"
[ ! -e "$bundle/results" ] || fail "something was written into the bundle"

printf 'bundle-test.sh: %s runs without Java, %d kB\n' "$version" "$(($(wc -c <"$archive") / 1000))"
