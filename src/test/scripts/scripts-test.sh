#!/usr/bin/env bash
# Tests of scripts/*.sh and .ci/run: no network, and no Maven or JVM but in the one test of .mvn. Each test gets a copy of the
# scripts in a folder whose name holds blanks, a file system of its own (SANTOKU_SYSROOT) and a PATH that holds nothing but
# what it was given: stand-ins for java, mvn, apt-get and the like note how they were called.
#
#   src/test/scripts/scripts-test.sh [NAME]    all, or those whose name contains NAME
#
# shellcheck disable=SC2016 # what stands in single quotes is the text of a stand-in, which finds $STAGE in its environment
set -euo pipefail

project="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)"
shop="$(mktemp -d "${TMPDIR:-/tmp}/santoku scripts.XXXXXX")"
trap 'rm -rf -- "$shop"' EXIT
passed=0
failed=0

# --- The stage ----------------------------------------------------------------------------------------------------

tools=(basename bash cat chmod cmp cp cut date dirname env false find flock grep head id kill ln ls mkdir mktemp mv printf
    readlink rm script sed sh sha256sum sleep sort stty tail touch tr true uname wc)

stage() {
    stage="$shop/$1"
    checkout="$stage/a checkout"
    bin="$stage/bin"
    system="$stage/system"
    calls="$stage/calls"
    mkdir -p "$checkout/src/main/java" "$checkout/src/supply" "$checkout/kernels" "$checkout/.ci" "$bin" "$system/etc" "$stage/home"
    cp -R "$project/scripts" "$project/.mvn" "$project/pom.xml" "$checkout/"
    cp "$project/.ci/run" "$checkout/.ci/"
    echo 'class A {}' >"$checkout/src/main/java/A.java"
    echo 'class B {}' >"$checkout/src/main/java/B.java"
    echo 'kernel' >"$checkout/kernels/a.cl"
    : >"$calls"
    local tool native
    for native in mkl-1-here openblas-1-here javacpp-1-here jocl-blast-1 jocl-2; do
        printf '%s  %s.jar\n' "$(echo "${native%%-[0-9]*}" | sha256sum | cut -d' ' -f1)" "$native"
    done >"$checkout/src/supply/natives.sha256"
    printf '%s  spark-core-1.jar\n' "$(echo spark | sha256sum | cut -d' ' -f1)" >"$checkout/src/supply/spark.sha256"
    printf '%s  mllib-1.jar\n' "$(echo mllib | sha256sum | cut -d' ' -f1)" >"$checkout/src/supply/mllib.sha256"
    for tool in "${tools[@]}"; do
        ln -s "$(type -P "$tool")" "$bin/$tool"
    done
    stand_in ldconfig 'exit 0'
}

# stand_in NAME BODY: a command on the PATH.
stand_in() {
    rm -f -- "$bin/$1" # not through the link, into the real one
    printf '#!/usr/bin/env bash\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

# java_in HOME VERSION [javac]: a Java whose `java` tells how it was called.
java_in() {
    mkdir -p "$1/bin"
    printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
    cat >"$1/bin/java" <<'JAVA'
#!/usr/bin/env bash
if [ -n "${PATIENCE:-}" ]; then
    trap 'echo terminated; exit 130' TERM # before the test can know that it runs
fi
echo "java=$0"
echo "pid=$$"
echo "folder=$PWD"
printf 'argument=%s\n' "$@"
echo "terminal=${SANTOKU_TERMINAL-unset}"
echo "columns=${SANTOKU_COLUMNS-unset}"
[ -z "${MKLROOT-}" ] || echo "MKL in $MKLROOT"
[ -z "${OPENBLAS_CORETYPE-}" ] || echo "kernels for $OPENBLAS_CORETYPE"
echo "a word on standard error" >&2
if [ -n "${PATIENCE:-}" ]; then
    while :; do sleep 0.05; done
fi
exit "${EXIT_CODE:-0}"
JAVA
    chmod +x "$1/bin/java"
    if [ "${3:-}" = javac ]; then
        cp "$1/bin/java" "$1/bin/javac"
    fi
}

jdk() {
    java_in "$system/usr/lib/jvm/jdk-$1" "$1" javac
}

# maven_in_path [VERSION]: a Maven that makes a jar out of nothing, or fails when MAVEN_FAILS.
maven_in_path() {
    stand_in mvn "version='${1:-3.9.9}'"'
if [ "$1" = -version ]; then echo "Apache Maven $version (abc)"; exit 0; fi
echo "mvn $* JAVA_HOME=$JAVA_HOME MAVEN_OPTS=$MAVEN_OPTS" >>"$STAGE/calls"
echo "a word of Maven"
sleep "${MAVEN_TAKES:-0}"
if [ -n "${MAVEN_FAILS:-}" ]; then echo "[ERROR] ${MAVEN_SAYS:-no such symbol}"; exit 1; fi
mkdir -p target/classes && echo jar >target/santoku.jar
for argument in "$@"; do
    case "$argument" in
    -Dmdep.outputFile=*) echo "/some lib.jar" >"${argument#*=}" ;;
    -Dspark.folder=*)
        mkdir -p "${argument#*=}" && echo "${SPARK:-spark}" >"${argument#*=}/spark-core-1.jar"
        [ -z "${MORE_JARS:-}" ] || echo spark >"${argument#*=}/another.jar"
        ;;
    -Dmllib.folder=*) mkdir -p "${argument#*=}" && echo mllib >"${argument#*=}/mllib-1.jar" ;;
    jar:jar@cluster) echo jar >target/santoku-cluster.jar ;;
    -Dmkl.folder=*/lib) mkdir -p "${argument#*=}" && echo mkl >"${argument#*=}/libmkl_rt.so.2" ;;
    -Dmkl.folder=*) mkdir -p "${argument#*=}" && echo "${MKL:-mkl}" >"${argument#*=}/mkl-1-here.jar" ;;
    -Dyardsticks.folder=*)
        folder="${argument#*=}" && mkdir -p "$folder"
        echo jocl-blast >"$folder/jocl-blast.jar"
        echo javacpp >"$folder/javacpp-natives.jar"
        cat "$HOME/.m2/repository/org/openblas-1-here.jar" >"$folder/openblas-natives.jar" 2>/dev/null \
            || echo openblas >"$folder/openblas-natives.jar"
        ;;
    package) mkdir -p target/lib && echo "${JOCL:-jocl}" >target/lib/jocl-2.jar ;;
    esac
done'
}

opencl() {
    mkdir -p "$system/usr/lib/x86_64-linux-gnu" "$system/etc/OpenCL/vendors"
    touch "$system/usr/lib/x86_64-linux-gnu/libOpenCL.so.1" "$system/usr/lib/x86_64-linux-gnu/libpocl.so.2"
    echo libpocl.so.2 >"$system/etc/OpenCL/vendors/pocl.icd"
}

tools_for_tests() {
    mkdir -p "$system/usr/lib/oclgrind"
    touch "$system/usr/lib/oclgrind/liboclgrind-rt-icd.so" "$system/usr/lib/libblis.so.4" "$system/usr/lib/libopenblas.so.0"
    stand_in shellcheck 'exit 0'
    stand_in chromium 'exit 0'
    stand_in zsh 'exit 0'
    stand_in python3 'exit 0'
    stand_in chromedriver 'exit 0'
    stand_in gcc 'exit 0'
    mkdir -p "$system/usr/include/CL"
    touch "$system/usr/include/stdio.h" "$system/usr/include/CL/cl_icd.h"
}

everything() {
    jdk 17.0.15
    maven_in_path
    opencl
}

user() {
    stand_in id 'echo 1000'
}

administrator() {
    stand_in id 'echo 0'
}

# Debian's tools; what apt-get installs appears in the stage. KNOWN, a pattern of names, is what the package lists hold.
apt() {
    stand_in apt-cache 'case "$2" in
pocl-opencl-icd | maven) [ -z "${NO_UNIVERSE:-}" ] || [ -e "$STAGE/universe" ] || exit 100 ;;
openjdk-*) [[ "$2" =~ ^${KNOWN:-openjdk-(17|21)-.*}$ ]] || exit 100 ;;
virtual) exit 0 ;;
esac
echo "Package: $2"'
    stand_in apt-get 'echo "apt-get $* FRONTEND=$DEBIAN_FRONTEND" >>"$STAGE/calls"
echo "a word of apt"
[ -z "${APT_FAILS:-}" ] || exit 100
for package in "$@"; do
    bash "$STAGE/depot" "$package"
done'
    depot
}

# What each package brings, told with the functions above.
depot() {
    {
        printf 'bin=%q system=%q\n' "$bin" "$system"
        declare -f stand_in java_in jdk maven_in_path opencl tools_for_tests
        echo 'case "$1" in
openjdk-17-jdk-headless) jdk 17.0.15 ;;
openjdk-21-jdk-headless | java-21-openjdk-devel | openjdk21-jdk) jdk 21.0.2 ;;
default-jdk-headless | openjdk-25-jdk-headless | java-25-openjdk-devel | jdk25-openjdk) jdk 25.0.1 ;;
maven) maven_in_path ;;
ocl-icd-libopencl1 | pocl-opencl-icd | pocl | libOpenCL1) opencl ;;
oclgrind | libblis4-pthread | libopenblas0-pthread | shellcheck | chromium | chromium-driver | zsh | python3-numpy | gcc | libc6-dev | opencl-c-headers) tools_for_tests ;;
esac'
    } >"$stage/depot"
}

# os_release NAME: the file of that system, as it spells it.
os_release() {
    local lines
    case "$1" in
    debian-12) lines='PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"|VERSION_ID="12"|VERSION_CODENAME=bookworm|ID=debian' ;;
    debian-13) lines='PRETTY_NAME="Debian GNU/Linux 13 (trixie)"|VERSION_ID="13"|VERSION_CODENAME=trixie|ID=debian' ;;
    debian-sid) lines='PRETTY_NAME="Debian GNU/Linux forky/sid"|VERSION_CODENAME=forky|ID=debian' ;;
    ubuntu-22.04) lines='VERSION_ID="22.04"|VERSION_CODENAME=jammy|ID=ubuntu|ID_LIKE=debian|UBUNTU_CODENAME=jammy' ;;
    ubuntu-24.04) lines='VERSION_ID="24.04"|VERSION_CODENAME=noble|ID=ubuntu|ID_LIKE=debian|UBUNTU_CODENAME=noble' ;;
    mint-21) lines='VERSION_ID="21.3"|ID=linuxmint|ID_LIKE="ubuntu debian"|VERSION_CODENAME=virginia|UBUNTU_CODENAME=jammy' ;;
    fedora-41) lines='NAME="Fedora Linux"|ID=fedora|VERSION_ID=41|VERSION_CODENAME=""|PLATFORM_ID="platform:f41"' ;;
    fedora-43) lines='NAME="Fedora Linux"|ID=fedora|VERSION_ID=43|VERSION_CODENAME=""|PLATFORM_ID="platform:f43"' ;;
    rocky-9) lines='NAME="Rocky Linux"|ID="rocky"|ID_LIKE="rhel centos fedora"|VERSION_ID="9.5"|PLATFORM_ID="platform:el9"' ;;
    alma-9) lines='NAME="AlmaLinux"|ID="almalinux"|ID_LIKE="rhel centos fedora"|VERSION_ID="9.5"' ;;
    rhel-9) lines='NAME="Red Hat Enterprise Linux"|ID="rhel"|ID_LIKE="fedora"|VERSION_ID="9.5"' ;;
    arch) lines='NAME="Arch Linux"|PRETTY_NAME="Arch Linux"|ID=arch|BUILD_ID=rolling' ;;
    manjaro) lines='NAME="Manjaro Linux"|ID=manjaro|ID_LIKE=arch|BUILD_ID=rolling' ;;
    tumbleweed) lines='NAME="openSUSE Tumbleweed"|ID="opensuse-tumbleweed"|ID_LIKE="opensuse suse"|VERSION_ID="20261120"' ;;
    leap) lines='NAME="openSUSE Leap"|VERSION="15.6"|ID="opensuse-leap"|ID_LIKE="suse opensuse"|VERSION_ID="15.6"' ;;
    alpine) lines='NAME="Alpine Linux"|ID=alpine|VERSION_ID=3.22.1' ;;
    amazon) lines='NAME="Amazon Linux"|VERSION="2023"|ID="amzn"|ID_LIKE="fedora"|VERSION_ID="2023"' ;;
    gentoo) lines='NAME=Gentoo|ID=gentoo|VERSION_ID="2.17"' ;;
    esac
    printf '%s\n' "${lines//|/$'\n'}" >"$system/etc/os-release"
}

# run COMMAND…: in the stage's environment, variables first as for env; sets status, out and err.
run() {
    status=0
    (cd -- "${folder:-$stage}" && env -i "PATH=$bin" "HOME=$stage/home" "STAGE=$stage" "SANTOKU_SYSROOT=$system" "$@") \
        >"$stage/out" 2>"$stage/err" </dev/null || status=$?
    out="$(<"$stage/out")"
    err="$(<"$stage/err")"
}

setup() {
    run "$@" "$checkout/scripts/setup.sh"
}

santoku() {
    run "$checkout/scripts/santoku.sh" "$@"
}

# --- Assertions ---------------------------------------------------------------------------------------------------

fail() {
    printf '    %s\n' "$@" "status: $status" "stdout: $out" "stderr: $err" "calls:  $(<"$calls")"
    exit 1
}

has_status() {
    [ "$status" -eq "$1" ] || fail "expected exit code $1"
}

is_silent() {
    [ -z "$out$err" ] || fail "expected no word"
}

no_output() {
    [ -z "$out" ] || fail "expected nothing on standard output"
}

# contains TEXT PART; the name of the text is for the message.
contains() {
    case "$2" in
    *"$3"*) ;;
    *) fail "expected on $1: $3" ;;
    esac
}

lacks() {
    case "$2" in
    *"$3"*) fail "expected not on $1: $3" ;;
    esac
}

says() {
    contains "standard error" "$err" "$1"
}

prints() {
    contains "standard output" "$out" "$1"
}

called() {
    contains "the calls" "$(<"$calls")" "$1"
}

builds() {
    local count
    count="$(grep -c 'package' "$calls" || true)"
    [ "$count" -eq "$1" ] || fail "expected $1 builds in all, not $count"
}

# --- setup.sh -----------------------------------------------------------------------------------------------------

test_setup_is_silent_when_nothing_is_missing() {
    everything
    setup
    has_status 0
    is_silent
    run "$checkout/scripts/setup.sh" --check
    has_status 0
    is_silent
}

test_setup_names_all_that_is_missing() {
    user
    run "$checkout/scripts/setup.sh" --check
    has_status 1
    no_output
    says "a JDK 17 or newer (no Java is installed)"
    says "Maven 3.6.3 or newer."
    says "the OpenCL loader libOpenCL.so.1, PoCL, OpenCL's driver for the CPU; goes on without"
}

test_setup_names_what_is_too_old() {
    user
    jdk 1.8.0_402
    maven_in_path 3.5.4
    setup
    has_status 1
    says "Java 8 in $system/usr/lib/jvm/jdk-1.8.0_402 is too old"
    says "missing: Maven 3.6.3 or newer (Maven 3.5.4, which is $bin/mvn, is too old). Install it by hand"
}

test_setup_takes_a_java_from_the_path() {
    everything
    rm -rf "$system/usr/lib/jvm"
    java_in "$stage/elsewhere" 23 javac
    ln -s "$stage/elsewhere/bin/java" "$bin/java"
    setup
    has_status 0
    is_silent
}

test_setup_wants_a_compiler_only_to_build_or_test() {
    everything
    rm "$system/usr/lib/jvm/jdk-17.0.15/bin/javac" "$bin/mvn"
    user
    setup
    has_status 1
    says "jdk-17.0.15 has no compiler"
    mkdir -p "$checkout/target"
    touch "$checkout/target/santoku.jar"
    setup
    has_status 0
    is_silent
    run "$checkout/scripts/setup.sh" --tests
    has_status 1
    says "jdk-17.0.15 has no compiler"
}

test_setup_blames_a_wrong_java_home() {
    everything
    apt
    administrator
    setup "JAVA_HOME=$stage/nowhere"
    has_status 1
    says "JAVA_HOME is $stage/nowhere, where there is no bin/java; correct it or unset it"
    java_in "$stage/old" 11.0.20 javac
    setup "JAVA_HOME=$stage/old"
    has_status 1
    says "JAVA_HOME is $stage/old, Java 11, and Santoku needs 17 or newer; correct it or unset it"
    lacks "the calls" "$(<"$calls")" "apt-get"
}

test_setup_installs_as_root() {
    apt
    administrator
    setup
    has_status 0
    no_output
    says "installs openjdk-21-jdk-headless maven"
    says "installs ocl-icd-libopencl1 pocl-opencl-icd"
    called "apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends openjdk-21-jdk-headless maven FRONTEND=noninteractive"
    [ "$(grep -c ' update ' "$calls")" -eq 1 ] || fail "expected one update"
    ! grep -qE 'oclgrind|shellcheck|chromium|zsh|numpy' "$calls" || fail "expected nothing for tests alone"
    setup
    has_status 0
    is_silent
}

test_setup_installs_only_what_is_missing() {
    everything
    apt
    administrator
    rm "$system/usr/lib/x86_64-linux-gnu/libpocl.so.2" # as `apt remove` leaves it: the .icd stays
    setup
    has_status 0
    says "installs pocl-opencl-icd"
    lacks "the calls" "$(<"$calls")" "openjdk"
}

test_setup_installs_through_sudo() {
    apt
    user
    stand_in sudo 'echo "sudo $*" >>"$STAGE/calls"; [ "$1" = -n ] || exit 1; shift; exec "$@"'
    setup
    has_status 0
    called "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get"
}

test_setup_prints_the_command_without_root() {
    apt
    user
    setup
    has_status 1
    no_output
    says "sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-21-jdk-headless maven"
    [ ! -s "$calls" ] || fail "expected nothing to be installed"
    stand_in sudo 'exit 1' # it wants a password, and nobody is there to type it
    setup
    has_status 1
    says "sudo apt-get update"
}

test_setup_check_installs_nothing() {
    apt
    administrator
    run "$checkout/scripts/setup.sh" --check
    has_status 1
    says "apt-get update && apt-get install"
    lacks "standard error" "$err" "sudo"
    [ ! -s "$calls" ] || fail "expected nothing to be installed"
}

test_setup_goes_on_without_opencl() {
    jdk 17.0.15
    maven_in_path
    apt
    user
    setup
    has_status 0
    says "goes on without. Install with: sudo apt-get update"
    run "$checkout/scripts/setup.sh" --tests
    has_status 1
    says "Oclgrind"
    says "ShellCheck"
    says "ocl-icd-libopencl1 pocl-opencl-icd shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium chromium-driver zsh python3-numpy gcc libc6-dev opencl-c-headers"
}

test_setup_installs_for_tests() {
    everything
    apt
    administrator
    run "$checkout/scripts/setup.sh" --tests
    has_status 0
    called "--no-install-recommends shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium chromium-driver zsh python3-numpy gcc libc6-dev opencl-c-headers"
    run "$checkout/scripts/setup.sh" --tests
    has_status 0
    is_silent
}

test_setup_tells_that_apt_failed() {
    apt
    administrator
    setup APT_FAILS=yes
    has_status 1
    says "apt-get update failed; goes on"
    says "apt-get could not install openjdk-21-jdk-headless maven; its reason is above"
    says "missing: a JDK 17 or newer"
}

test_setup_is_not_content_with_an_old_maven_of_the_system() {
    everything
    maven_in_path 3.5.4
    apt
    administrator
    setup
    has_status 1
    says "(Maven 3.5.4, which is $bin/mvn, is too old)"
    lacks "the calls" "$(<"$calls")" "install"
}

test_setup_switches_universe_on() {
    jdk 17.0.15
    apt
    administrator
    os_release ubuntu-24.04
    stand_in add-apt-repository 'echo "add-apt-repository $*" >>"$STAGE/calls"; touch "$STAGE/universe"'
    setup NO_UNIVERSE=yes
    has_status 0
    called "add-apt-repository -y universe"
    called "--no-install-recommends maven"
}

# What the printed commands say, and that they are a shell's: a stand-in of the package manager takes them, after which nothing
# is missing and a comparison runs. Managers of other systems lie about, which are for making images.
test_setup_names_the_packages_of_each_system() {
    local name known needed optional tests manager line
    while IFS=';' read -r name known needed optional tests; do
        stage "system $name ${known:0:4}"
        os_release "$name"
        if [ "$name" = alpine ]; then
            mkdir -p "$system/lib"
            touch "$system/lib/ld-musl-x86_64.so.1"
        fi
        user
        apt
        for manager in dnf pacman zypper apk crb; do
            stand_in "$manager" 'echo "${0##*/} $*" >>"$STAGE/calls"
for package in "$@"; do
    bash "$STAGE/depot" "$package"
done'
        done
        setup "KNOWN=$known"
        has_status 1
        no_output
        for line in "$needed" "${optional:-$needed}"; do
            contains "standard error of $name" "$err"$'\n' "Install with: $line"$'\n'
        done
        [ -n "$optional" ] || lacks "standard error of $name" "$err" "OpenCL"
        [ ! -s "$calls" ] || fail "expected nothing to be installed on $name"
        case "$name" in
        tumbleweed | leap) says "This system has no package of PoCL, OpenCL's driver for the CPU: $checkout/src/site/markdown/inst" ;;
        esac
        sed -n 's/.*Install with: //p' "$stage/err" >"$stage/printed"
        run "KNOWN=$known" "$checkout/scripts/setup.sh" --check --tests
        contains "standard error of $name" "$err"$'\n' " $tests"$'\n'
        administrator
        run "KNOWN=$known" "$checkout/scripts/setup.sh" --check
        says "Install with: ${needed//sudo /}"
        lacks "standard error of $name" "$err" "sudo"

        user
        stand_in sudo 'exec "$@"'
        while IFS= read -r line; do
            run bash -euc "$line"
            has_status 0
        done <"$stage/printed"
        rm "$bin/sudo"
        run "$checkout/scripts/compare.sh" --quick
        has_status 0
        prints "argument=--quick"
        lacks "standard error of $name" "$err" "missing"
    done <<'SYSTEMS'
debian-12;openjdk-17-.*;sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium chromium-driver zsh python3-numpy gcc libc6-dev opencl-c-headers
debian-13;openjdk-(21|25)-.*;sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-25-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium chromium-driver zsh python3-numpy gcc libc6-dev opencl-c-headers
debian-13;none;sudo apt-get update && sudo apt-get install -y --no-install-recommends default-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium chromium-driver zsh python3-numpy gcc libc6-dev opencl-c-headers
debian-sid;openjdk-(17|21|25)-.*;sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-25-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium chromium-driver zsh python3-numpy gcc libc6-dev opencl-c-headers
ubuntu-22.04;openjdk-(17|21|25)-.*;sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-25-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium-browser chromium-chromedriver zsh python3-numpy gcc libc6-dev opencl-c-headers
ubuntu-22.04;none;sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium-browser chromium-chromedriver zsh python3-numpy gcc libc6-dev opencl-c-headers
mint-21;none;sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium-browser chromium-chromedriver zsh python3-numpy gcc libc6-dev opencl-c-headers
ubuntu-24.04;openjdk-(17|21)-.*;sudo apt-get update && sudo apt-get install -y --no-install-recommends openjdk-21-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium-browser chromium-chromedriver zsh python3-numpy gcc libc6-dev opencl-c-headers
ubuntu-24.04;none;sudo apt-get update && sudo apt-get install -y --no-install-recommends default-jdk-headless maven;sudo apt-get update && sudo apt-get install -y --no-install-recommends ocl-icd-libopencl1 pocl-opencl-icd;shellcheck oclgrind libblis4-pthread libopenblas0-pthread chromium-browser chromium-chromedriver zsh python3-numpy gcc libc6-dev opencl-c-headers
fedora-41;;sudo dnf install -y java-21-openjdk-devel maven;sudo dnf install -y 'libOpenCL.so.1()(64bit)' pocl;ShellCheck chromium chromedriver zsh python3-numpy gcc glibc-devel opencl-headers
fedora-43;;sudo dnf install -y java-25-openjdk-devel maven;sudo dnf install -y 'libOpenCL.so.1()(64bit)' pocl;ShellCheck chromium chromedriver zsh python3-numpy gcc glibc-devel opencl-headers
rocky-9;;sudo dnf install -y java-21-openjdk-devel maven;sudo dnf install -y epel-release && sudo crb enable && sudo dnf install -y 'libOpenCL.so.1()(64bit)' pocl;ShellCheck chromium chromedriver zsh python3-numpy gcc glibc-devel opencl-headers
alma-9;;sudo dnf install -y java-21-openjdk-devel maven;sudo dnf install -y epel-release && sudo crb enable && sudo dnf install -y 'libOpenCL.so.1()(64bit)' pocl;ShellCheck chromium chromedriver zsh python3-numpy gcc glibc-devel opencl-headers
arch;;sudo pacman -Syu --needed jdk25-openjdk maven;sudo pacman -Syu --needed ocl-icd pocl;shellcheck chromium zsh python-numpy gcc glibc opencl-headers
manjaro;;sudo pacman -Syu --needed jdk25-openjdk maven;sudo pacman -Syu --needed ocl-icd pocl;shellcheck chromium zsh python-numpy gcc glibc opencl-headers
tumbleweed;;sudo zypper install -y java-21-openjdk-devel maven;sudo zypper install -y libOpenCL1;ShellCheck chromium chromedriver zsh python3-numpy gcc glibc-devel opencl-headers
leap;;sudo zypper install -y java-21-openjdk-devel maven;sudo zypper install -y libOpenCL1;ShellCheck chromium chromedriver zsh python3-numpy gcc glibc-devel opencl-headers
alpine;;sudo apk add openjdk21-jdk maven;;shellcheck chromium chromium-chromedriver zsh py3-numpy gcc musl-dev opencl-headers
SYSTEMS
}

test_setup_says_that_epel_has_to_be_enabled_on_red_hat() {
    os_release rhel-9
    user
    stand_in dnf 'exit 0'
    setup
    says "Install with: sudo dnf install -y java-21-openjdk-devel maven"
    says "goes on without. First enable EPEL. Install with: sudo dnf install -y 'libOpenCL.so.1()(64bit)' pocl"
}

test_setup_tells_systems_it_does_not_know_to_install_by_hand() {
    local name
    for name in amazon gentoo; do
        os_release "$name"
        user
        stand_in dnf 'exit 0'
        setup
        has_status 1
        says "(no Java is installed), Maven 3.6.3 or newer. Install it by hand: $checkout/src/site/markdown/installing.md tells how"
        lacks "standard error" "$err" "dnf"
    done
    rm "$system/etc/os-release"
    setup
    says "sudo dnf install -y java-21-openjdk-devel maven"
    rm "$bin/dnf"
    stand_in uname 'echo Darwin'
    stand_in brew 'exit 0'
    setup
    says "Install with: brew install openjdk@21 maven"
}

test_setup_finds_opencl_in_macos() {
    stand_in uname 'echo Darwin'
    java_in "$system/Library/Java/JavaVirtualMachines/temurin-21.jdk/Contents/Home" 21.0.1 javac
    maven_in_path
    setup
    has_status 0
    is_silent
}

test_setup_respects_chosen_drivers() {
    everything
    rm -r "$system/etc/OpenCL"
    user
    setup
    says "missing: PoCL"
    setup OCL_ICD_VENDORS=/opt/drivers
    has_status 0
    is_silent
}

test_setup_finds_libraries_where_the_loader_does() {
    everything
    rm "$system/usr/lib/x86_64-linux-gnu/libOpenCL.so.1"
    setup
    says "missing: the OpenCL loader"
    stand_in ldconfig 'printf "\tlibOpenCL.so.1 (libc6,x86-64) => /opt/amd/libOpenCL.so.1\n"'
    setup
    is_silent
    stand_in ldconfig 'printf "\tlibOpenCL.so.1.2.3 (libc6,x86-64) => /opt/amd/libOpenCL.so.1.2.3\n"'
    mkdir "$stage/my libs"
    touch "$stage/my libs/libOpenCL.so.1"
    setup "LD_LIBRARY_PATH=/nowhere:$stage/my libs"
    is_silent
}

test_setup_refuses_unknown_options() {
    everything
    run "$checkout/scripts/setup.sh" --test
    has_status 2
    says "setup.sh does not know '--test'"
    run "$checkout/scripts/setup.sh" --help
    has_status 0
    says "--check"
}

test_setup_agrees_with_the_pom() {
    everything
    local tool minimum
    for tool in java maven; do
        minimum="$(sed -n "s/^readonly minimum_$tool=\([0-9.]*\) .*/\1/p" "$project"/scripts/{lib,setup}.sh)"
        grep -q "<version>\[${minimum:-none},)</version>" "$project/pom.xml" || fail "expected the pom's minimum of $tool"
    done
}

# --- santoku.sh and compare.sh ------------------------------------------------------------------------------------

test_santoku_builds_once() {
    everything
    santoku doctor --json "a file"
    has_status 0
    builds 1
    prints "argument=-jar
argument=$checkout/target/santoku.jar
argument=doctor
argument=--json
argument=a file"
    lacks "standard output" "$out" "a word of Maven"
    says "builds with JDK 17; the first time takes a few minutes"
    called "-Dspotless.check.skip=true"
    called "JAVA_HOME=$system/usr/lib/jvm/jdk-17.0.15"
    santoku doctor
    builds 1
    [ "$err" = "a word on standard error" ] || fail "expected no word but the program's"
}

test_santoku_builds_again_after_a_change() {
    everything
    santoku
    builds 1
    local expected=1 change
    for change in "touch src/main/java/A.java" "touch pom.xml" "touch kernels/a.cl" "touch .mvn/jvm.config" \
        "rm src/main/java/A.java" "mv kernels/a.cl kernels/b.cl"; do
        sleep 0.02
        (cd "$checkout" && eval "$change")
        santoku
        expected=$((expected + 1))
        builds "$expected"
    done
    touch "$checkout/scripts/lib.sh"
    mkdir -p "$checkout/results" "$checkout/src/test"
    santoku
    builds "$expected"
}

test_santoku_sees_a_change_during_the_build() {
    everything
    (sleep 0.2 && touch "$checkout/src/main/java/A.java") &
    run MAVEN_TAKES=0.5 "$checkout/scripts/santoku.sh"
    wait
    builds 1
    santoku
    builds 2
}

test_santoku_tells_why_the_build_failed() {
    everything
    run MAVEN_FAILS=yes "$checkout/scripts/santoku.sh" compare
    has_status 1
    no_output
    says "[ERROR] no such symbol"
    says "all of it is in $checkout/target/build.log"
    santoku compare
    has_status 0
    builds 2
}

test_maven_has_a_folder_to_write_to() {
    everything
    run MAVEN_FAILS=yes "MAVEN_SAYS=Could not create local repository at /home/a/.m2/repository -> [Help 1]" "$checkout/scripts/santoku.sh"
    has_status 1
    says "the build failed, since Maven cannot write to its folder; name another: export MAVEN_OPTS=-Dmaven.repo.local=FOLDER"
    stand_in id 'echo 4711; echo "id: cannot find name for user ID 4711" >&2; exit 1'
    run MAVEN_OPTS=-Xmx1g "$checkout/scripts/santoku.sh"
    has_status 0
    called "MAVEN_OPTS=-Xmx1g -Duser.home=$stage/home"
    touch "$checkout/pom.xml"
    : >"$calls"
    stand_in id 'echo somebody'
    santoku
    lacks "the calls" "$(<"$calls")" "user.home"
}

test_santoku_does_not_trust_a_build_that_was_cut_off() {
    everything
    santoku
    touch "$checkout/target/santoku.building"
    santoku
    has_status 0
    builds 2
    santoku
    builds 2
}

test_santoku_removes_what_the_sources_no_longer_hold() {
    everything
    santoku
    touch "$checkout/target/classes/old-kernel.cl"
    touch "$checkout/kernels/a.cl"
    santoku
    [ ! -e "$checkout/target/classes/old-kernel.cl" ] || fail "expected a clean folder of classes"
}

test_santoku_builds_once_for_many() {
    everything
    local starts=() start
    for start in 1 2 3 4; do
        (cd "$stage" && env -i "PATH=$bin" "HOME=$stage/home" "STAGE=$stage" "SANTOKU_SYSROOT=$system" MAVEN_TAKES=0.3 \
            "$checkout/scripts/santoku.sh" "$start" >"$stage/out.$start" 2>&1 </dev/null) &
        starts+=($!)
    done
    status=0
    for start in "${starts[@]}"; do
        wait "$start" || status=$?
    done
    out="$(cat "$stage"/out.*)" err=""
    has_status 0
    builds 1
    prints "another build runs in $checkout; waits for it"
}

test_santoku_passes_exit_codes() {
    everything
    local code
    for code in 0 2 3 6 130; do
        run EXIT_CODE=$code "$checkout/scripts/santoku.sh" compare
        has_status $code
        run EXIT_CODE=$code "$checkout/scripts/compare.sh"
        has_status $code
    done
}

test_santoku_passes_signals() {
    everything
    santoku
    env -i "PATH=$bin" "HOME=$stage/home" "SANTOKU_SYSROOT=$system" PATIENCE=yes \
        "$checkout/scripts/compare.sh" >"$stage/out" 2>"$stage/err" </dev/null &
    local pid=$! tries=100
    until grep -q columns "$stage/out" || [ $((tries -= 1)) -eq 0 ]; do
        sleep 0.05
    done
    kill -TERM "$pid"
    status=0
    wait "$pid" || status=$?
    out="$(<"$stage/out")" err="$(<"$stage/err")"
    has_status 130
    prints "pid=$pid" # the program took the place of the script
    prints "terminated"
}

test_santoku_keeps_logs_of_java_from_standard_output() {
    everything
    jdk 25
    run JAVA_TOOL_OPTIONS=-Xlog:gc "$checkout/scripts/santoku.sh" compare
    prints "argument=-Xlog:disable"
    says "nothing is logged for JAVA_TOOL_OPTIONS but to a file (:file=FILE), since standard output holds results"
    run JAVA_TOOL_OPTIONS=-Xlog:gc:file=gc.log "$checkout/scripts/santoku.sh" compare
    lacks "standard output" "$out" "argument=-Xlog:disable"
}

test_santoku_takes_its_temporary_folder_from_the_environment() {
    everything
    jdk 25
    mkdir "$stage/my tmp"
    run "TMPDIR=$stage/my tmp" "$checkout/scripts/santoku.sh" compare
    prints "argument=-Djava.io.tmpdir=$stage/my tmp"
    run "TMPDIR=$stage/my tmp" JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=/x "$checkout/scripts/santoku.sh" compare
    lacks "standard output" "$out" "argument=-Djava.io.tmpdir"
    run "TMPDIR=$stage/nowhere" "$checkout/scripts/santoku.sh" compare
    lacks "standard output" "$out" "argument=-Djava.io.tmpdir"
}

test_santoku_refuses_a_folder_that_ends_a_path() {
    everything
    jdk 25
    mv "$checkout" "$stage/a:b"
    run "$stage/a:b/scripts/santoku.sh" compare
    [ "$status" -eq 1 ] || fail "expected 1"
    says "$stage/a:b holds ':', which ends a path for Java: move the project to a folder without one"
}

test_santoku_prefers_the_newest_lts() {
    everything
    jdk 21.0.2
    jdk 25
    jdk 26-ea
    jdk 11.0.9
    java_in "$system/usr/lib/jvm/jre-29" 29
    santoku
    prints "java=$system/usr/lib/jvm/jdk-25/bin/java"
    java_in "$stage/home/.sdkman/candidates/java/29-tem" 29.0.1 javac
    santoku
    prints "java=$stage/home/.sdkman/candidates/java/29-tem/bin/java"
    java_in "$stage/my jdk" 18.0.1 javac
    run "JAVA_HOME=$stage/my jdk" "$checkout/scripts/santoku.sh"
    prints "java=$stage/my jdk/bin/java"
}

test_santoku_takes_the_path_without_an_lts() {
    everything
    rm -rf "$system/usr/lib/jvm"
    jdk 26
    java_in "$stage/elsewhere" 23 javac
    ln -s "$stage/elsewhere/bin/java" "$bin/java"
    santoku
    prints "java=$stage/elsewhere/bin/java"
    rm "$bin/java"
    santoku
    prints "java=$system/usr/lib/jvm/jdk-26/bin/java"
}

test_santoku_asks_a_shim_for_its_home() {
    everything
    rm -rf "$system/usr/lib/jvm"
    java_in "$stage/managed" 21.0.4 javac
    stand_in java 'printf "    java.home = %s\n" "$STAGE/managed" >&2'
    santoku
    has_status 0
    prints "java=$stage/managed/bin/java"
}

test_santoku_says_what_it_lacks() {
    santoku
    has_status 1
    no_output
    says "no Java is installed; Santoku needs Java 17 or newer: run $checkout/scripts/setup.sh"
    jdk 17.0.15
    santoku
    has_status 1
    says "to build Santoku Maven is needed, and there is none: run $checkout/scripts/setup.sh"
    maven_in_path
    rm "$system/usr/lib/jvm/jdk-17.0.15/bin/javac"
    santoku
    has_status 1
    says "jdk-17.0.15 has no compiler: run"
}

test_santoku_runs_on_a_runtime_once_built() {
    everything
    santoku
    rm "$system/usr/lib/jvm/jdk-17.0.15/bin/javac" "$bin/mvn"
    santoku
    has_status 0
}

test_santoku_tells_the_program_of_the_terminal() {
    everything
    santoku
    prints "terminal=
columns=100"
    run COLUMNS=72 "$checkout/scripts/santoku.sh"
    prints "columns=72"
    run COLUMNS=wide "$checkout/scripts/santoku.sh"
    prints "columns=100"
    run script -qec "stty cols 133; '$checkout/scripts/santoku.sh'" /dev/null
    prints "terminal=stdout,stderr"
    prints "columns=133"
    run script -qec "stty cols 133; '$checkout/scripts/santoku.sh' >'$stage/file'" /dev/null
    out="$(<"$stage/file")"
    prints "terminal=stderr"
    prints "columns=133"
    run script -qec "stty cols 0; '$checkout/scripts/santoku.sh' 2>/dev/null" /dev/null
    prints "terminal=stdout"
    prints "columns=100"
    rm "$bin/stty"
    run script -qec "'$checkout/scripts/santoku.sh'" /dev/null
    prints "columns=100"
}

test_scripts_leave_the_working_folder_alone() {
    everything
    local elsewhere="$stage/some where else"
    mkdir -p "$elsewhere"
    ln -s "$checkout" "$stage/a link"
    ln -s "$checkout/scripts/compare.sh" "$bin/compare-matrices"
    local command
    for command in "$checkout/scripts/compare.sh" "../a link/scripts/compare.sh" compare-matrices; do
        folder="$elsewhere" run CDPATH="$stage" "$command" --out results
        has_status 0
        prints "folder=$elsewhere
argument=-Dfile.encoding=UTF-8
argument=-jar
argument=$checkout/target/santoku.jar
argument=compare
argument=--out
argument=results"
    done
    builds 1
}

test_scripts_run_without_an_environment() {
    everything
    santoku
    status=0
    (cd / && env -i "JAVA_HOME=$system/usr/lib/jvm/jdk-17.0.15" "SANTOKU_SYSROOT=$system" "$BASH" \
        "$checkout/scripts/santoku.sh" list) >"$stage/out" 2>"$stage/err" </dev/null || status=$?
    out="$(<"$stage/out")" err="$(<"$stage/err")"
    has_status 0
    prints "argument=list"
}

test_compare_keeps_standard_output_for_results() {
    apt
    administrator
    run "$checkout/scripts/compare.sh" --version
    has_status 0
    prints "argument=compare
argument=--version"
    lacks "standard output" "$out" "a word of apt"
    lacks "standard output" "$out" "a word of Maven"
}

test_compare_stops_where_setup_does() {
    user
    run "$checkout/scripts/compare.sh" --quick
    has_status 1
    no_output
    says "missing: a JDK 17"
}

# --- Yardsticks ---------------------------------------------------------------------------------------------------

fetches() {
    local count
    count="$(grep -c 'dependency:copy@yardsticks' "$calls" || true)"
    [ "$count" -eq "$1" ] || fail "expected yardsticks to be fetched $1 times in all, not $count"
}

test_santoku_fetches_yardsticks_when_asked() {
    everything
    local arguments
    for arguments in "compare --quick" "compare --backends single,pool" "compare --label openblas" "doctor --yardsticks" \
        "compare --backends openblast" "compare --backends cublas" "compare --backends single --label openblas"; do
        # shellcheck disable=SC2086 # words
        santoku $arguments
        has_status 0
        fetches 0
    done
    for arguments in "--yardsticks" "--backends openblas" "--backends=single,openblas:pool" "--backends clblast@cl0" \
        "--quick --backends pool,openblas@cpu,single"; do
        rm -rf "$checkout/target/yardsticks"
        : >"$calls"
        # shellcheck disable=SC2086 # words
        santoku compare $arguments
        has_status 0
        fetches 1
        says "fetches OpenBLAS and CLBlast for this machine, 24 MB"
        lacks "standard output" "$out" "a word of Maven"
    done
    builds 0
}

test_yardsticks_are_fetched_once() {
    everything
    santoku compare --yardsticks
    santoku compare --yardsticks
    run "$checkout/scripts/setup.sh" --yardsticks
    is_silent
    fetches 1
    sleep 0.02
    touch "$checkout/pom.xml" # another version, perhaps
    santoku compare --yardsticks
    fetches 2
}

test_santoku_goes_on_without_yardsticks() {
    everything
    santoku
    run MAVEN_FAILS=yes "$checkout/scripts/santoku.sh" compare --yardsticks
    has_status 0
    prints "argument=--yardsticks"
    says "[ERROR] no such symbol"
    says "OpenBLAS and CLBlast could not be fetched, as the lines above say; all of it is in $checkout/target/yardsticks.log"
    says "goes on without OpenBLAS and CLBlast"
    santoku compare --yardsticks
    fetches 2
    rm -r "$checkout/target/yardsticks" "$bin/mvn"
    santoku compare --yardsticks
    has_status 0
    says "to fetch OpenBLAS and CLBlast Maven is needed, and there is none: run $checkout/scripts/setup.sh --yardsticks"
    says "goes on without OpenBLAS and CLBlast"
}

test_a_strange_native_library_is_refused() {
    everything
    local downloaded="$stage/home/.m2/repository/org/openblas-1-here.jar" refusal
    refusal="is not among those in $checkout/src/supply/natives.sha256, so it is damaged or not the original; it was removed"
    mkdir -p "${downloaded%/*}"
    echo evil >"$downloaded"
    echo openblas >"${downloaded%/*}/openblas-1-there.jar"
    run "$checkout/scripts/setup.sh" --yardsticks
    has_status 1
    says "santoku: refused: openblas-natives.jar (SHA-256 $(echo evil | sha256sum | cut -d' ' -f1)) $refusal"
    [ "$(wc -l <"$stage/err")" -eq 2 ] || fail "expected what it fetches, and one line"
    [ "$(ls "${downloaded%/*}")" = openblas-1-there.jar ] || fail "expected Maven to have lost that one alone"
    [ ! -e "$checkout/target/yardsticks" ] || fail "expected nothing where Java would load it"
    santoku compare --yardsticks
    has_status 0
    [ "$(<"$checkout/target/yardsticks/openblas-natives.jar")" = openblas ] || fail "expected the original"
    sleep 0.02
    touch "$checkout/pom.xml"
    run JOCL=evil "$checkout/scripts/santoku.sh"
    has_status 1
    says "refused: jocl-2.jar (SHA-256 "
    [ ! -e "$checkout/target/santoku.jar" ] || fail "expected no program with it"
    santoku
    has_status 0
}

test_setup_fetches_yardsticks() {
    everything
    run "$checkout/scripts/setup.sh" --yardsticks --check
    says "missing: OpenBLAS and CLBlast. Fetch them with: $checkout/scripts/setup.sh --yardsticks"
    fetches 0
    run "$checkout/scripts/setup.sh" --yardsticks
    has_status 0
    no_output
    fetches 1
    rm -r "$checkout/target/yardsticks"
    run MAVEN_FAILS=yes "$checkout/scripts/setup.sh" --yardsticks
    has_status 1
    says "OpenBLAS and CLBlast could not be fetched"
    rm "$bin/mvn"
    apt
    administrator
    run "$checkout/scripts/setup.sh" --yardsticks
    has_status 0
    called "--no-install-recommends maven"
}

test_setup_fetches_mkl_which_is_then_found() {
    everything
    run "$checkout/scripts/setup.sh" --mkl --check
    says "missing: Intel's MKL. Fetch it with: $checkout/scripts/setup.sh --mkl"
    run MKL=forged "$checkout/scripts/setup.sh" --mkl
    has_status 1
    says "refused: mkl-1-here.jar"
    lacks "the calls" "$(<"$calls")" "unpack@mkl"
    santoku compare
    lacks "standard output" "$out" "MKL in"
    run "$checkout/scripts/setup.sh" --mkl
    has_status 0
    no_output
    called "dependency:unpack@mkl"
    [ -f "$checkout/target/mkl/lib/libmkl_rt.so.2" ] || fail "expected MKL to be unpacked"
    : >"$calls"
    run "$checkout/scripts/setup.sh" --mkl
    is_silent
    santoku compare
    prints "MKL in $checkout/target/mkl"
    run MKLROOT=/own "$checkout/scripts/santoku.sh" compare
    prints "MKL in /own"
}

test_a_fleet_fetches_spark_once() {
    everything
    local arguments
    mkdir -p "$checkout/src/cluster/java"
    for arguments in "fleet --slurm --nodes 2" "fleet --help" "compare --label fleet"; do
        # shellcheck disable=SC2086 # words
        santoku $arguments
        has_status 0
        lacks "the calls" "$(cat -- "$calls")" "@spark"
    done
    santoku fleet --quick
    has_status 0
    says "fetches Spark, 110 MB, into $stage/home/.cache/santoku/spark-"
    called "-Dspark.folder="
    called "compiler:compile@cluster jar:jar@cluster"
    prints "argument=--quick"
    : >"$calls"
    santoku fleet --quick
    has_status 0
    [ ! -s "$calls" ] || fail "expected nothing to be fetched or built again: $(cat -- "$calls")"
}

test_contenders_on_spark() {
    everything
    local arguments
    mkdir -p "$checkout/src/cluster/java" "$checkout/src/mllib/java"
    printf '#!/usr/bin/env bash\ntouch "$3"\n' >"$system/usr/lib/jvm/jdk-17.0.15/bin/jar"
    chmod +x "$system/usr/lib/jvm/jdk-17.0.15/bin/jar"
    for arguments in "compare --label spark" "compare --backends single --label mllib" "doctor --backends spark"; do
        # shellcheck disable=SC2086 # words
        santoku $arguments
        has_status 0
        lacks "the calls" "$(cat -- "$calls")" "@spark"
        prints "argument=-jar"
    done
    santoku compare --backends single,spark
    has_status 0
    called "-Dspark.folder="
    called "compiler:compile@cluster jar:jar@cluster"
    lacks "the calls" "$(cat -- "$calls")" "@mllib"
    prints "argument=dev.santoku.cli.Main"
    prints ":$checkout/src/cluster/services:"
    santoku compare --backends=mllib:b512,pool
    has_status 0
    says "fetches MLlib, 37 MB, into $stage/home/.cache/santoku/mllib-"
    called "dependency:copy@yardsticks"
    called "dependency:copy@mllib"
}

test_strange_jars_of_spark_are_refused() {
    everything
    run SPARK=strange "$checkout/scripts/santoku.sh" fleet
    has_status 1
    says "refused: spark-core-1.jar is not among those in $checkout/src/supply/spark.sha256"
    run MORE_JARS=yes "$checkout/scripts/santoku.sh" fleet
    has_status 1
    says "refused: another.jar is not among those"
    printf '%064d  missing-1.jar\n' 0 >>"$checkout/src/supply/spark.sha256"
    santoku fleet
    has_status 1
    says "Spark is incomplete: 1 of 2 jars came"
    [ -z "$(ls "$stage/home/.cache/santoku")" ] || fail "what was refused is kept: $(ls "$stage/home/.cache/santoku")"
}

test_the_jar_names_the_yardsticks_that_the_pom_copies() {
    everything
    local jars
    jars="$(sed -n 's/.*<destFileName>\(.*\)<.*/yardsticks\/\1/p' "$project/pom.xml")"
    grep -q "<Class-Path>${jars//$'\n'/ }</Class-Path>" "$project/pom.xml" || fail "expected in the manifest: $jars"
}

# --- bundle.sh ----------------------------------------------------------------------------------------------------

test_bundle_says_what_it_lacks() {
    everything
    run "$checkout/scripts/bundle.sh" --size 5
    has_status 2
    no_output
    says "bundle: '--size' is no option; --help lists the options"
    run "$checkout/scripts/bundle.sh" --out
    has_status 2
    says "--out wants a file"
    run "$checkout/scripts/bundle.sh" --out "$stage/nowhere/a.tar.gz"
    has_status 1
    says "nothing can be written into the folder of $stage/nowhere/a.tar.gz; create it or name another with --out"
    stand_in uname 'case "$1" in -m) echo x86_64 ;; *) echo Linux ;; esac'
    run "$checkout/scripts/bundle.sh"
    has_status 1
    says "$system/usr/lib/jvm/jdk-17.0.15 has no jlink; install a full JDK, or name one with JAVA_HOME"
    cp "$system/usr/lib/jvm/jdk-17.0.15/bin/java" "$system/usr/lib/jvm/jdk-17.0.15/bin/jlink"
    rm "$system/usr/lib/x86_64-linux-gnu/libOpenCL.so.1"
    run "$checkout/scripts/bundle.sh"
    has_status 1
    says "libOpenCL.so.1 is not installed here, to be packed: run $checkout/scripts/setup.sh"
    stand_in uname 'case "$1" in -m) echo arm64 ;; *) echo Darwin ;; esac'
    run "$checkout/scripts/bundle.sh"
    has_status 1
    says "made for Linux on x86-64, and on such a machine alone; this is Darwin on arm64"
    builds 0
}

test_bundle_tells_its_options() {
    everything
    run "$checkout/scripts/bundle.sh" --help
    has_status 0
    prints "  --out FILE      the archive; target/santoku-VERSION-linux-x86_64.tar.gz without it"
}

# --- .mvn ---------------------------------------------------------------------------------------------------------

# real_maven: this machine's, with the project's .mvn, on a project whose parent lies in the stage's own repository.
real_maven() {
    status=0
    rm -rf -- "$stage/local"
    (cd -- "$stage/child" && exec mvn -B -s "$stage/settings.xml" -gs "$stage/settings.xml" "-Dmaven.repo.local=$stage/local" \
        validate) >"$stage/out" 2>"$stage/err" </dev/null || status=$?
    out="$(<"$stage/out")" err="$(<"$stage/err")"
}

test_maven_refuses_a_wrong_checksum() {
    local pom="$stage/repository/test/parent/1/parent-1.pom"
    mkdir -p "${pom%/*}" "$stage/child"
    cp -R "$project/.mvn" "$stage/child/"
    echo '<settings/>' >"$stage/settings.xml"
    echo "<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>parent</artifactId><version>1</version>
        <packaging>pom</packaging></project>" >"$pom"
    echo "<project><modelVersion>4.0.0</modelVersion><artifactId>child</artifactId><packaging>pom</packaging>
        <parent><groupId>test</groupId><artifactId>parent</artifactId><version>1</version><relativePath/></parent>
        <repositories><repository><id>stage</id><url>file://${stage// /%20}/repository</url></repository></repositories></project>" \
        >"$stage/child/pom.xml"
    echo 0000000000000000000000000000000000000000 >"$pom.sha1"
    real_maven
    has_status 1
    prints "Checksum validation failed"
    sha1sum <"$pom" | cut -d' ' -f1 >"$pom.sha1"
    real_maven
    has_status 0
}

# --- bench.sh, survey.sh, test.sh and .ci/run ---------------------------------------------------------------------

test_bench_compiles_and_runs() {
    everything
    run "$checkout/scripts/bench.sh" --list
    has_status 0
    called "test-compile dependency:build-classpath"
    prints "argument=$checkout/target/test-classes:$checkout/target/classes:/some lib.jar
argument=org.openjdk.jmh.Main
argument=-l"
    lacks "standard output" "$out" "a word of Maven"
    : >"$calls"
    run "$checkout/scripts/bench.sh" --help
    has_status 0
    prints "scripts/bench.sh self-check N [OPTIONS]"
    run "$checkout/scripts/bench.sh" Pack -f 1
    prints "argument=Pack
argument=-f
argument=1"
    called "test-compile"
    lacks "the calls" "$(<"$calls")" "build-classpath"
    run "$checkout/scripts/bench.sh" peers --quick
    has_status 0
    prints "argument=dev.santoku.peers.Peers
argument=--quick"
    run OPENBLAS_CORETYPE=Haswell OMP_NUM_THREADS=1 AOCL_ROOT=/opt "$checkout/scripts/bench.sh" peers
    says "set aside for yardsticks, since they change what a BLAS does: OMP_NUM_THREADS OPENBLAS_CORETYPE"
    lacks "standard output" "$out" "Haswell"
    run MAVEN_FAILS=yes "$checkout/scripts/bench.sh" Pack
    has_status 1
    no_output
    says "[ERROR] no such symbol"
    says "the benchmarks do not compile, as the lines above say; all of it is in $checkout/target/bench.log"
}

test_bench_counts_what_self_checks_say() {
    everything
    cat >"$checkout/scripts/santoku.sh" <<'CHECK'
#!/usr/bin/env bash
echo run >>"$0.runs"
printf '%s\n' "$*" "" "precision  contender  over itself  verdict"
case $(grep -c run "$0.runs") in
2) echo "f32  single:vector@cpu  1.10×  faster: false"; exit 7 ;;
3) echo "f32  single:vector@cpu  1.10×  inconclusive" ;;
5) echo "failed single:vector@cpu (f32 256): crashed"; exit 6 ;;
*) echo "f32  single:vector@cpu  1.01×  same" ;;
esac
CHECK
    run "$checkout/scripts/bench.sh" self-check 3
    has_status 7
    prints "run 2
f32  single:vector@cpu  1.10×  faster: false"
    prints "verdicts: 3; 1 same, 1 inconclusive, 1 false"
    run "$checkout/scripts/bench.sh" self-check 1
    has_status 0
    prints "verdicts: 1; 1 same, 0 inconclusive, 0 false"
    run "$checkout/scripts/bench.sh" self-check 2 --quick
    has_status 6
    run "$checkout/scripts/bench.sh" self-check many
    has_status 1
    says "how many runs?"
}

# Ended while nvidia-smi still works: what it has written lies in the folder, without the programs of others.
test_an_interrupted_survey_keeps_no_programs_of_others() {
    mkdir -p "$stage/bundle/scripts"
    cp "$project/src/bundle/survey.sh" "$stage/bundle/"
    cp "$project/scripts/host.sh" "$stage/bundle/scripts/"
    ln -s "$(type -P timeout)" "$bin/timeout"
    stand_in nvidia-smi 'printf "%s\n" "| NVIDIA-SMI 570.86 |" "| Processes: |" "| 4711  /home/somebody/secret |"
touch "$STAGE/printed"
sleep 20'
    (exec env -i "PATH=$bin" "HOME=$stage/home" "STAGE=$stage" "SANTOKU_SYSROOT=$system" \
        "$stage/bundle/survey.sh" "$stage/found" >"$stage/out" 2>"$stage/err" </dev/null) &
    local pid=$! i
    for ((i = 0; i < 200; i++)); do
        [ ! -e "$stage/printed" ] || break
        sleep 0.05
    done
    sleep 0.2 # what was printed is on its way into the file
    kill -TERM "$pid"
    wait "$pid" || status=$?
    err="$(<"$stage/err")"
    has_status 130
    says "survey: stopped by hand"
    [ "$(<"$stage/found/nvidia-smi.txt")" = "| NVIDIA-SMI 570.86 |" ] \
        || fail "expected the GPUs alone: $(<"$stage/found/nvidia-smi.txt")"
}

# What only a finished program can answer is left to stand-ins of it.
test_all_tests_without_oclgrind_are_a_failure() {
    everything
    tools_for_tests
    mkdir -p "$checkout/src/test/scripts"
    echo 'echo "tested: ${0##*/} $*"' | tee "$checkout/src/test/scripts/"{scripts,cluster}-test.sh \
        >"$checkout/src/test/scripts/bundle-test.sh"
    printf '#!/usr/bin/env bash\necho santoku 1\n' >"$checkout/scripts/santoku.sh"
    run "$checkout/scripts/test.sh"
    has_status 1
    says "no kernel was run under Oclgrind"
    run "$checkout/scripts/test.sh" -Dtest=ShapeTest
    has_status 0
    run "$checkout/scripts/test.sh" --help
    has_status 0
    prints "scripts/test.sh [--again] [MAVEN ARGS…]"
    run "$checkout/scripts/test.sh" --room nowhere
    has_status 1
    says "--room: there is no folder src/test/java/dev/santoku/nowhere"
    mkdir -p "$checkout/src/test/java/dev/santoku/report/html"
    run "$checkout/scripts/test.sh" --room report.html
    has_status 0
    called "-Dtest=dev/santoku/report/html/*Test -Dtest.without=slow -Dwithout-vector.skip=true"
    says "--slow runs them"
    run "$checkout/scripts/test.sh" --room report.html --slow
    has_status 0
    called "-Dtest=dev/santoku/report/html/*Test -Dtest.without= -Dsurefire"
    run "$checkout/scripts/test.sh" --room report.html --fast
    has_status 1
    says "and perhaps --slow"
    run "$checkout/scripts/test.sh" --again clean
    has_status 0
    called "-Dtest.without=any-jdk -Djacoco.skip=true -Derror-prone.more=-XepDisableAllChecks clean verify"
    stand_in mvn 'echo "Apache Maven 3.9.9"
mkdir -p target
echo "all 7 kernels" >target/oclgrind.txt'
    run "$checkout/scripts/test.sh"
    has_status 0
    says "Oclgrind found no fault in all 7 kernels"
}

test_drivers_say_what_they_lack() {
    everything
    run "$checkout/scripts/test-drivers.sh" --help
    has_status 0
    prints "--faulty-kernel"
    run "$checkout/scripts/test-drivers.sh" pocl-1
    has_status 2
    says "no driver 'pocl-1'"
    run "$checkout/scripts/test-drivers.sh" --everything
    has_status 2
    run "$checkout/scripts/test-drivers.sh" --list
    has_status 0
    prints "rusticl-26"
    run "$checkout/scripts/test-drivers.sh" pocl-7
    has_status 75
    says "not run: it needs Linux with apt"
}

test_systems_say_what_they_lack() {
    everything
    run "$checkout/scripts/test-systems.sh" --help
    has_status 0
    prints "--table FILE"
    run "$checkout/scripts/test-systems.sh" debian-1
    has_status 2
    says "no system 'debian-1': choose from debian-12"
    run "$checkout/scripts/test-systems.sh" --everything
    has_status 2
    run "$checkout/scripts/test-systems.sh" --list
    has_status 0
    prints $'debian-sid\nubuntu-22.04'
    run "$checkout/scripts/test-systems.sh" debian-13
    has_status 75
    says "not run: it needs Linux with apt"
}

# A stand-in for Intel's compiler tells of a kernel of 16 lanes with 4 multiply-adds and a matrix instruction in a loop of 8.
test_kernel_reports_fail_when_a_kernel_became_worse() {
    everything
    local tool
    for tool in awk cksum od; do
        ln -s "$(type -P "$tool")" "$bin/$tool"
    done
    printf '#include "types.h"\n' | tee "$checkout/kernels/warp.cl" >"$checkout/kernels/types.h"
    echo 'intel,*,warp,-DLANES_M=4 -DLANES_N=8 -DPRECISION=32' >"$checkout/kernels/shipped.csv"
    : >"$checkout/kernels/reports.csv"
    stand_in ocloc 'if [ "$1" = compile ]; then
    : >kernel_dg2.bin
    exit
fi
mkdir -p dump
zeros="0 0 0 0 0 0 0 0 0 0 0 0"
printf "%s\n" "	KernelName warp" "	4 Token 23" "	Hex $zeros 10 0 0 0" "	4 Token 18" "	Hex 0 0 0 0 0 ${SPILLED:-0} 0 0" >dump/PTM.txt
{
    echo L8:
    for i in 1 2 3 ${MADS-4}; do echo "        mad (16|M0)              r2.0<1>:f     r2.0<1;0>:f  r3.0<1;0>:f  r4.0<1>:f"; done
    for i in 1 2 ${NO_MATRIX:+3}; do echo "(W)     add (1|M0)               r6.2<1>:d     r6.2<0;1,0>:d     16:w"; done
    [ -n "${NO_MATRIX:-}" ] || echo "        dpas.8x8 (16|M0)         r10:f         r10:f             r20:hf           r30.0:hf"
    echo "(W&f0.0) jmpi                                L8"
} >dump/warp_KernelHeap.asm'
    run "$checkout/scripts/kernel-report.sh" intel gfx942
    has_status 2
    says "gfx942 is of amd, which is not asked for"
    run "$checkout/scripts/kernel-report.sh" intel dg2
    has_status 0
    prints "f32     warp                       128        0        0       0      64     50.0       1"
    run "$checkout/scripts/kernel-report.sh" intel dg2 --update
    has_status 0
    run "$checkout/scripts/kernel-report.sh" all --check --at-hand
    has_status 0
    says "skipped: nvidia, for there is no ptxas"
    says "1 kernels compared, 0 of their figures worse; 3 are not in reports.csv, by ocloc-unknown; skipped: 4"
    run SPILLED=2 "$checkout/scripts/kernel-report.sh" intel dg2 --check
    has_status 1
    says "worse: dg2 warp f32 by ocloc-unknown: spills 512 bytes, not 0"
    run MADS= "$checkout/scripts/kernel-report.sh" intel dg2 --check
    has_status 1
    says "42.9 multiply-adds in 100 instructions, not 50.0"
    run NO_MATRIX=yes "$checkout/scripts/kernel-report.sh" intel dg2 --check
    has_status 1
    says "worse: dg2 warp f32 by ocloc-unknown: 0 matrix instructions, not 1"
    run "$checkout/scripts/kernel-report.sh" nvidia --check --at-hand
    has_status 75
    run "$checkout/scripts/kernel-report.sh" arm
    has_status 2
}

# Stand-ins for clang make a loop of ten instructions with four products of tiles, and one around it that only stores them.
test_kernel_reports_of_processors_hold_what_is_in_the_loop() {
    everything
    ln -s "$(type -P awk)" "$bin/awk"
    : >"$checkout/kernels/panel.cl"
    echo 'x86,sapphirerapids,panel,-DINPUT=8 -DNATIVE=2 -DPRECISION=32' >"$checkout/kernels/shipped.csv"
    : >"$checkout/kernels/reports.csv"
    local version
    for version in 14 19; do
        stand_in "clang-$version" 'if [ "$1" = -dumpversion ]; then
    echo "${0##*-}.0.1"
    exit
fi
while [ "$1" != -o ]; do shift; done
{
    printf "%s\n" pack_a: "	vmovups	(%rsi), %zmm0" panel: .LBB1_1: .LBB1_2:
    for i in 0 1 2 3; do printf "\t%s\n" "tileloadd	(%rdi,%rbx), %tmm$((4 + i))" "${PRODUCT:-tdpbssd}	%tmm6, %tmm4, %tmm$i"; done
    [ -z "${SPILL:-}" ] || echo "	vmovaps	64(%rsp), %ymm1         # 32-byte Reload"
    printf "\t%s\n" "cmpl	36(%rsp), %esi" "jb	.LBB1_2" "vmovups	%zmm1, 128(%rsp)" "jne	.LBB1_1"
} >"$2"'
    done
    run "$checkout/scripts/kernel-report.sh" x86
    has_status 0
    prints "sapphirerapids  clang-19.0.1"
    prints "i8      panel                        9        0        0       0       1     40.0       4"
    [[ "$out" != *pack_a* ]] || fail "expected no row of a kernel that only packs: $out"
    run "$checkout/scripts/kernel-report.sh" x86 --update
    has_status 0
    run "$checkout/scripts/kernel-report.sh" x86 --check
    has_status 0
    says "2 kernels compared, 0 of their figures worse; skipped: 0"
    run SPILL=yes "$checkout/scripts/kernel-report.sh" x86 --check
    has_status 1
    says "worse: sapphirerapids panel i8 by clang-14.0.1: spills 32 bytes, not 0"
    run PRODUCT=paddd "$checkout/scripts/kernel-report.sh" x86 --check
    has_status 1
    says "worse: sapphirerapids panel i8 by clang-14.0.1: 0 matrix instructions, not 4"
}

# No compiler is needed to see that a source changed.
test_kernels_compiled_ahead_are_of_todays_sources() {
    everything
    ln -s "$(type -P awk)" "$bin/awk"
    mkdir -p "$checkout/kernels/ptx"
    printf '#include "types.h"\n' >"$checkout/kernels/warp.cl"
    echo real >"$checkout/kernels/types.h"
    local hash
    hash="$(cat "$checkout/kernels/warp.cl" "$checkout/kernels/types.h" | sha256sum | cut -d' ' -f1)"
    printf '%s\n' file,target,version,kernel,options,sources "warp-a.ptx,sm_50,6.0,warp,-DPRECISION=32,$hash" >"$checkout/kernels/ptx/index.csv"
    run "$checkout/scripts/kernel-report.sh" ptx --check --at-hand
    has_status 75
    says "is of today's sources, but there is no ptxas"
    echo other >>"$checkout/kernels/types.h"
    run "$checkout/scripts/kernel-report.sh" ptx --check --at-hand
    has_status 1
    says "the sources changed since these were compiled: warp-a.ptx; scripts/kernel-report.sh ptx --update"
}

# A survey in a bundle of stand-ins: one file has all documents, no step begins when no time is left, and the second route to a GPU
# is measured by name.
test_a_survey_is_one_file_and_ends_in_time() {
    mkdir -p "$stage/bundle/scripts"
    cp "$project/src/bundle/survey.sh" "$stage/bundle/"
    cp "$project/scripts/host.sh" "$stage/bundle/scripts/"
    ln -s "$(type -P timeout)" "$bin/timeout"
    cat >"$stage/bundle/santoku.sh" <<'PROGRAM'
#!/usr/bin/env bash
echo "$*" >>"$STAGE/calls"
while [ $# -gt 0 ]; do
    [ "$1" != --json ] || file="$2"
    shift
done
[ -n "${file:-}" ] || exit 0
echo '{"devices": [{"id" : "cuda0"}]}' >"$file"
case "$file" in
*/tune.json) echo "no \"such\" thing" >&2; exit 6 ;;
esac
PROGRAM
    printf '#!/usr/bin/env bash\n[ -z "${SLOW:-}" ] || sleep "$SLOW"\nexec "${0%%/*}/santoku.sh" compare "$@"\n' >"$stage/bundle/compare.sh"
    chmod +x "$stage/bundle/santoku.sh" "$stage/bundle/compare.sh"
    run "$stage/bundle/survey.sh" "$stage/found"
    has_status 1
    says "tune: exit code 6"
    local found
    found="$(<"$stage/found/survey.json")"
    case "$found" in
    '{"schema": "santoku/survey/1", "steps": ['*'tune.log tells: no \"such\" thing"'*$',\n"doctor": {"devices"'*$',\n"compilers": {'*$',\n"before": {'*$',\n"tune": {'*$',\n"after": {'*$',\n"reduced": {'*$',\n"cuda": {'*'}') ;;
    *) fail "survey.json is not what was found: $found" ;;
    esac
    grep -q -- '--backends jocl@cuda0 --precision f32,f64,tf32,bf16,f16,i8' "$calls" || fail "the second route was not measured: $(<"$calls")"
    grep -q -- '--precision tf32,bf16,f16,i8 .* --yardsticks' "$calls" || fail "the reduced precisions were not measured: $(<"$calls")"
    grep -q -- '^tune --precision f32,f64 ' "$calls" || fail "tuned otherwise: $(<"$calls")"
    run SLOW=20 "$stage/bundle/survey.sh" --total 7 "$stage/in time"
    has_status 1
    says "before: stopped after"
    says "after: left out, for no time is left"
    case "$(<"$stage/in time/survey.json")" in
    *'"before": null'*) ;;
    *) fail "a step that was stopped has a document" ;;
    esac
}

# A row takes the place of the one before; a new one goes below the others of its table, whatever other tables there are.
test_tables_take_rows() {
    printf '%s\n' '| system | command |' '|---|---|' '| a | b |' '' '| name | date |' '|---|---|' '| `one` | old |' '' end >"$stage/page.md"
    status=0
    (
        cache="$stage"
        source "$checkout/scripts/debian.sh"
        put_row "$stage/page.md" one '| `one` | new |'
        put_row "$stage/page.md" two '| `two` | new |'
        put_row "" three '| `three` | new |'
    )
    [ "$(<"$stage/page.md")" = '| system | command |
|---|---|
| a | b |

| name | date |
|---|---|
| `one` | new |
| `two` | new |

end' ] || fail "expected other rows: $(<"$stage/page.md")"
}

test_ci_says_whether_drivers_were_run() {
    everything
    tools_for_tests
    printf '#!/usr/bin/env bash\n' >"$checkout/scripts/test.sh"
    printf '#!/usr/bin/env bash\nexit "${DRIVERS:-0}"\n' >"$checkout/scripts/test-drivers.sh"
    run "$checkout/.ci/run"
    has_status 0
    run DRIVERS=75 "$checkout/.ci/run"
    has_status 0
    says "NOT RUN: drivers (pocl-7)"
    run DRIVERS=1 "$checkout/.ci/run"
    has_status 1
    says "failed: drivers (pocl-7)"
}

test_ci_runs_all_on_the_newest_and_again_on_the_oldest() {
    everything
    jdk 21.0.2
    jdk 25.0.3
    jdk 26
    tools_for_tests
    cat >"$checkout/scripts/test.sh" <<'TEST'
#!/usr/bin/env bash
echo "tested with $JAVA_HOME: $*"
[ "${JAVA_HOME##*-}" != "${FAILS_ON:-}" ]
TEST
    run "$checkout/.ci/run"
    has_status 0
    prints "=== JDK 25 "
    [ "$(grep '^tested' "$stage/out")" = "tested with $system/usr/lib/jvm/jdk-25.0.3: clean
tested with $system/usr/lib/jvm/jdk-17.0.15: --again clean" ] || fail "expected all on 25, then again on 17: $out"
    run FAILS_ON=25.0.3 "$checkout/.ci/run"
    has_status 1
    says "failed on JDK 25"
    prints "jdk-17.0.15: --again clean"
    run FAILS_ON=17.0.15 "$checkout/.ci/run"
    has_status 1
    says "failed on JDK 17"
    rm -r "$system"/usr/lib/jvm/jdk-2[15]*
    run "$checkout/.ci/run"
    has_status 0
    says "no LTS newer than JDK 17 is installed"
    [ "$(grep '^tested' "$stage/out")" = "tested with $system/usr/lib/jvm/jdk-17.0.15: clean" ] || fail "expected all on 17: $out"
    rm -r "$system/usr/lib/jvm/jdk-17.0.15"
    run "$checkout/.ci/run"
    has_status 1
    says "no JDK 17 is installed"
}

# --- All of them --------------------------------------------------------------------------------------------------

while IFS= read -r name; do
    status=0 out="" err="" folder=""
    # A subshell not in a condition: there set -e would be off.
    set +e
    (
        set -e
        stage "$name"
        "$name"
    )
    result=$?
    set -e
    if [ "$result" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n' "${name//_/ }"
    fi
done < <(declare -F | sed -n "s/^declare -f \(test_[a-z0-9_]*${1:-}[a-z0-9_]*\)$/\1/p")

printf 'scripts-test.sh: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
