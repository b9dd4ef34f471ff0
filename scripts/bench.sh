#!/usr/bin/env bash
# Runs the benchmarks of src/jmh/java.
#
#   scripts/bench.sh --list                  lists those of JMH
#   scripts/bench.sh [PATTERN] [JMH ARGS…]   runs those whose name matches the regular expression; -h lists JMH's arguments
#   scripts/bench.sh peers [OPTIONS]         single and pool beside OpenBLAS, other Java libraries and their targets, as a
#                                            table in Markdown: 12 minutes, --quick takes two; peers --help lists
#                                            the options. JAVA_HOME names the JDK.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"

readonly class_path="$root/target/bench.classpath"

# Compiles program, tests and benchmarks; writes the class path of their libraries when the pom has changed.
compile() {
    local goals=(test-compile)
    if [ ! -f "$class_path" ] || newer_than "$class_path" "$root/pom.xml"; then
        goals+=(dependency:build-classpath "-Dmdep.outputFile=$class_path" -Dmdep.includeScope=test)
    fi
    prepare_target
    maven_to bench.log "the benchmarks do not compile" -Dspotless.check.skip=true "${goals[@]}"
}

find_java || die "$java_problem; Santoku needs a JDK $minimum_java or newer: run $root/scripts/setup.sh"
can_compile || die "$java_home has no compiler: run $root/scripts/setup.sh --tests"
(with_build_lock compile)

main=org.openjdk.jmh.Main
case "${1:-}" in
--list)
    shift
    set -- -l "$@"
    ;;
peers)
    shift
    main=dev.santoku.peers.Peers
    ;;
esac
exec "$java_home/bin/java" --add-modules jdk.incubator.vector \
    -cp "$root/target/test-classes:$root/target/classes:$(<"$class_path")" "$main" "$@"
