#!/usr/bin/env bash
# Sourced by cluster.sh and santoku.sh after lib.sh: Spark, what runs on it, and the folder of a cluster that runs. Prints nothing
# by itself. Keeps to the bash 3.2 of macOS.
#
# shellcheck disable=SC2154 # lib.sh sets root, jar, java_home and java_version, and cluster.sh run

readonly spark_pins="$root/src/supply/spark.sha256"
readonly cluster_jar="$root/target/santoku-cluster.jar"
cache="${XDG_CACHE_HOME:-}"
case "$cache" in
/*) ;;
*) cache="${HOME:-/tmp}/.cache" ;; # relative paths do not count
esac
spark_home="$cache/santoku/spark-$(sha256 "$spark_pins" | cut -c1-12)"
readonly spark_home
# --- Jars ---------------------------------------------------------------------------------------------------------

has_spark() {
    [ -f "$spark_home/fetched" ]
}

# Fetches Spark's jars into the user cache; ends the shell that it runs in when that fails.
fetch_spark() {
    fetch_jars Spark "110 MB" "$spark_home" "$spark_pins" -Pcluster "-Dspark.folder=$spark_home.new.$$/jars" \
        dependency:copy-dependencies@spark
}

# fetch_jars WHAT SIZE FOLDER PINS ARGUMENTS…: has Maven put jars into FOLDER.new.PID/jars. None that was not checked ever lies where
# Java would load it.
fetch_jars() {
    local what="$1" size="$2" home="$3" list="$4"
    shift 4
    if [ -f "$home/fetched" ]; then # by the one that held the lock
        return 0
    fi
    command -v mvn >/dev/null || die "to fetch $what Maven is needed, and there is none: run $root/scripts/setup.sh"
    prepare_target
    mkdir -p -- "${home%/*}" 2>/dev/null || die "$what cannot be kept in ${home%/*}: nothing can be written there;" \
        "name another folder with XDG_CACHE_HOME"
    say "fetches $what, $size, into $home"
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf -- '$home.new.$$'" EXIT
    maven_to spark.log "$what could not be fetched" -Dspotless.check.skip=true "$@"
    check_jars "$what" "$home.new.$$/jars" "$list"
    : >"$home.new.$$/fetched"
    mv -- "$home.new.$$" "$home"
}

# check_jars WHAT FOLDER PINS: ends the script unless it holds the jars that the project has pinned, and nothing else.
check_jars() {
    local file name count=0
    for file in "$2"/*; do
        name="${file##*/}"
        grep -q "^$(sha256 "$file")  $name\$" "$3" || die "refused: $name is not among those in $3, so it is" \
            "damaged or not the original: delete it from Maven's repository and try again; report it if that does not help"
        count=$((count + 1))
    done
    [ "$count" -eq "$(grep -c '^[0-9a-f]' "$3")" ] || die "$1 is incomplete: $count of" \
        "$(grep -c '^[0-9a-f]' "$3") jars came; see $root/target/spark.log"
}

has_cluster_jar() {
    [ -f "$cluster_jar" ] && ! newer_than "$cluster_jar" "$root/src/cluster/java" "$root/pom.xml" "$jar"
}

# Compiles what runs on Spark; ends the shell that it runs in when that fails.
build_cluster() {
    if has_cluster_jar; then # by the one that held the lock
        return 0
    fi
    can_compile || die "to build what runs on Spark a JDK is needed, and $java_home has no compiler: run $root/scripts/setup.sh"
    say "builds what runs on Spark"
    maven_to cluster.log "what runs on Spark could not be built" -Pcluster -Dspotless.check.skip=true \
        -Dmaven.compiler.failOnWarning=false compiler:compile@cluster jar:jar@cluster
    touch -- "$cluster_jar" # Maven leaves one as old as it is whose classes are the same
}

# --- Programs on Spark --------------------------------------------------------------------------------------------

# spark_command ARGUMENTS…: sets command to what runs spark-submit with them, as Spark's launcher says; it is a JVM for a moment.
spark_command() {
    local word
    command=()
    while IFS= read -r -d '' word; do
        command+=("$word")
    done < <("$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$spark_home/jars/*" org.apache.spark.launcher.Main \
        org.apache.spark.deploy.SparkSubmit "$@")
    [ ${#command[@]} -gt 2 ] || die "cluster: Spark's launcher gave no command, as the lines above say"
    # Before the command comes an empty line, after a NUL.
    command=("${command[1]#$'\n'}" "${command[@]:2}")
}

# class_archive: where the JVM that find_java found keeps what it needs to know of Spark's classes (class data sharing). Spark's
# processes start sooner with it. A JVM that it does not fit ignores it.
class_archive() {
    local release="$java_home/release"
    [ -r "$release" ] || release="$java_home/bin/java"
    printf '%s/classes-%s.jsa\n' "$spark_home" "$(sha256 "$release" | cut -c1-12)"
}

# archive_options: those of a JVM that uses it, none where it is not there. The JVM keeps to itself what does not fit.
archive_options() {
    local file
    file="$(class_archive)"
    [ ! -s "$file" ] || printf '%s\n' "\"-XX:SharedArchiveFile=$file\" -Xlog:disable"
}

# Makes it, once for each version of Java, in the shell that it runs in. Where that fails an empty file says so, and all goes on
# without.
make_class_archive() {
    local file work new
    file="$(class_archive)"
    if [ -e "$file" ] || [ ! -w "$spark_home" ]; then
        return 0
    fi
    say "prepares Spark's classes for Java $java_version, once"
    new="$file.new.$$"
    work="$(mktemp -d "${TMPDIR:-/tmp}/santoku-classes.XXXXXX")"
    # shellcheck disable=SC2064 # the names of now
    trap "rm -rf -- '$work' '$new'" EXIT
    export SPARK_HOME="$spark_home" SPARK_CONF_DIR="$work/none" SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 JAVA_HOME="$java_home"
    (
        spark_command --master 'local[1]' --driver-java-options "-XX:ArchiveClassesAtExit=$new" \
            --class dev.santoku.cluster.ClassArchive "$cluster_jar" "$work"
        exec "${command[@]}"
    ) >"$root/target/classes.log" 2>&1 </dev/null 9<&- || true
    [ -e "$new" ] || : >"$new"
    mv -- "$new" "$file"
    rm -rf -- "$work"
}

# --- A cluster that runs ------------------------------------------------------------------------------------------

# run_folder: where its processes, configuration and logs are.
run_folder() {
    case "${XDG_RUNTIME_DIR:-}" in
    /*) printf '%s\n' "$XDG_RUNTIME_DIR/santoku-cluster" ;;
    *) printf '%s\n' "$cache/santoku/cluster" ;;
    esac
}

# claim_run_folder: makes it; fails where a cluster runs. What one left that has ended is cleared.
claim_run_folder() {
    local file name
    mkdir -p -- "${run%/*}" 2>/dev/null || die "cluster: nothing can be written into ${run%/*}"
    if ! mkdir -m 700 -- "$run" 2>/dev/null; then
        for file in "$run"/*.pid; do
            [ -e "$file" ] || return 1 # it is being started
            name="${file##*/}"
            ! runs "${name%.pid}" || return 1
        done
        rm -rf -- "$run"
        mkdir -m 700 -- "$run" || return 1
    fi
}

# birth PID: tells a process from a later one of the same number; nothing where it has ended, also where nobody takes note of that
# (a zombie, as in containers whose first process does not care).
birth() {
    if [ -r "/proc/$1/stat" ]; then
        sed -n 's/.*) \([^ZX]\)/\1/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
    else
        ps -o lstart= -p "$1" 2>/dev/null
    fi
}

# note_process NAME PID
note_process() {
    printf '%s %s\n' "$2" "$(birth "$2")" >"$run/$1.pid"
}

# runs NAME: whether that process is alive.
runs() {
    local pid="" born=""
    [ -r "$run/$1.pid" ] && read -r pid born <"$run/$1.pid" || return 1
    [ -n "$born" ] && [ "$(birth "$pid")" = "$born" ]
}

# send SIGNAL NAME: to that process alone.
send() {
    local pid
    if runs "$2"; then
        read -r pid _ <"$run/$2.pid"
        kill "-$1" "$pid" 2>/dev/null || true
    fi
}

# Ends all processes of the cluster, workers first, and removes its folder.
end_all() {
    local file name waited=0 left
    for file in "$run"/worker-*.keeper.pid "$run"/master.keeper.pid; do
        name="${file##*/}"
        send TERM "${name%.pid}"
    done
    while :; do
        left=""
        for file in "$run"/*.pid; do
            name="${file##*/}"
            ! runs "${name%.pid}" || left="$left ${name%.pid}"
        done
        [ -n "$left" ] || break
        case "$waited" in
        40) for name in $left; do send TERM "$name"; done ;;
        100) for name in $left; do send KILL "$name"; done ;;
        150) die "cluster: these did not end:$left" ;;
        esac
        sleep 0.2
        waited=$((waited + 1))
    done
    rm -rf -- "$run"
}

# --- Configuration ------------------------------------------------------------------------------------------------

# configuration ENCRYPTED UI REST: Spark's properties. Encryption is Spark's default, AES/CTR: with AES/GCM workers of Spark 4.1.0
# never reach their master.
configuration() {
    echo "spark.ui.enabled false
spark.master.rest.enabled $([ "$3" = yes ] && echo true || echo false)
spark.master.ui.killEnabled false
spark.shuffle.compress false
spark.authenticate true
spark.authenticate.secret $(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')"
    if [ "$1" = yes ]; then
        echo "spark.network.crypto.enabled true
spark.network.crypto.saslFallback false
spark.io.encryption.enabled true"
    fi
}

# Warnings, and what masters and workers say of themselves, on standard error.
logging() {
    echo "rootLogger.level = warn
rootLogger.appenderRef.err.ref = err
appender.err.type = Console
appender.err.name = err
appender.err.target = SYSTEM_ERR
appender.err.layout.type = PatternLayout
appender.err.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex{3}
logger.master.name = org.apache.spark.deploy.master
logger.master.level = info
logger.worker.name = org.apache.spark.deploy.worker
logger.worker.level = info"
}

# write_configuration ENCRYPTED UI REST: into the folder of the cluster, for its owner alone.
write_configuration() {
    (
        umask 077
        mkdir -- "$run/conf"
        configuration "$@" >"$run/conf/spark-defaults.conf"
        logging >"$run/conf/log4j2.properties"
    )
}
