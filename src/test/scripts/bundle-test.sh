#!/usr/bin/env bash
# Packs a bundle and uses it as a lab machine would: unpacked into a folder with a blank in its name, read-only, without Java on
# the PATH, by a user who may write nothing there. Needs a built jar, a JDK with jlink and OpenCL's loader; half a minute.
#
#   src/test/scripts/bundle-test.sh
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

archive="$shop/a bundle.tar.gz"
"$project/scripts/bundle.sh" --out "$archive" 2>"$shop/told" || fail "$(<"$shop/told")"
holds "what it told" "$(<"$shop/told")" "MB in $archive"

mkdir -- "$shop/an empty folder" "$shop/bin" "$shop/home" "$shop/tmp" "$shop/elsewhere"
for tool in bash env dirname readlink stty ld; do # PoCL links its kernels with ld
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

folder="$shop/elsewhere"
version="$(in_lab "$bundle/santoku.sh" --version)" || fail "--version failed"
holds "the archive's folder" "$bundle" "santoku-$(cut -d' ' -f2 <<<"$version")-linux-x86_64"

doctor="$(in_lab "$bundle/santoku.sh" doctor)" || fail "doctor failed: $doctor"
holds doctor "$doctor" "Vector API present"
holds doctor "$doctor" " cores"
case "$doctor" in
*"unknown processor"* | *"single   unavailable"* | *"jocl     unavailable"* | *"aparapi  unavailable"*) fail "doctor: $doctor" ;;
esac

result="$(in_lab "$bundle/compare.sh" --quick --budget 2m --sizes 33x7x21 --json - 2>"$shop/told")" || fail "compare: $(<"$shop/told")"
holds "the result" "$result" '"complete" : true'
for backend in single:vector pool:vector jocl aparapi; do
    holds "the result" "$result" "\"contender\" : \"$backend"
done
[ "$(grep -c '"outcome" : "measured"' <<<"$result")" -ge 4 ] || fail "not all was measured: $(<"$shop/told")"
compgen -G "$shop/elsewhere/results/*.json" >/dev/null || fail "no result file in the working folder"

folder="$bundle"
in_lab ./compare.sh --quick --budget 2m --sizes 16 --backends single >/dev/null 2>"$shop/told" || fail "compare: $(<"$shop/told")"
holds "what it told" "$(<"$shop/told")" "results go to $shop/home/santoku-results"
compgen -G "$shop/home/santoku-results/*.json" >/dev/null || fail "no result file in the home folder"
[ ! -e "$bundle/results" ] || fail "something was written into the bundle"

printf 'bundle-test.sh: %s runs without Java, %d kB\n' "$version" "$(($(wc -c <"$archive") / 1000))"
