#!/usr/bin/env bash
# Checks everything on one JDK: the scripts, the build with all tests, the finished program, and the bundle of it.
#
#   scripts/test.sh [--again] [MAVEN ARGS…]    for instance clean, or -Dtest=ShapeTest; JAVA_HOME names the JDK
#   scripts/test.sh --room PACKAGE [--slow]    the tests of one package below dev.santoku alone, such as run or report.html;
#                                              those that start many processes or multiply for long only with --slow
#
#   --again    all was tested on another JDK: leaves out what no JDK changes, scripts, licences, kernels as such, what Error
#              Prone says of the sources, and how much of them tests reach
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

# lint: ShellCheck over every bash script of the project, found by its first line.
lint() {
    local file first scripts=()
    while IFS= read -r -d '' file; do
        first=""
        IFS= read -r first <"$file" || true # a file without a line end
        case "$first" in
        '#!'*bash*) scripts+=("$file") ;;
        esac
    done < <(find "$root" \( -path "$root/.git" -o -path "$root/target" -o -path "$root/results" \) -prune \
        -o -type f \( -name '*.sh' -o ! -name '*.*' -o -perm -u+x \) -print0)
    shellcheck "${scripts[@]}" || die "ShellCheck objects, as the lines above say"
    say "ShellCheck is content with ${#scripts[@]} scripts"
}

# kernels: what compilers for GPUs and CPUs make of the kernels, and whether those compiled ahead are of today's sources, as far as such
# compilers are here; none is fetched.
kernels() {
    local status what
    for what in all ptx; do
        status=0
        "$root/scripts/kernel-report.sh" "$what" --check --at-hand || status=$?
        [ "$status" -eq 0 ] || [ "$status" -eq 75 ] || exit "$status"
    done
}

# smoke: the finished program answers from a folder and through a link with blanks in their names.
smoke() {
    local folder output
    folder="$(mktemp -d "${TMPDIR:-/tmp}/santoku smoke.XXXXXX")"
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf -- '$folder'" EXIT
    ln -s "$root" "$folder/a checkout"
    output="$(cd -- "$folder" && "./a checkout/scripts/santoku.sh" --version)" || die "santoku.sh --version failed"
    case "$output" in
    [Ss]antoku*) ;;
    *) die "santoku.sh --version printed: $output" ;;
    esac
    [ "$(printf '%s\n' "$output" | wc -l)" -eq 1 ] || die "santoku.sh --version printed more than a line: $output"
    say "the finished program answers: $output"
}

# oclgrind_coverage ARGS…: tells what the checker of races and bounds has seen, which the tests leave in a file. Among all
# tests it must have seen something.
oclgrind_coverage() {
    local file="$root/target/oclgrind.txt" argument some="$again"
    if [ -e "$file" ]; then
        say "Oclgrind found no fault in $(cat -- "$file")"
        return 0
    fi
    for argument in "$@"; do
        case "$argument" in
        -Dtest=*) some=yes ;;
        esac
    done
    [ "$some" = yes ] || die "no kernel was run under Oclgrind: $file is missing after all tests"
}

again=no
if [ "${1:-}" = --help ]; then
    usage
    exit
elif [ "${1:-}" = --room ]; then
    slow=slow
    [ "${3:-}" != --slow ] || slow=
    [ $# -eq 2 ] || [ "$#$slow" = 3 ] || die "--room: one package below dev.santoku, such as run or report.html, and perhaps --slow"
    room="src/test/java/dev/santoku/${2//.//}"
    [ -d "$root/$room" ] || die "--room: there is no folder $room"
    find_java || die "$java_problem"
    (with_build_lock maven -q "-Dtest=dev/santoku/${2//.//}/*Test" "-Dtest.without=$slow" \
        ${slow:+"-Dwithout-vector.skip=true"} \
        -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true test)
    say "all is well in $2 on JDK $java_version${slow:+ (without slow tests: --slow runs them)}"
    exit
elif [ "${1:-}" = --again ]; then
    again=yes
    shift
    set -- -Dtest.without=any-jdk -Djacoco.skip=true -Derror-prone.more=-XepDisableAllChecks "$@"
fi
"$root/scripts/setup.sh" --tests
find_java || die "$java_problem"
say "tests on JDK $java_version in $java_home"
if [ "$again" = no ]; then
    lint
    bash "$root/src/test/scripts/scripts-test.sh"
    kernels
fi
rm -f -- "$root/target/oclgrind.txt"
(with_build_lock maven "$@" verify)
oclgrind_coverage "$@"
smoke
if [ "$(uname -s)" = Linux ]; then
    if [ "$again" = no ]; then
        bash "$root/src/test/scripts/cluster-test.sh"
        # With the classes that run on Spark, which are there by now.
        (with_build_lock maven -q -Dtest=ArchitectureTest -Djacoco.skip=true surefire:test)
        (with_build_lock maven -q -Pcluster -Dspotless.check.skip=true -Djacoco.skip=true \
            compiler:testCompile@cluster-tests surefire:test@cluster-tests)
    else
        bash "$root/src/test/scripts/cluster-test.sh" local_cluster
    fi
fi
if [ "$(uname -sm)" = "Linux x86_64" ]; then
    if [ "$again" = no ]; then
        bash "$root/src/test/scripts/bundle-test.sh"
    else
        bash "$root/src/test/scripts/bundle-test.sh" --runtime
    fi
fi
say "all is well on JDK $java_version"
