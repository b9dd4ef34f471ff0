#!/usr/bin/env bash
# Sourced by the other scripts: where the project lies, which JDK runs it, whether it is built. Prints nothing by itself.
#
# Keeps to the bash 3.2 of macOS: no associative arrays, no mapfile, no expansion of an array that may be empty.

readonly minimum_java=17 # as the enforcer in pom.xml says

unset CDPATH
root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
readonly root
# shellcheck source=host.sh
source "$root/scripts/host.sh"
case "$root" in
*:*) die "$root holds ':', which ends a path for Java: move the project to a folder without one" ;;
esac
readonly jar="$root/target/santoku.jar"
readonly yardsticks="$root/target/yardsticks"
readonly mkl="$root/target/mkl"
readonly pins="$root/src/supply/natives.sha256"
# There while a build of ours runs, and after one that was cut off: then the jar is not to be trusted.
readonly building="$root/target/santoku.building"

# usage: the comment that the calling script begins with.
usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[1]}"
}

# version_at_least VERSION MINIMUM: compares the numbers between the dots.
version_at_least() {
    local version="$1." minimum="$2." have want
    while [ -n "$minimum" ]; do
        have="${version%%.*}" want="${minimum%%.*}"
        have="${have%%[!0-9]*}"
        [ "${have:-0}" -gt "$want" ] && return 0
        [ "${have:-0}" -lt "$want" ] && return 1
        version="${version#*.}" minimum="${minimum#*.}"
    done
}

# --- Java ---------------------------------------------------------------------------------------------------------

# java_feature HOME: 17 for 17.0.15, 8 for 1.8.0_402. From the file `release`: starting a JVM would take longer than
# everything else together.
java_feature() {
    local key value version=""
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value; do
            if [ "$key" = JAVA_VERSION ]; then
                version="${value//\"/}"
            fi
        done <"$1/release"
    fi
    if [ -z "$version" ]; then
        version="$("$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.version = //p')" || true
    fi
    version="${version#1.}"
    printf '%s\n' "${version%%[!0-9]*}"
}

# The home of the `java` on PATH; nothing where there is none, or only the stub of macOS that asks to install one.
path_java_home() {
    local java home
    java="$(command -v java)" || return 0
    home="$(readlink -f "$java")"
    home="${home%/bin/java}"
    if [ ! -r "$home/release" ]; then # a shim of jenv, asdf and the like
        home="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')" || true
    fi
    if [ -n "$home" ]; then
        printf '%s\n' "$home"
    fi
}

# The homes of all Java runtimes at the usual places, then that of the PATH; one a line.
java_homes() {
    local home
    for home in \
        "$sysroot"/usr/lib/jvm/* "$sysroot"/usr/lib64/jvm/* "$sysroot"/usr/java/* "$sysroot"/opt/java/* \
        "$sysroot"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$sysroot"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "$sysroot"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [ -x "$home/bin/java" ]; then
            printf '%s\n' "$home"
        fi
    done
    path_java_home
}

is_lts() {
    [ "$1" -ge 17 ] && [ $((($1 - 17) % 4)) -eq 0 ]
}

# find_java: sets java_home and java_version. JAVA_HOME wins; without it the newest LTS, one that can compile before one
# that cannot; without an LTS the java on PATH; then the newest of all. On failure java_problem says why.
find_java() {
    java_home="" java_version="" java_problem=""
    if [ -n "${JAVA_HOME:-}" ]; then
        use_java_home
        return
    fi
    local home feature score best=0 too_old="" on_path
    on_path="$(path_java_home)"
    while IFS= read -r home; do
        feature="$(java_feature "$home")"
        if [ -z "$feature" ]; then
            continue
        elif [ "$feature" -lt "$minimum_java" ]; then
            too_old="Java $feature in $home is too old"
            continue
        fi
        score="$feature"
        if is_lts "$feature"; then
            score=$((score + 2000))
        elif [ "$home" = "$on_path" ]; then
            score=$((score + 1000))
        fi
        if [ -x "$home/bin/javac" ]; then
            score=$((score + 4000))
        fi
        if [ "$score" -gt "$best" ]; then
            best="$score" java_home="$home" java_version="$feature"
        fi
    done < <(java_homes)
    if [ -z "$java_home" ]; then
        java_problem="${too_old:-no Java is installed}"
        return 1
    fi
}

use_java_home() {
    if [ ! -x "$JAVA_HOME/bin/java" ]; then
        java_problem="JAVA_HOME is $JAVA_HOME, where there is no bin/java; correct it or unset it"
        return 1
    fi
    java_version="$(java_feature "$JAVA_HOME")"
    if [ "${java_version:-0}" -lt "$minimum_java" ]; then
        java_problem="JAVA_HOME is $JAVA_HOME, Java ${java_version:-of an unknown version}, and Santoku needs $minimum_java"
        java_problem="$java_problem or newer; correct it or unset it"
        return 1
    fi
    java_home="$JAVA_HOME"
}

can_compile() {
    [ -x "$java_home/bin/javac" ]
}

# jdk_home FEATURE: the home of a JDK of exactly this version that can compile.
jdk_home() {
    local home
    while IFS= read -r home; do
        if [ -x "$home/bin/javac" ] && [ "$(java_feature "$home")" = "$1" ]; then
            printf '%s\n' "$home"
            return 0
        fi
    done < <(java_homes)
    return 1
}

# newest_lts: the version of the newest LTS that can compile.
newest_lts() {
    local home feature newest=0
    while IFS= read -r home; do
        feature="$(java_feature "$home")"
        if [ -x "$home/bin/javac" ] && is_lts "${feature:-0}" && [ "$feature" -gt "$newest" ]; then
            newest="$feature"
        fi
    done < <(java_homes)
    printf '%s\n' "$newest"
}

# --- Maven --------------------------------------------------------------------------------------------------------

# The version of the `mvn` on PATH, from the names of its files where they tell; nothing where there is none.
maven_version() {
    local mvn home core version
    mvn="$(command -v mvn)" || return 0
    home="$(readlink -f "$mvn")"
    home="${home%/bin/mvn}"
    # The layout of Apache and SDKMAN, of Homebrew, of Debian (whose jars have lost their numbers).
    for core in "$home"/lib/maven-core-*.jar "$home"/libexec/lib/maven-core-*.jar \
        "$home"-repo/org/apache/maven/maven-core/*; do
        version="${core##*/}"
        version="${version#maven-core-}"
        version="${version%.jar}"
        case "$version" in
        [0-9]*.[0-9]*.[0-9]*)
            printf '%s\n' "$version"
            return 0
            ;;
        esac
    done
    JAVA_HOME="${java_home:-${JAVA_HOME:-}}" "$mvn" -version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p'
}

# maven ARGUMENTS…: Maven in the project's folder, on the JDK found, without the build lock and without standard input. Java
# knows no home of a user without a name, as containers have them: Maven would make one here, called `?`.
maven() {
    local options="${MAVEN_OPTS:-}"
    if [ -n "${HOME:-}" ] && ! id -un >/dev/null 2>&1; then
        options="$options -Duser.home=$HOME"
    fi
    (cd -- "$root" && JAVA_HOME="$java_home" MAVEN_OPTS="$options" exec mvn -B "$@" </dev/null 9<&-)
}

# maven_to LOG WHAT ARGUMENTS…: Maven with its words in a file of the folder target; ends the script when it fails, with
# the last of them. WHAT says what then did not work.
maven_to() {
    local log="$root/target/$1" what="$2" status=0
    shift 2
    maven -q "$@" >"$log" 2>&1 || status=$?
    if [ "$status" -ge 128 ]; then
        exit "$status" # interrupted, and not the build's fault
    elif [ "$status" -ne 0 ]; then
        tail -n 20 -- "$log" >&2
        if grep -q 'Could not create local repository' "$log"; then
            die "$what, since Maven cannot write to its folder; name another: export MAVEN_OPTS=-Dmaven.repo.local=FOLDER"
        fi
        die "$what, as the lines above say; all of it is in $log"
    fi
}

# --- Native code --------------------------------------------------------------------------------------------------

# sha256 FILE
sha256() {
    if command -v sha256sum >/dev/null; then
        sha256sum <"$1"
    else
        shasum -a 256 <"$1"
    fi | cut -d' ' -f1
}

# check_natives FILE…: ends the script unless each, as far as it is there, is one that the project has pinned. Those that are
# not are removed, and so are their originals among what Maven has downloaded, for it would bring them again.
check_natives() {
    local file name sum original refused=no
    for file in "$@"; do
        [ -f "$file" ] || continue
        name="$(basename -- "$file" .jar)"
        name="${name%-natives}"
        sum="$(sha256 "$file")"
        if ! grep -q "^$sum  ${name}[-.]" "$pins"; then
            say "refused: ${file##*/} (SHA-256 $sum) is not among those in $pins, so it is damaged or not the original; it was" \
                "removed: try again, and report it if that does not help"
            while IFS= read -r original; do
                ! cmp -s "$file" "$original" || rm -f -- "$original"
            done < <(find "${HOME:-}/.m2/repository" -name "$name*.jar" 2>/dev/null)
            rm -f -- "$file"
            refused=yes
        fi
    done
    [ "$refused" = no ] || exit 1
}

# --- Build --------------------------------------------------------------------------------------------------------

# newer_than FILE PATH…: whether anything at or under the paths changed after FILE. A deletion changes its folder.
newer_than() {
    local reference="$1" path present=()
    shift
    for path in "$@"; do
        if [ -e "$path" ]; then
            present+=("$path")
        fi
    done
    [ -n "$(find -L "${present[@]}" -newer "$reference" -print -quit)" ]
}

is_built() {
    [ -f "$jar" ] && [ ! -e "$building" ] \
        && ! newer_than "$jar" "$root/pom.xml" "$root/.mvn" "$root/src/main" "$root/kernels"
}

# with_build_lock COMMAND…: one build at a time in this folder, where there is flock. Run it in a subshell of its own:
# that ends the lock.
with_build_lock() {
    exec 9<"$root"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "another build runs in $root; waits for it"
        flock 9
    fi
    "$@"
}

prepare_target() {
    if ! mkdir -p -- "$root/target" || [ ! -w "$root/target" ]; then
        die "cannot build: $root/target cannot be written to; work in a copy of the project that is yours"
    fi
}

# Builds target/santoku.jar; everything that Maven says goes to a file.
build() {
    if is_built; then # by the one that held the lock
        return 0
    fi
    can_compile || die "to build Santoku a JDK is needed, and $java_home has no compiler:" \
        "${JAVA_HOME:+unset JAVA_HOME or have it name a JDK, or }run $root/scripts/setup.sh"
    command -v mvn >/dev/null || die "to build Santoku Maven is needed, and there is none: run $root/scripts/setup.sh"
    prepare_target
    say "builds with JDK $java_version; the first time takes a few minutes, for Maven downloads what it needs"
    : >"$building"
    # Resources that were deleted in the sources would live on in the classes.
    rm -rf -- "$root/target/classes" "$jar"
    maven_to build.log "the build failed" -Dmaven.test.skip=true -Dspotless.check.skip=true \
        -Dmaven.compiler.failOnWarning=false package
    (check_natives "$root"/target/lib/{aparapi-jni,jna,jocl}-[0-9]*.jar) || {
        rm -f -- "$jar"
        exit 1
    }
    # As old as the build's beginning: what was edited meanwhile counts as newer.
    touch -r "$building" "$jar"
    rm -f -- "$building"
}

build_if_needed() {
    if ! is_built; then
        (with_build_lock build)
    fi
}

# --- Yardsticks ---------------------------------------------------------------------------------------------------

# The natives of other people's libraries, 24 MB, come only when somebody asks for them. The jar's manifest names them.
has_yardsticks() {
    [ -f "$yardsticks/fetched" ] && ! newer_than "$yardsticks/fetched" "$root/pom.xml" "$pins"
}

# Fetches those of this platform; ends the shell that it runs in when that fails. None that was not checked ever lies where
# Java would load it.
fetch_yardsticks() {
    if has_yardsticks; then # by the one that held the lock
        return 0
    fi
    command -v mvn >/dev/null \
        || die "to fetch OpenBLAS and CLBlast Maven is needed, and there is none: run $root/scripts/setup.sh --yardsticks"
    prepare_target
    say "fetches OpenBLAS and CLBlast for this machine, 24 MB"
    rm -rf -- "$yardsticks" "$yardsticks.new"
    maven_to yardsticks.log "OpenBLAS and CLBlast could not be fetched" -Dspotless.check.skip=true \
        "-Dyardsticks.folder=$yardsticks.new" dependency:copy@yardsticks
    mkdir -p -- "$yardsticks.new"
    check_natives "$yardsticks.new"/*.jar
    : >"$yardsticks.new/fetched"
    mv -- "$yardsticks.new" "$yardsticks"
}

# Intel's MKL, 160 MB and 370 MB unpacked, comes when somebody asks setup.sh for it. `lib` below its folder has its libraries.
has_mkl() {
    [ -f "$mkl/fetched" ] && ! newer_than "$mkl/fetched" "$pins"
}

# Fetches it; ends the shell that it runs in when that fails. It is unpacked once it was checked.
fetch_mkl() {
    if has_mkl; then # by the one that held the lock
        return 0
    fi
    local what="Intel's MKL could not be fetched (it is for Linux on x86-64)"
    command -v mvn >/dev/null || die "to fetch Intel's MKL Maven is needed, and there is none: run $root/scripts/setup.sh"
    prepare_target
    say "fetches Intel's MKL, 160 MB"
    rm -rf -- "$mkl" "$mkl.new"
    maven_to mkl.log "$what" -Dspotless.check.skip=true "-Dmkl.folder=$mkl.new" dependency:copy@mkl
    check_natives "$mkl.new"/*.jar
    maven_to mkl.log "$what" -Dspotless.check.skip=true "-Dmkl.folder=$mkl.new/lib" dependency:unpack@mkl
    rm -f -- "$mkl.new"/*.jar
    : >"$mkl.new/fetched"
    mv -- "$mkl.new" "$mkl"
}

# --- Libraries ----------------------------------------------------------------------------------------------------

is_macos() {
    [ "$(uname -s)" = Darwin ]
}

has_opencl_loader() {
    if is_macos; then # OpenCL is part of the system
        return 0
    fi
    has_library libOpenCL.so.1
}

# Whether PoCL is registered and there: removing its package on Debian leaves the registration behind. Whoever sets
# OCL_ICD_VENDORS has chosen the drivers himself.
has_pocl() {
    local icd library
    if [ -n "${OCL_ICD_VENDORS:-}" ] || [ -n "${OPENCL_VENDOR_PATH:-}" ] || is_macos; then
        return 0
    fi
    for icd in "$sysroot"/etc/OpenCL/vendors/*.icd "$sysroot"/usr/share/OpenCL/vendors/*.icd; do
        library=""
        if [ -r "$icd" ]; then
            read -r library <"$icd" || true
        fi
        case "$library" in
        /*pocl*) [ -e "$sysroot$library" ] && return 0 ;;
        *pocl*) has_library "$library" && return 0 ;;
        esac
    done
    return 1
}
