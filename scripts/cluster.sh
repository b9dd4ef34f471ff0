#!/usr/bin/env bash
# A Spark cluster of one's own: scripts/cluster.sh COMMAND [OPTIONS]
#
#   start --workers N            a master and N workers on this machine, on loopback addresses
#   start --workers HOST,HOST…   a master here and a worker on each host, over ssh without a password
#       --address ADDRESS        where the master listens (default: 127.0.0.1, with hosts the name of this machine)
#       --port PORT              of the master (default: 7077)
#       --cores N                of each worker (default: all; on this machine its share)
#       --memory SIZE            of each worker, as 4g (default: what Spark takes; on this machine its share of half of it)
#       --gpus SCRIPT            on workers' hosts: prints a host's GPUs as Spark's discovery scripts do, {"name": "gpu", "addresses":
#                                ["0", "1"]} (default: those that nvidia-smi lists, where it is)
#       --ui                     Spark's pages of master and workers on their addresses (default: on loopback, on any port)
#       --rest                   Spark's REST server for submissions, port 6066 (default: off)
#   status                       what runs; exit 1 if nothing or not all of it does
#   stop                         ends all of it
#   submit [--master URL] ARGS…  spark-submit with ARGS, on the cluster that runs, or on another: spark://… with the configuration
#                                in the folder SPARK_CONF_DIR, local-cluster[…], or yarn or k8s://… by the Spark that is
#                                installed in SPARK_HOME
#   predict [OPTIONS]            what a product would take on clusters of more nodes, a simulation; predict --help
#   --help                       this text
#
# Spark 4.1, 110 MB, is fetched once, checked and kept in ${XDG_CACHE_HOME:-~/.cache}/santoku, with an archive of its classes for
# each Java. All of a cluster prove to each other that they know a secret, which start makes. On other addresses than loopback,
# what they say is encrypted as well. Workers on hosts end when the connection to them does.
# Exit codes: 0 done; 1 it did not work, as one line says; 2 wrong usage; submit: that of the program.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
# shellcheck source=spark.sh
source "$root/scripts/spark.sh"

readonly patience="${SANTOKU_CLUSTER_PATIENCE:-90}" # seconds for a master or worker to be ready
run="$(run_folder)"
readonly run

wrong() {
    say "cluster: $*; --help lists the commands and options"
    exit 2
}

is_count() {
    case "$1" in
    "" | *[!0-9]* | 0* | ??????*) return 1 ;;
    esac
}

# --- Daemons ------------------------------------------------------------------------------------------------------

# What starts a master or worker, here or on a host: its standard input brings Spark's configuration up to a line with a dot,
# and its end ends the daemon. Arguments: a home of Java to try first, addresses of web pages, class, arguments of the class.
# shellcheck disable=SC2016 # it is expanded where it runs
readonly daemon='
umask 077
java="$1/bin/java" pages="$2"
shift 2
[ -x "$java" ] || java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command -v "$java" >/dev/null || { echo "there is no Java: install JDK 17 or newer" >&2; exit 1; }
folder="$(mktemp -d "${TMPDIR:-/tmp}/santoku-spark.XXXXXX")" || exit 1
trap "rm -rf -- \"\$folder\"" EXIT
trap "exit 143" TERM INT HUP
mkdir "$folder/conf"
while IFS= read -r line && [ "$line" != . ]; do printf "%s\n" "$line"; done >"$folder/conf/spark-defaults.conf"
while IFS= read -r line && [ "$line" != . ]; do printf "%s\n" "$line"; done >"$folder/conf/log4j2.properties"
case "$SPARK_HOME" in cache:*) SPARK_HOME="${XDG_CACHE_HOME:-$HOME/.cache}/santoku/${SPARK_HOME#cache:}" ;; esac
[ -f "$SPARK_HOME/fetched" ] || { echo "Spark is not in $SPARK_HOME" >&2; exit 1; }
# SPARK_CONF_DIR comes before the jars on class paths. A folder that is there would keep JVMs from the archive; so does a class path
# of jars in one folder alone, unlike that of the archive.
export SPARK_HOME SPARK_CONF_DIR="$folder/none" SPARK_LOCAL_IP="$pages" SPARK_SCALA_VERSION=2.13 SPARK_WORKER_DIR="$folder/work"
export SPARK_LOCAL_DIRS="$folder/local" LOG4J_CONFIGURATION_FILE="$folder/conf/log4j2.properties"
options=(-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dspark.port.maxRetries=0)
[ ! -s "$SANTOKU_CLASSES" ] || options+=("-XX:SharedArchiveFile=$SANTOKU_CLASSES" -Xlog:disable)
first=("$SPARK_HOME"/jars/slf4j-api-*.jar) # as on the class path that the archive is of
gpus=""
if [ "${1##*.}" != Worker ]; then
    :
elif [ -n "$SANTOKU_GPUS" ]; then
    found="$("$SANTOKU_GPUS" </dev/null)" || { echo "the discovery script of GPUs failed: $SANTOKU_GPUS" >&2; exit 1; }
    case "$found" in *\"addresses\"*\[*\]*) ;; *) echo "the discovery script $SANTOKU_GPUS cannot be read" >&2; exit 1 ;; esac
    gpus="$(printf "%s" "$found" | tr -d "\n" | sed "s/.*\"addresses\"[^[]*\[\([^]]*\)\].*/\1/" | tr -d " \"")"
elif command -v nvidia-smi >/dev/null; then
    gpus="$(nvidia-smi --query-gpu=index --format=csv,noheader </dev/null 2>/dev/null | grep "^[0-9][0-9]*$" | paste -s -d , -)"
fi
if [ -n "$gpus" ]; then
    echo "[{\"id\": {\"componentName\": \"spark.worker\", \"resourceName\": \"gpu\"}, \"addresses\": [\"${gpus//,/\",\"}\"]}]" \
        >"$folder/gpus.json"
    commas="${gpus//[!,]/}"
    printf "spark.worker.resource.gpu.amount %d\nspark.worker.resourcesFile %s\n" "$((${#commas} + 1))" "$folder/gpus.json" \
        >>"$folder/conf/spark-defaults.conf"
fi
exec 3<&0
"$java" -cp "$SPARK_CONF_DIR:${first[0]}:$SPARK_HOME/jars/*" "${options[@]}" "$@" --properties-file "$folder/conf/spark-defaults.conf" </dev/null 3<&- &
child=$!
{ while read -r line; do :; done; kill "$child"; } <&3 2>/dev/null &
watch=$!
trap "kill $child 2>/dev/null; wait $child; exit 143" TERM INT HUP
status=0
wait "$child" || status=$?
kill "$watch" 2>/dev/null
exit "$status"'

# quoted WORD…: for another shell.
quoted() {
    printf '%q ' "$@"
}

# start_daemon NAME HOST SPARK_HOME PAGES CLASS ARGS…: in the background; HOST is empty for this machine.
start_daemon() {
    local name="$1" host="$2" home="$3" pages="$4"
    shift 4
    local command=(env "SPARK_HOME=$home" "SANTOKU_GPUS=$gpus" "SANTOKU_CLASSES=$(class_archive)" bash -c "$daemon" santoku
        "$java_home" "$pages" "$@")
    if [ -n "$host" ]; then
        command=(ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15 -- "$host" "$(quoted "${command[@]}")")
    fi
    mkfifo -m 600 -- "$run/$name.in"
    (
        trap '' HUP
        exec "${command[@]}" <"$run/$name.in" >"$run/$name.log" 2>&1 9<&-
    ) &
    note_process "$name" "$!"
    (
        trap '' HUP
        exec 9<&- >"$run/$name.in" 2>/dev/null </dev/null
        cat -- "$run/conf/spark-defaults.conf" && echo . && cat -- "$run/conf/log4j2.properties" && echo . || exit 0
        exec tail -f /dev/null
    ) &
    note_process "$name.keeper" "$!"
}

# await NAME WORDS WHAT: until the log of a daemon holds WORDS.
await() {
    local name="$1" words="$2" what="$3" waited=0
    until grep -q -- "$words" "$run/$name.log" 2>/dev/null; do
        if ! runs "$name"; then
            if grep -q 'java.net.BindException' "$run/$name.log"; then
                die "cluster: $what cannot listen on $address, port $port: the port is taken, or the address is not of this machine;" \
                    "name another with --port or --address"
            fi
            die "cluster: $what did not start: $(reason "$name")"
        elif [ "$waited" -ge $((5 * patience)) ]; then
            die "cluster: $what was not ready within $patience s: $(reason "$name")"
        fi
        sleep 0.2
        waited=$((waited + 1))
    done
}

# reason NAME: the line of a log that tells most.
reason() {
    local line
    line="$(grep -E 'Exception|ERROR|[Cc]annot|[Rr]efused|denied|no Java|is not in|discovery script|resolve' "$run/$1.log" 2>/dev/null | head -n 1)" || true
    [ -n "$line" ] || line="$(tail -n 1 -- "$run/$1.log" 2>/dev/null)" || true
    printf '%s' "${line:-its log is empty}" | cut -c1-200
}

# --- Commands -----------------------------------------------------------------------------------------------------

# Sets workers, address, port, cores, memory, gpus, ui, rest.
read_start() {
    workers="" address="" port=7077 cores="" memory="" gpus="" ui=no rest=no
    while [ $# -gt 0 ]; do
        case "$1" in
        --workers | --address | --port | --cores | --memory | --gpus)
            [ -n "${2:-}" ] || wrong "$1 wants a value"
            case "$1" in
            --workers) workers="$2" ;;
            --address) address="$2" ;;
            --port) port="$2" ;;
            --cores) cores="$2" ;;
            --memory) memory="$2" ;;
            --gpus) gpus="$2" ;;
            esac
            shift
            ;;
        --ui) ui=yes ;;
        --rest) rest=yes ;;
        *) wrong "start: '$1' is no option" ;;
        esac
        shift
    done
    [ -n "$workers" ] || wrong "start wants --workers: how many on this machine, or the names of hosts"
    case "$workers" in
    0 | 0[0-9]* | *[!A-Za-z0-9.,:@_-]* | ,* | *, | *,,* | -* | *,-*) wrong "--workers $workers: give a number from 1 on, or HOST,HOST…" ;;
    esac
    if ! is_count "$port" || [ "$port" -gt 65535 ]; then
        wrong "--port $port: give a port from 1 to 65535"
    fi
    [ -z "$cores" ] || is_count "$cores" || wrong "--cores $cores: give a number from 1 on"
    case "${memory:-1g}" in
    0* | *[!0-9mg]* | [mg]* | *[mg]?*) wrong "--memory $memory: give a size such as 512m or 4g" ;;
    *[mg]) ;;
    *) wrong "--memory $memory: give a size such as 512m or 4g" ;;
    esac
    case "$address" in
    *[!A-Za-z0-9.:_-]*) wrong "--address $address: that is no address" ;;
    esac
}

# The shares of N workers on this machine.
set_shares() {
    local have kilobytes=""
    have="$(getconf _NPROCESSORS_ONLN 2>/dev/null)" || have=1
    cores="${cores:-$((have > $1 ? have / $1 : 1))}"
    if [ -z "$memory" ]; then
        kilobytes="$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)" || true
        memory="$((${kilobytes:-4194304} / 2048 / $1))"
        memory="$((memory > 1024 ? memory : 1024))m"
    fi
}

# is_local HOST
is_local() {
    case "$1" in
    localhost | 127.*) ;;
    *) return 1 ;;
    esac
}

start() {
    local hosts=() host number=0 on_network=no
    read_start "$@"
    find_java || die "$java_problem; Spark needs Java $minimum_java or newer: run $root/scripts/setup.sh"
    if is_count "$workers"; then
        [ "$workers" -le 250 ] || wrong "--workers $workers: at most 250 on one machine"
        set_shares "$workers"
        for ((number = 1; number <= workers; number++)); do
            # Each an address of its own, so that they count as nodes; macOS has the first alone.
            if is_macos; then hosts+=(127.0.0.1); else hosts+=("127.0.0.$number"); fi
        done
    else
        IFS=, read -ra hosts <<<"$workers"
    fi
    for host in "${hosts[@]}"; do
        is_local "$host" || on_network=yes
    done
    if [ -z "$address" ]; then
        address=127.0.0.1
        [ "$on_network" = no ] || address="$(uname -n)"
    fi
    is_local "$address" || on_network=yes
    (with_build_lock fetch_spark)
    claim_run_folder || die "cluster: one runs already ($(cat -- "$run/url" 2>/dev/null || echo 'it is being started')):" \
        "scripts/cluster.sh stop ends it"
    trap 'end_all' EXIT
    trap 'exit 143' TERM INT HUP
    write_configuration "$on_network" "$ui" "$rest"
    start_all
    trap - EXIT TERM INT HUP
    say "cluster: $(cat -- "$run/url") with ${#hosts[@]} workers, Java $java_version; scripts/cluster.sh stop ends it"
}

start_all() {
    local url="spark://$address:$port" pages=127.0.0.1 page_port=0 home number=0 name at options=()
    [ "$ui" = no ] || pages="$address" page_port=8080
    start_daemon master "" "$spark_home" "$pages" org.apache.spark.deploy.master.Master \
        --host "$address" --port "$port" --webui-port "$page_port"
    await master 'New state: ALIVE' "the master"
    [ -z "$cores" ] || options+=(--cores "$cores")
    [ -z "$memory" ] || options+=(--memory "$memory")
    for host in "${hosts[@]}"; do
        number=$((number + 1)) at="" home="$spark_home"
        if ! is_local "$host"; then
            at="$host" home="cache:${spark_home##*/}"
            copy_spark "$host"
        fi
        host="${host#*@}"
        [ "$ui" = no ] || pages="$host"
        printf '%s\n' "$host" >"$run/worker-$number.host"
        start_daemon "worker-$number" "$at" "$home" "$pages" org.apache.spark.deploy.worker.Worker \
            --host "$host" --webui-port 0 ${options[@]+"${options[@]}"} "$url"
    done
    number=0
    for host in "${hosts[@]}"; do
        number=$((number + 1))
        await "worker-$number" 'Successfully registered with master' "the worker on $host"
    done
    # What programs of ours can count on.
    echo "spark.santoku.nodes ${#hosts[@]}" >>"$run/conf/spark-defaults.conf"
    [ -z "$memory" ] || echo "spark.santoku.memory $memory" >>"$run/conf/spark-defaults.conf"
    printf '%s\n' "$url" >"$run/url"
    if [ "$ui" = yes ]; then
        say "cluster: Spark's page: http://$address:8080"
    fi
}

# copy_spark HOST: puts Spark into the user cache there, if it is not.
copy_spark() {
    local there=(ssh -o BatchMode=yes -o ConnectTimeout=10 -- "$1") place="\${XDG_CACHE_HOME:-\$HOME/.cache}/santoku"
    local name="${spark_home##*/}" answer
    answer="$("${there[@]}" "test -f \"$place/$name/fetched\" && echo there || echo missing" 2>"$run/ssh.log" </dev/null)" \
        || die "cluster: ssh to $1 failed: $(tail -n 1 -- "$run/ssh.log"); 'ssh $1 true' must work without a question"
    if [ "$answer" != there ]; then
        say "cluster: copies Spark to $1, 110 MB"
        tar -C "${spark_home%/*}" --exclude "*.jsa" -cf - -- "$name" | "${there[@]}" "mkdir -p \"$place\" && tar -C \"$place\" -xf -" 2>"$run/ssh.log" \
            || die "cluster: Spark could not be copied to $1: $(tail -n 1 -- "$run/ssh.log")"
    fi
}

stop() {
    [ $# -eq 0 ] || wrong "stop: '$1' is no option"
    [ -d "$run" ] || die "cluster: none runs: scripts/cluster.sh start starts one"
    end_all
    say "cluster: ended"
}

status() {
    local file name state host bad=no
    [ $# -eq 0 ] || wrong "status: '$1' is no option"
    if [ ! -f "$run/url" ]; then
        say "cluster: none runs: scripts/cluster.sh start starts one"
        exit 1
    fi
    for file in "$run"/master.pid "$run"/worker-[0-9]*.pid; do
        name="${file##*/}"
        name="${name%.pid}"
        case "$name" in *.keeper) continue ;; esac
        state=running
        runs "$name" || state="ended ($(reason "$name"))" bad=yes
        host="$(cat -- "$run/$name.host" 2>/dev/null || cat -- "$run/url")"
        printf '%-10s %s %s\n' "$name" "$host" "$state"
    done
    [ "$bad" = no ] || exit 1
}

submit() {
    local master="" conf work command=() archive nodes
    if [ "${1:-}" = --master ]; then
        [ -n "${2:-}" ] || wrong "--master wants an address"
        master="$2"
        shift 2
    fi
    [ $# -gt 0 ] || wrong "submit wants what spark-submit does: --class NAME FILE.jar ARGUMENTS"
    case "${master:-spark://}" in
    spark://* | local-cluster\[*\]) ;;
    yarn | k8s://*)
        [ -x "${SPARK_HOME:-}/bin/spark-submit" ] || die "cluster: --master $master needs a Spark that knows that cluster:" \
            "SPARK_HOME must name the folder of its installation"
        run_to_its_end "$SPARK_HOME/bin/spark-submit" --master "$master" "$@"
        ;;
    *) wrong "--master $master: give spark://HOST:PORT, yarn, k8s://ADDRESS or local-cluster[WORKERS,CORES,MEGABYTES]" ;;
    esac
    find_java || die "$java_problem; Spark needs Java $minimum_java or newer: run $root/scripts/setup.sh"
    (with_build_lock fetch_spark)
    work="$(mktemp -d "${TMPDIR:-/tmp}/santoku-submit.XXXXXX")"
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf -- '$work'" EXIT
    mkdir -- "$work/local"
    ln -s "$spark_home/jars" "$work/jars" # a local-cluster writes beside them
    conf="$run/conf"
    if [ -z "$master" ]; then
        [ -f "$run/url" ] || die "cluster: none runs: scripts/cluster.sh start starts one, or name one with --master"
        runs master || die "cluster: the master has ended: scripts/cluster.sh stop, then start"
        master="$(cat -- "$run/url")"
    elif [ "$master" != "$(cat -- "$run/url" 2>/dev/null)" ]; then
        conf="$work/conf"
        mkdir -- "$conf"
        configuration no no no >"$conf/spark-defaults.conf"
        case "$master" in
        spark://*) # whose secret, if it has one, only its owner knows
            sed -i.own '/^spark\.authenticate/d' "$conf/spark-defaults.conf"
            conf="${SPARK_CONF_DIR:-$conf}"
            ;;
        esac
        logging | grep -v '^logger' >"$work/conf/log4j2.properties"
    fi
    case "$master" in
    local-cluster*)
        nodes="${master#*\[}"
        nodes="${nodes%%,*}"
        set -- --conf "spark.santoku.nodes=${nodes// /}" "$@"
        ;;
    esac
    export SPARK_HOME="$work" SPARK_CONF_DIR="$conf" SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_DIRS="$work/local" JAVA_HOME="$java_home"
    case "$conf" in
    "$run/conf" | "$work/conf") # not on the class path: a folder before the jars would keep the JVM from the archive of their classes
        set -- --properties-file "$conf/spark-defaults.conf" "$@"
        export SPARK_CONF_DIR="$work/none" LOG4J_CONFIGURATION_FILE="$conf/log4j2.properties"
        ;;
    esac
    archive="$(archive_options)"
    set -- --conf "spark.executor.defaultJavaOptions=$archive" \
        --conf "spark.driver.defaultJavaOptions=$archive \"-Djava.io.tmpdir=$work/local\"" "$@"
    case "$master" in
    spark://127.* | spark://localhost:* | local-cluster*)
        export SPARK_LOCAL_IP=127.0.0.1
        set -- --conf spark.driver.host=127.0.0.1 "$@"
        ;;
    esac
    spark_command --master "$master" "$@"
    run_to_its_end "${command[@]}"
}

# run_to_its_end COMMAND…: the script ends as it does, and hands signals on to it.
run_to_its_end() {
    local status
    "$@" <&0 &
    # shellcheck disable=SC2064 # the process of now
    trap "kill $! 2>/dev/null" TERM INT HUP
    while :; do
        status=0
        wait "$!" || status=$?
        kill -0 "$!" 2>/dev/null || break
    done
    exit "$status"
}

case "${1:-}" in
start | stop | status | submit)
    case "${2:-}" in --help) usage && exit ;; esac
    "$@"
    ;;
predict) exec "$root/scripts/santoku.sh" "$@" ;;
--help | -h | help) usage ;;
"") wrong "which command? start, stop, status, submit or predict" ;;
*) wrong "'$1' is no command" ;;
esac
