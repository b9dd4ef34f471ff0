#!/usr/bin/env bash
# Packs Santoku for machines without Java, Maven and network, Linux on x86-64: scripts/bundle.sh [OPTIONS]
#
#   --out FILE      the archive; target/santoku-VERSION-linux-x86_64.tar.gz without it
#   --yardsticks    with OpenBLAS and CLBlast, 24 MB more
#   --help          this text
#
# In it are the program, its libraries, a Java runtime made by jlink out of the JDK found, OpenCL's loader from this
# machine, the scripts of src/bundle, and a list of all these parts (CycloneDX). The same sources, JDK and loader give the same
# archive, to the byte.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

readonly most_megabytes=60 most_with_yardsticks=80
# What jdeps finds, less what no code of ours reaches: AWT and SQL beside Jackson and JNA. bundle-test.sh runs on these.
readonly modules=java.base,java.logging,java.management,jdk.incubator.vector,jdk.management,jdk.unsupported
# Of every file in the archive, as of the entries of the jar (project.build.outputTimestamp).
readonly timestamp="2026-01-01T00:00:00Z"
readonly loader=libOpenCL.so.1

wrong() {
    say "bundle: $*; --help lists the options"
    exit 2
}

# Sets archive and with_yardsticks.
read_options() {
    archive="" with_yardsticks=no
    while [ $# -gt 0 ]; do
        case "$1" in
        --out)
            [ -n "${2:-}" ] || wrong "--out wants a file"
            archive="$2"
            shift
            ;;
        --out=?*) archive="${1#--out=}" ;;
        --yardsticks) with_yardsticks=yes ;;
        --help)
            usage
            exit 0
            ;;
        *) wrong "'$1' is no option" ;;
        esac
        shift
    done
    if [ -n "$archive" ] && [ ! -w "$(dirname -- "$archive")" ]; then
        die "bundle: nothing can be written into the folder of $archive; create it or name another with --out"
    fi
}

check_machine() {
    if [ "$(uname -s)" != Linux ] || [ "$(uname -m)" != x86_64 ]; then
        die "bundle: it is made for Linux on x86-64, and on such a machine alone; this is $(uname -s) on $(uname -m)"
    fi
    find_java || die "$java_problem: run $root/scripts/setup.sh"
    if [ ! -x "$java_home/bin/jlink" ]; then
        die "bundle: $java_home has no jlink; install a full JDK, or name one with JAVA_HOME"
    fi
    loader_file="$(find_loader)" \
        || die "bundle: $loader is not installed here, to be packed: run $root/scripts/setup.sh"
}

find_loader() {
    local folder
    for folder in /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib; do
        if [ -e "$sysroot$folder/$loader" ]; then
            readlink -f -- "$sysroot$folder/$loader"
            return 0
        fi
    done
    return 1
}

# The licence of the loader, where Debian and Fedora put it.
loader_licence() {
    local file
    for file in "$sysroot"/usr/share/doc/ocl-icd-libopencl1/copyright "$sysroot"/usr/share/licenses/ocl-icd/COPYING; do
        if [ -r "$file" ]; then
            printf '%s\n' "$file"
            return 0
        fi
    done
    return 1
}

# The jars that the program's manifest names, as far as they are there: paths from its folder, one a line.
libraries() {
    local path
    (cd -- "$work" && "$java_home/bin/jar" xf "$jar" META-INF/MANIFEST.MF)
    # Lines of a manifest go on after a line end and a blank.
    for path in $(tr -d '\r' <"$work/META-INF/MANIFEST.MF" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' \
        | sed -n 's/^Class-Path: //p'); do
        case "$path" in
        yardsticks/*) [ "$with_yardsticks" = yes ] || continue ;;
        esac
        if [ -f "$root/target/$path" ]; then
            printf '%s\n' "$path"
        fi
    done
    rm -rf -- "$work/META-INF"
}

# copy_library PATH: with its licence, which must be known.
copy_library() {
    local path="$1" jar_name texts="$work/texts" file
    jar_name="$(basename -- "$path" .jar)"
    mkdir -p -- "$bundle/${path%/*}" "$texts"
    cp -- "$root/target/$path" "$bundle/$path"
    (cd -- "$texts" && "$java_home/bin/jar" xf "$bundle/$path" META-INF)
    for file in "$texts"/META-INF/*; do
        case "${file##*/}" in
        *LICENSE* | *NOTICE* | AL2.0 | LGPL2.1)
            [ -f "$file" ] && cp -- "$file" "$bundle/licences/$jar_name-$(basename -- "$file" .txt).txt"
            ;;
        esac
    done
    rm -rf -- "$texts"
    if ! compgen -G "$bundle/licences/$jar_name-*" >/dev/null \
        && ! grep -q "^${jar_name%%-[0-9]*} " "$root/src/bundle/licences.txt"; then
        die "bundle: $path holds no licence; add a line about it to $root/src/bundle/licences.txt"
    fi
}

# Aparapi brings 15 MB of natives for other systems.
slim_aparapi() {
    local file folder="$work/aparapi"
    for file in "$bundle"/lib/aparapi-jni-*.jar; do
        mkdir -- "$folder"
        (
            cd -- "$folder"
            "$java_home/bin/jar" xf "$file"
            rm -rf -- osx win linux/*aarch64* linux/*armhf* linux/*_x86.so
            find . -type f ! -path ./META-INF/MANIFEST.MF | LC_ALL=C sort >"$work/files"
            "$java_home/bin/jar" --create --date="$timestamp" --file "$file" --manifest META-INF/MANIFEST.MF "@$work/files"
        )
        rm -rf -- "$folder" "$work/files"
    done
}

make_runtime() {
    "$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
        --compress "$([ "$java_version" -ge 21 ] && printf zip-9 || printf 2)" --output "$bundle/runtime" \
        >"$work/jlink.log" 2>&1 || {
        cat -- "$work/jlink.log" >&2
        die "bundle: jlink failed, as the lines above say"
    }
    runtime_version="$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$java_home/release")"
    runtime_maker="$(sed -n 's/^IMPLEMENTOR="\(.*\)"/\1/p' "$java_home/release")"
}

copy_loader() {
    local licence
    mkdir -- "$bundle/native"
    cp -- "$loader_file" "$bundle/native/$loader"
    licence="$(loader_licence)" || die "bundle: the licence of $loader_file is not on this machine; install its package"
    cp -- "$licence" "$bundle/licences/ocl-icd.txt"
}

copy_program() {
    mkdir -- "$bundle/scripts"
    cp -- "$jar" "$root/LICENSE" "$root"/src/bundle/{compare,santoku,survey}.sh "$bundle/"
    cp -- "$root/scripts/host.sh" "$bundle/scripts/"
    cp -- "$root/src/bundle/licences.txt" "$bundle/licences/libraries.txt"
    sed -e "s|@VERSION@|$version|" -e "s|@RUNTIME@|$runtime_maker $runtime_version|" "$root/src/bundle/README.txt" >"$bundle/README.txt"
}

# The package of the loader as a URL, pkg:deb/debian/ocl-icd-libopencl1@2.3.1-1; nothing where there is no dpkg.
loader_package() {
    local owner
    owner="$(dpkg-query --search "$loader_file" 2>/dev/null)" || return 0
    dpkg-query --show --showformat "pkg:deb/$(sed -n 's/^ID=//p' "$sysroot/etc/os-release")/\${Package}@\${Version}" "${owner%%:*}"
}

# The list of parts: what Maven knows of libraries, then the rest.
make_sbom() {
    local profiles=bundle
    if [ "$with_yardsticks" = yes ]; then
        profiles=bundle,bundle-yardsticks
    fi
    maven_to sbom.log "the list of parts could not be made" -Dmaven.test.skip=true "-P$profiles" cyclonedx:makeBom@bundle
    "$java_home/bin/java" -cp "$root/target/lib/*" "$root/src/bundle/Sbom.java" "$root/target/sbom.json" "$bundle" \
        "$(loader_package)" "$runtime_maker" "$runtime_version" || die "bundle: the list of parts could not be completed"
}

pack() {
    # Rights and owners are those of the archive, not of whoever packs.
    tar --create --directory "$work" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="$timestamp" \
        --mode='u=rwX,go=rX' -- "$name" | gzip -n -9 >"$archive.part"
    mv -- "$archive.part" "$archive"
}

read_options "$@"
check_machine
build_if_needed
if [ "$with_yardsticks" = yes ] && ! has_yardsticks; then
    (with_build_lock fetch_yardsticks)
fi
check_natives "$root"/target/lib/{aparapi-jni,jna,jocl}-[0-9]*.jar "$yardsticks"/*.jar
version="$(sed -n '/<artifactId>santoku</,/<packaging>/s:.*<version>\(.*\)</version>.*:\1:p' "$root/pom.xml")"
name="santoku-$version-linux-x86_64"
if [ -z "$archive" ]; then
    archive="$root/target/$name.tar.gz"
fi
work="$(mktemp -d "${TMPDIR:-/tmp}/santoku bundle.XXXXXX")"
trap 'rm -rf -- "$work"; rm -f -- "$archive.part"' EXIT
bundle="$work/$name"
mkdir -p -- "$bundle/licences"

say "bundle: Santoku $version with its libraries"
while IFS= read -r library; do
    copy_library "$library"
done < <(libraries)
slim_aparapi
say "bundle: a Java runtime out of JDK $java_version"
make_runtime
say "bundle: $loader, scripts and licences"
copy_loader
copy_program
say "bundle: a list of all parts"
make_sbom
say "bundle: packs"
pack
kilobytes="$(($(wc -c <"$archive") / 1000))"
allowed="$([ "$with_yardsticks" = yes ] && printf %s "$most_with_yardsticks" || printf %s "$most_megabytes")"
if [ "$kilobytes" -gt $((allowed * 1000)) ]; then
    die "bundle: $archive has $((kilobytes / 1000)) MB, and $allowed are allowed"
fi
say "bundle: $((kilobytes / 1000)).$((kilobytes % 1000 / 100)) MB in $archive"
