#!/usr/bin/env bash
# Sees to what Santoku needs: a JDK, Maven, the OpenCL loader and PoCL, OpenCL's driver for the CPU.
#
#   scripts/setup.sh                installs what is missing (Debian, Ubuntu), or prints the command that does (elsewhere)
#   scripts/setup.sh --tests        as well as what the tests need: Oclgrind, ShellCheck, Chromium and its driver, zsh, gcc
#   scripts/setup.sh --yardsticks   fetches OpenBLAS and CLBlast for this machine as well, 24 MB; compare does so when asked to
#   scripts/setup.sh --check        only says what is missing
#
# Silent when nothing is missing. Speaks on standard error alone. Exit code 1 when something needed is missing after all;
# OpenCL is needed by the tests alone, for the other back ends run without it.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

readonly minimum_maven=3.6.3 # as the enforcer in pom.xml says
tests=no
yardsticks_too=no
check=no

parse_arguments() {
    local argument
    for argument in "$@"; do
        case "$argument" in
        --tests) tests=yes ;;
        --yardsticks) yardsticks_too=yes ;;
        --check) check=yes ;;
        --help | -h)
            usage >&2
            exit 0
            ;;
        *)
            say "setup.sh does not know '$argument'; it knows --tests, --yardsticks, --check and --help"
            exit 2
            ;;
        esac
    done
}

# Whether yardsticks are asked for and not there.
is_fetching() {
    [ "$yardsticks_too" = yes ] && ! has_yardsticks
}

# Sets the arrays `needed` and `optional`: what is missing, in words of our own.
find_missing() {
    local building_soon=no
    needed=() optional=()
    if [ "$tests" = yes ] || ! is_built || is_fetching; then
        building_soon=yes
    fi
    if ! find_java; then
        needed+=(jdk)
    elif [ "$building_soon" = yes ] && ! can_compile; then
        java_problem="$java_home has no compiler"
        needed+=(jdk)
    fi
    maven_found="$(maven_version)"
    if [ "$building_soon" = no ]; then
        : # Maven has done its work
    elif [ -z "$maven_found" ]; then
        needed+=(maven)
    elif ! version_at_least "$maven_found" "$minimum_maven"; then
        needed+=(newer-maven)
    fi
    has_opencl_loader || optional+=(loader)
    has_pocl || optional+=(pocl)
    if [ "$tests" = yes ]; then
        needed+=(${optional[@]+"${optional[@]}"})
        optional=()
        command -v shellcheck >/dev/null || needed+=(shellcheck)
        has_oclgrind || needed+=(oclgrind)
        has_chromium || needed+=(chromium)
        command -v chromedriver >/dev/null || needed+=(chromedriver)
        command -v zsh >/dev/null || needed+=(zsh)
        find_missing_of_faulty_driver
    fi
}

# The tests build a driver that goes wrong, src/test/icd/faulty.c, for Linux alone.
find_missing_of_faulty_driver() {
    if is_macos; then
        return 0
    fi
    command -v gcc >/dev/null || needed+=(gcc)
    [ -e "$sysroot/usr/include/stdio.h" ] || needed+=(libc-headers)
    [ -e "$sysroot/usr/include/CL/cl_icd.h" ] || needed+=(opencl-headers)
}

# Oclgrind is used through its driver, not through its command.
has_oclgrind() {
    is_macos || [ -e "$sysroot/usr/lib/oclgrind/liboclgrind-rt-icd.so" ]
}

has_chromium() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

# describe THING: what it is, and why what is there does not do.
describe() {
    case "$1" in
    jdk) printf 'a JDK %s or newer (%s)' "$minimum_java" "$java_problem" ;;
    maven) printf 'Maven %s or newer' "$minimum_maven" ;;
    newer-maven) printf 'Maven %s or newer (Maven %s is too old)' "$minimum_maven" "$maven_found" ;;
    loader) printf 'the OpenCL loader libOpenCL.so.1' ;;
    pocl) printf "PoCL, OpenCL's driver for the CPU" ;;
    oclgrind) printf 'Oclgrind' ;;
    shellcheck) printf 'ShellCheck' ;;
    chromium) printf 'Chromium' ;;
    chromedriver) printf "Chromium's driver" ;;
    zsh) printf 'zsh' ;;
    gcc) printf 'gcc' ;;
    libc-headers) printf "the C library's headers" ;;
    opencl-headers) printf "OpenCL's headers" ;;
    esac
}

# describe_all THING…
describe_all() {
    local thing separator=""
    for thing in "$@"; do
        printf '%s' "$separator"
        describe "$thing"
        separator=", "
    done
}

package_manager() {
    local manager
    for manager in apt-get dnf pacman zypper brew; do
        if command -v "$manager" >/dev/null; then
            printf '%s\n' "$manager"
            return 0
        fi
    done
}

# package MANAGER THING: its package there; nothing where the system has none.
package() {
    case "$1:$2" in
    apt-get:jdk) debian_jdk_package ;;
    dnf:jdk | zypper:jdk) echo java-21-openjdk-devel ;;
    pacman:jdk) echo jdk21-openjdk ;;
    brew:jdk) echo openjdk@21 ;;
    *:newer-maven) ;; # what a package manager could give is there, or is hidden by it
    *:maven) echo maven ;;
    apt-get:loader) echo ocl-icd-libopencl1 ;;
    zypper:loader) echo libOpenCL1 ;;
    *:loader) echo ocl-icd ;;
    apt-get:pocl) echo pocl-opencl-icd ;;
    *:pocl) echo pocl ;;
    apt-get:oclgrind) echo oclgrind ;;
    apt-get:shellcheck | pacman:shellcheck | brew:shellcheck) echo shellcheck ;;
    *:shellcheck) echo ShellCheck ;;
    brew:chromium) ;; # a cask, which macOS would not start without being asked
    *:chromium) echo chromium ;;
    apt-get:chromedriver) echo chromium-driver ;;
    pacman:chromedriver) ;; # comes with Chromium
    *:chromedriver) echo chromedriver ;;
    *:zsh) echo zsh ;;
    brew:gcc | brew:*-headers) ;; # that driver is not for macOS
    *:gcc) echo gcc ;;
    apt-get:libc-headers) echo libc6-dev ;;
    pacman:libc-headers) echo glibc ;;
    *:libc-headers) echo glibc-devel ;;
    apt-get:opencl-headers) echo opencl-c-headers ;;
    *:opencl-headers) echo opencl-headers ;;
    esac
}

# The newest LTS that the package lists know.
debian_jdk_package() {
    local feature
    for feature in 25 21 17; do
        if is_known_to_apt "openjdk-$feature-jdk-headless"; then
            echo "openjdk-$feature-jdk-headless"
            return 0
        fi
    done
    echo openjdk-17-jdk-headless
}

is_known_to_apt() {
    apt-cache show "$1" >/dev/null 2>&1
}

# packages MANAGER THING…: blank-separated.
packages() {
    local manager="$1" thing name names=""
    shift
    for thing in "$@"; do
        name="$(package "$manager" "$thing")"
        names="$names${name:+ $name}"
    done
    printf '%s\n' "${names# }"
}

# cure THING…: what a user does to install them.
cure() {
    local manager names sudo="sudo " command
    manager="$(package_manager)"
    names="$(packages "$manager" "$@")"
    if [ "$(id -u)" = 0 ]; then
        sudo=""
    fi
    case "$manager" in
    apt-get) command="${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends" ;;
    dnf) command="${sudo}dnf install -y" ;;
    pacman) command="${sudo}pacman -S --needed" ;;
    zypper) command="${sudo}zypper install -y" ;;
    brew) command="brew install" ;;
    *) names="" ;;
    esac
    if [ -n "$names" ]; then
        printf 'Install with: %s %s' "$command" "$names"
    else
        printf 'Install it by hand: %s/src/site/markdown/installing.md tells how' "$root"
    fi
}

# A wrong JAVA_HOME hides every JDK that could be installed.
is_java_home_wrong() {
    [ -n "${JAVA_HOME:-}" ] && [ "${needed[0]:-}" = jdk ]
}

# Sets `as_root`, the words before a command that needs root; fails where there is no way.
find_root() {
    as_root=(env)
    if [ "$(id -u)" = 0 ]; then
        return 0
    elif ! command -v sudo >/dev/null; then
        return 1
    elif sudo -n true 2>/dev/null; then
        as_root=(sudo -n env)
    elif [ -t 0 ] && [ -t 2 ]; then
        as_root=(sudo env) # asks for the password on the terminal
    else
        return 1
    fi
}

apt() {
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" >&2 </dev/null
}

# install THING…: by apt; goes on without what this system has no package for.
install() {
    local thing name names=()
    for thing in "$@"; do
        name="$(package apt-get "$thing")"
        if [ -n "$name" ] && is_known_to_apt "$name"; then
            names+=("$name")
        fi
    done
    if [ "${#names[@]}" -gt 0 ]; then
        say "installs ${names[*]}"
        apt install --no-install-recommends "${names[@]}" || say "apt-get could not install ${names[*]}; its reason is above"
    fi
}

# Ubuntu keeps Maven and PoCL in universe, which an administrator may have switched off.
enable_universe() {
    local thing name
    if ! grep -q '^ID=ubuntu' "$sysroot/etc/os-release" 2>/dev/null; then
        return 0
    fi
    for thing in "$@"; do
        name="$(package apt-get "$thing")"
        if [ -n "$name" ] && ! is_known_to_apt "$name"; then
            say "switches on Ubuntu's universe, where $name comes from"
            command -v add-apt-repository >/dev/null || apt install --no-install-recommends software-properties-common || true
            "${as_root[@]}" add-apt-repository -y universe >&2 </dev/null || true
            return 0
        fi
    done
}

install_missing() {
    apt update || say "apt-get update failed; goes on with the package lists that are there"
    enable_universe ${needed[@]+"${needed[@]}"} ${optional[@]+"${optional[@]}"}
    # Apart, so that no driver for OpenCL is no reason to have no JDK.
    install ${needed[@]+"${needed[@]}"}
    install ${optional[@]+"${optional[@]}"}
}

# Says what is (still) missing and how to mend it; fails when it is needed.
report_missing() {
    local thing packaged=()
    if [ "${#optional[@]}" -gt 0 ]; then
        say "missing: $(describe_all "${optional[@]}"); goes on without. $(cure "${optional[@]}")"
    fi
    for thing in ${needed[@]+"${needed[@]}"}; do
        if [ "$thing" = jdk ] && is_java_home_wrong; then
            say "$java_problem"
        elif [ "$thing" = newer-maven ]; then
            say "missing: $(describe newer-maven). $(cure newer-maven)"
        else
            packaged+=("$thing")
        fi
    done
    if [ "${#packaged[@]}" -gt 0 ]; then
        say "missing: $(describe_all "${packaged[@]}"). $(cure "${packaged[@]}")"
    fi
    [ "${#needed[@]}" -eq 0 ]
}

main() {
    parse_arguments "$@"
    see_to_packages
    if [ "$check" = no ] && is_fetching; then
        (with_build_lock fetch_yardsticks)
    elif is_fetching; then
        say "missing: OpenBLAS and CLBlast. Fetch them with: $root/scripts/setup.sh --yardsticks"
    fi
}

see_to_packages() {
    find_missing
    if [ $((${#needed[@]} + ${#optional[@]})) -eq 0 ]; then
        return 0
    fi
    if [ "$check" = no ] && ! is_java_home_wrong && [ "$(package_manager)" = apt-get ] && find_root; then
        install_missing
        find_missing
    fi
    report_missing
}

main "$@"
