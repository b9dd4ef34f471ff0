#!/usr/bin/env bash
# Sees to what Santoku needs: a JDK, Maven, the OpenCL loader and PoCL, OpenCL's driver for the CPU.
#
#   scripts/setup.sh                installs what is missing (Debian, Ubuntu), or prints the command that does (elsewhere)
#   scripts/setup.sh --tests        as well as what the tests need: Oclgrind, BLIS, OpenBLAS, ShellCheck, Chromium and its
#                                   driver, zsh, NumPy, gcc
#   scripts/setup.sh --yardsticks   fetches OpenBLAS and CLBlast for this machine as well, 24 MB; compare does so when asked to
#   scripts/setup.sh --mkl          fetches Intel's MKL as well, 160 MB, for the yardstick cblas:mkl on Linux and x86-64
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
mkl_too=no
check=no

parse_arguments() {
    local argument
    for argument in "$@"; do
        case "$argument" in
        --tests) tests=yes ;;
        --yardsticks) yardsticks_too=yes ;;
        --mkl) mkl_too=yes ;;
        --check) check=yes ;;
        --help | -h)
            usage >&2
            exit 0
            ;;
        *)
            say "setup.sh does not know '$argument'; it knows --tests, --yardsticks, --mkl, --check and --help"
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
    command -v find >/dev/null || needed+=(find)
    if is_musl; then
        : # Java's bindings to OpenCL are built for glibc: a driver would be of no use
    else
        has_opencl_loader || optional+=(loader)
        has_pocl || optional+=(pocl)
    fi
    if [ "$tests" = yes ]; then
        needed+=(${optional[@]+"${optional[@]}"})
        optional=()
        command -v shellcheck >/dev/null || needed+=(shellcheck)
        has_oclgrind || needed+=(oclgrind)
        is_macos || has_library libblis.so.4 || needed+=(blis)
        is_macos || has_library libopenblas.so.0 || needed+=(openblas)
        has_chromium || needed+=(chromium)
        command -v chromedriver >/dev/null || needed+=(chromedriver)
        command -v zsh >/dev/null || needed+=(zsh)
        python3 -c 'import numpy' 2>/dev/null || needed+=(numpy)
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

is_musl() {
    local loader
    for loader in "$sysroot"/lib/ld-musl-*.so.1; do
        [ -e "$loader" ] && return 0
    done
    return 1
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
    newer-maven)
        printf 'Maven %s or newer (Maven %s, which is %s, is too old)' "$minimum_maven" "$maven_found" "$(command -v mvn)"
        ;;
    find) printf 'find' ;;
    loader) printf 'the OpenCL loader libOpenCL.so.1' ;;
    pocl) printf "PoCL, OpenCL's driver for the CPU" ;;
    oclgrind) printf 'Oclgrind' ;;
    blis) printf 'BLIS' ;;
    openblas) printf "the system's OpenBLAS" ;;
    shellcheck) printf 'ShellCheck' ;;
    chromium) printf 'Chromium' ;;
    chromedriver) printf "Chromium's driver" ;;
    zsh) printf 'zsh' ;;
    numpy) printf 'Python with NumPy' ;;
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

# --- Systems ------------------------------------------------------------------------------------------------------

# Sets what tells this system from others: `family`, whose packages it has; `distribution`, `release` and `codename` as
# os-release spells them. All are empty where it tells nothing.
find_system() {
    local key value like="" word based_on=""
    family="" distribution="" release="" codename=""
    if is_macos; then
        family=macos
        return
    elif [ ! -r "$sysroot/etc/os-release" ]; then
        return
    fi
    while IFS='=' read -r key value; do
        value="${value#[\"\']}"
        value="${value%[\"\']}"
        case "$key" in
        ID) distribution="$value" ;;
        ID_LIKE) like="$value" ;;
        VERSION_ID) release="$value" ;;
        VERSION_CODENAME) codename="$value" ;;
        UBUNTU_CODENAME) based_on="$value" ;; # Mint and others count their releases in their own way
        esac
    done <"$sysroot/etc/os-release"
    codename="${based_on:-$codename}"
    for word in $distribution $like; do
        case "$word" in
        debian | ubuntu | fedora | arch | alpine) family="$word" ;;
        rhel | centos | ol) family=rhel ;;
        suse | opensuse*) family=suse ;;
        amzn) break ;; # said to be like Fedora, with other packages
        *) continue ;;
        esac
        break
    done
}

# The package manager of this system; nothing where it is not known or not there. That of another may be installed as well,
# to make images with.
package_manager() {
    local manager managers
    case "$family" in
    debian | ubuntu) managers=apt-get ;;
    fedora | rhel) managers=dnf ;;
    arch) managers=pacman ;;
    suse) managers=zypper ;;
    alpine) managers=apk ;;
    macos) managers=brew ;;
    *) managers="" ;;
    esac
    if [ -z "$distribution$family" ]; then
        managers="apt-get dnf pacman zypper apk brew"
    fi
    for manager in $managers; do
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
    dnf:jdk) fedora_jdk_package ;;
    zypper:jdk) echo java-21-openjdk-devel ;;
    pacman:jdk) echo jdk25-openjdk ;;
    apk:jdk) echo openjdk21-jdk ;;
    brew:jdk) echo openjdk@21 ;;
    *:newer-maven) ;; # what a package manager could give is there, or is hidden by it
    *:maven) echo maven ;;
    *:find) echo findutils ;;
    apt-get:loader) echo ocl-icd-libopencl1 ;;
    dnf:loader) echo 'libOpenCL.so.1()(64bit)' ;; # of ocl-icd or of OpenCL-ICD-Loader, as the release has it
    zypper:loader) echo libOpenCL1 ;;
    *:loader) echo ocl-icd ;;
    apt-get:pocl) echo pocl-opencl-icd ;;
    zypper:pocl) ;; # in a project apart, for trial
    *:pocl) echo pocl ;;
    apt-get:oclgrind) echo oclgrind ;;
    apt-get:blis) echo libblis4-pthread ;;
    apt-get:openblas) echo libopenblas0-pthread ;;
    dnf:shellcheck | zypper:shellcheck) echo ShellCheck ;;
    *:shellcheck) echo shellcheck ;;
    brew:chromium) ;; # a cask, which macOS would not start without being asked
    apt-get:chromium) ubuntu_or chromium-browser chromium ;;
    *:chromium) echo chromium ;;
    apt-get:chromedriver) ubuntu_or chromium-chromedriver chromium-driver ;;
    pacman:chromedriver) ;; # comes with Chromium
    apk:chromedriver) echo chromium-chromedriver ;;
    *:chromedriver) echo chromedriver ;;
    *:zsh) echo zsh ;;
    pacman:numpy) echo python-numpy ;;
    apk:numpy) echo py3-numpy ;;
    brew:numpy) echo numpy ;;
    *:numpy) echo python3-numpy ;;
    brew:gcc | brew:*-headers) ;; # that driver is not for macOS
    *:gcc) echo gcc ;;
    apt-get:libc-headers) echo libc6-dev ;;
    pacman:libc-headers) echo glibc ;;
    apk:libc-headers) echo musl-dev ;;
    *:libc-headers) echo glibc-devel ;;
    apt-get:opencl-headers) echo opencl-c-headers ;;
    *:opencl-headers) echo opencl-headers ;;
    esac
}

# ubuntu_or PACKAGE OTHERS: Ubuntu names the packages so that bring its snap.
ubuntu_or() {
    if [ "$family" = ubuntu ]; then
        echo "$1"
    else
        echo "$2"
    fi
}

# The newest LTS that the package lists know. A new image has no lists yet: then the default of the release, where it does.
debian_jdk_package() {
    local feature
    for feature in 25 21 17; do
        if is_known_to_apt "openjdk-$feature-jdk-headless"; then
            echo "openjdk-$feature-jdk-headless"
            return 0
        fi
    done
    case "$codename" in
    bullseye | focal | jammy) echo openjdk-17-jdk-headless ;; # whose default is 11
    *) echo default-jdk-headless ;;
    esac
}

# Fedora drops an LTS two releases after the next has come.
fedora_jdk_package() {
    if [ "$family" = fedora ] && version_at_least "${release:-0}" 43; then
        echo java-25-openjdk-devel
    else
        echo java-21-openjdk-devel
    fi
}

# Whether apt has it to offer; names that others depend on but nobody offers are known, too.
is_known_to_apt() {
    case "$(apt-cache show "$1" 2>/dev/null)" in
    *Package:*) return 0 ;;
    *) return 1 ;;
    esac
}

# packages MANAGER THING…: sets `names`, as a shell takes them, and `unpackaged`, the things that the system has no package
# of.
packages() {
    local manager="$1" thing name
    names="" unpackaged=()
    shift
    for thing in "$@"; do
        name="$(package "$manager" "$thing")"
        case "$name" in
        "") unpackaged+=("$thing") ;;
        *[!a-zA-Z0-9@._+-]*) names="$names '$name'" ;;
        *) names="$names $name" ;;
        esac
    done
    names="${names# }"
}

# cure THING…: what a user does to install them.
cure() {
    local manager names unpackaged sudo="sudo " command="" first=""
    manager="$(package_manager)"
    packages "${manager:-none}" "$@"
    if [ "$(id -u)" = 0 ]; then
        sudo=""
    fi
    case "$manager" in
    apt-get) command="$(enabling_universe)${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends" ;;
    dnf)
        command="${sudo}dnf install -y"
        if needs_epel "$@"; then
            case "$distribution" in
            rocky | almalinux | centos) command="$command epel-release && ${sudo}crb enable && $command" ;;
            *) first="First enable EPEL. " ;;
            esac
        fi
        ;;
    pacman) command="${sudo}pacman -Syu --needed" ;; # alone, a package may not fit what is installed
    zypper) command="${sudo}zypper install -y" ;;
    apk) command="${sudo}apk add" ;;
    brew) command="brew install" ;;
    *) names="" ;;
    esac
    if [ -z "$names" ]; then
        printf 'Install it by hand: %s tells how' "$root/src/site/markdown/installing.md"
        return
    fi
    if [ "${#unpackaged[@]}" -gt 0 ]; then
        printf 'This system has no package of %s: %s tells how. ' "$(describe_all "${unpackaged[@]}")" \
            "$root/src/site/markdown/installing.md"
    fi
    printf '%sInstall with: %s %s' "$first" "$command" "$names"
}

# Ubuntu keeps Maven and PoCL in universe, which an administrator may have switched off. Where it never was, in images for
# containers, there is no such command.
enabling_universe() {
    local name
    [ "$family" = ubuntu ] && command -v add-apt-repository >/dev/null || return 0
    for name in $names; do
        if ! is_known_to_apt "$name"; then
            printf '%s' "${sudo}add-apt-repository -y universe && "
            return
        fi
    done
}

# needs_epel THING…: whether Red Hat's own repositories lack one of them.
needs_epel() {
    if [ "$family" = rhel ]; then
        case " $* " in
        *" pocl "* | *" shellcheck "* | *" chromium "* | *" chromedriver "*) return 0 ;;
        esac
    fi
    return 1
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

enable_universe() {
    local thing name
    if [ "$family" != ubuntu ]; then
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
    if [ "$mkl_too" = yes ] && ! has_mkl; then
        if [ "$check" = yes ]; then
            say "missing: Intel's MKL. Fetch it with: $root/scripts/setup.sh --mkl"
        else
            (with_build_lock fetch_mkl)
        fi
    fi
}

see_to_packages() {
    find_system
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
