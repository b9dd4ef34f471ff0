#!/usr/bin/env bash
# Runs fleets as a lab would, on clusters of this machine alone: a local-cluster of 2 executors, then a master and workers on
# loopback addresses, among which are a node that fails, one that hangs, one whose executor dies and one on a machine that is there
# already. Products over all of them, too, with an executor that computes wrongly and one that dies. Needs a built jar, and fetches
# Spark, 110 MB, where it is not in the user cache; under 4 minutes on 2 cores.
#
#   src/test/scripts/cluster-test.sh [NAME]    all, or those parts whose name contains NAME
set -euo pipefail

project="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)"
shop="$(mktemp -d "${TMPDIR:-/tmp}/santoku cluster test.XXXXXX")"
export XDG_RUNTIME_DIR="$shop/run"
mkdir -m 700 -- "$XDG_RUNTIME_DIR"
port=$((20000 + 2 * ($$ % 5000))) # and the next: no other process that runs at the same time has them
url="spark://127.0.0.1:$port"
beside=""
trap '[ -z "$beside" ] || kill "$beside" 2>/dev/null || true
"$project/scripts/cluster.sh" stop 2>/dev/null || true
XDG_RUNTIME_DIR="$shop/network" "$project/scripts/cluster.sh" stop 2>/dev/null || true
rm -rf -- "$shop"' EXIT

fail() {
    printf 'cluster-test.sh: %s\n' "$*" >&2
    exit 1
}

# run STATUS COMMAND…: its words go to out and err, and its exit code must be that.
run() {
    local expected="$1" status=0
    shift
    (cd -- "$shop" && "$@") >"$shop/out" 2>"$shop/err" </dev/null || status=$?
    [ "$status" -eq "$expected" ] || fail "'${*:1:3}' exited with $status and not $expected: $(cat -- "$shop/out" "$shop/err")"
}

# says FILE PATTERN
says() {
    grep -Eq -- "$2" "$shop/$1" || fail "'$2' is not in: $(cat -- "$shop/$1")"
}

cluster() {
    env "SANTOKU_CLUSTER_TEST=$shop" "$project/scripts/cluster.sh" "$@"
}

fleet() {
    env "SANTOKU_CLUSTER_TEST=$shop" "$project/scripts/santoku.sh" fleet "$@"
}

# marked: processes that have the mark of this test in their environment, which all inherit that cluster and fleet start.
marked() {
    local process
    { grep -lzxF "SANTOKU_CLUSTER_TEST=$shop" /proc/[0-9]*/environ 2>/dev/null || true; } | while IFS=/ read -r _ _ process _; do
        printf '%s %s\n' "$process" "$(tr '\0' ' ' 2>/dev/null <"/proc/$process/cmdline" | cut -c1-150)"
    done
}

# Nothing that was started here is left, after a moment to end.
nothing_left() {
    local left="" waited
    for ((waited = 0; waited < 150; waited++)); do
        left="$(marked)"
        [ -n "$left" ] || return 0
        sleep 0.2
    done
    fail "these are left: $left"
}

# Executors of the running cluster have their temporary files in a folder of this test: killed ones leave a library of Spark's there.
keep_temporary() {
    mkdir -p -- "$shop/tmp"
    echo "spark.executor.extraJavaOptions \"-Djava.io.tmpdir=$shop/tmp\"" >>"$XDG_RUNTIME_DIR/santoku-cluster/conf/spark-defaults.conf"
}

# The cluster of the parts that want one, with a worker twice on the first address. It is started once, and each part leaves it as it was.
need_cluster() {
    [ ! -e "$XDG_RUNTIME_DIR/santoku-cluster" ] || return 0
    run 0 cluster start --workers 127.0.0.1,127.0.0.2,127.0.0.3,127.0.0.4,127.0.0.1 --port "$port" --cores 1 --memory 2g
    keep_temporary
}

# A result file of a tiny comparison.
need_result() {
    [ ! -f "$shop/measured.json" ] || return 0
    run 0 "$project/scripts/santoku.sh" compare "${tiny[@]}" --json measured.json
}

# A bundle whose nodes behave by their names. Those without a role run the ordinary program.
make_bundle() {
    mkdir -- "$shop/santoku-test"
    cat >"$shop/santoku-test/santoku.sh" <<SCRIPT
#!/usr/bin/env bash
all="\$*"
node="\${all##*--label }"
node="\${node%% *}"
out="\${all##*--out }"
echo "\$node" >>"$shop/runs"
case "\$node" in
127.0.0.1)
    sleep 4 # still measures when another node is lost
    mkdir "\$out"
    exec cp "$shop/measured.json" "\$out"
    ;;
127.0.0.2)
    echo "santoku: this node has no such device" >&2
    exit 2
    ;;
127.0.0.3)
    trap '' TERM
    echo "waits for a driver" >&2
    while :; do sleep 1; done
    ;;
127.0.0.4)
    sleep 1
    read -r _ _ _ executor _ <"/proc/\$PPID/stat"
    kill -KILL "\$executor"
    sleep 30
    ;;
esac
echo "\$CUDA_VISIBLE_DEVICES" >>"$shop/gpus-seen"
exec "$project/scripts/santoku.sh" "\$@"
SCRIPT
    chmod +x "$shop/santoku-test/santoku.sh"
    tar -C "$shop" -czf "$shop/bundle.tar.gz" santoku-test
}

test_usage() {
    run 1 cluster stop
    says err 'none runs'
    run 1 cluster status
    run 2 cluster start
    run 2 cluster start --workers 0
    run 2 cluster start --workers 1 --port 70000
    run 2 cluster begin
    run 0 cluster --help
    says out 'submit'
    run 0 cluster predict --nodes 1,2 --size 1024
    says out 'bound by'
    run 1 env JAVA_HOME=/nonexistent "$project/scripts/cluster.sh" start --workers 1
    says err 'no bin/java'
    run 1 fleet --quick
    says err 'none runs'
    run 2 fleet --master mesos://host
    says err 'spark://HOST:PORT'
    run 2 fleet --sizes 0
}

# What is installed for another kind of cluster gets the arguments; its output and status come back.
test_masters_of_an_installed_spark() {
    local own="$shop/own spark" master
    mkdir -p -- "$own/bin"
    printf '#!/bin/sh\necho "own: $*"\nexit 7\n' >"$own/bin/spark-submit"
    chmod +x "$own/bin/spark-submit"
    for master in yarn k8s://https://10.0.0.1:443; do
        run 7 env "SPARK_HOME=$own" "$project/scripts/cluster.sh" submit --master "$master" --class a.B c.jar d
        says out "^own: --master $master --class a.B c.jar d\$"
        run 1 env SPARK_HOME= "$project/scripts/cluster.sh" submit --master "$master" --class a.B c.jar d
        says err 'SPARK_HOME must name the folder'
    done
    run 1 env SPARK_HOME= "$project/scripts/santoku.sh" fleet --master yarn --quick
    says err 'SPARK_HOME must name the folder'
}

# archive_fits: whether a JVM can start from the archive of Spark's classes.
archive_fits() {
    (
        # shellcheck source=../../../scripts/lib.sh
        source "$project/scripts/lib.sh"
        # shellcheck source=../../../scripts/spark.sh
        source "$project/scripts/spark.sh"
        find_java
        "$java_home/bin/java" -Xshare:on "-XX:SharedArchiveFile=$(class_archive)" \
            -cp "$shop/none:$(echo "$spark_home"/jars/slf4j-api-*.jar):$spark_home/jars/*" -version
    ) >"$shop/out" 2>&1
}

# In a container whose first process does not reap, what has ended stays as a zombie: stop must not wait for it.
test_a_zombie_has_ended() {
    local parent zombie waited=0
    [ -r /proc/self/stat ] || return 0
    bash -c 'sleep 1 & echo "$!" >"$1"; exec sleep 60' bash "$shop/zombie" &
    parent=$!
    until zombie="$(cat -- "$shop/zombie" 2>/dev/null)" && grep -q '^State:.Z' "/proc/$zombie/status" 2>/dev/null; do
        [ "$waited" -lt 150 ] || fail "there is no zombie"
        sleep 0.2
        waited=$((waited + 1))
    done
    (
        # shellcheck source=../../../scripts/lib.sh
        source "$project/scripts/lib.sh"
        # shellcheck source=../../../scripts/spark.sh
        source "$project/scripts/spark.sh"
        [ -z "$(birth "$zombie")" ] || fail "a zombie counts as running"
        [ -n "$(birth "$parent")" ] || fail "a process that runs counts as ended"
    )
    kill "$parent"
}

test_local_cluster() {
    run 0 fleet --master 'local-cluster[2,1,1024]' "${tiny[@]}" --out results
    says out '^127\.0\.0\.1-0 +done'
    says out '^127\.0\.0\.1-1 +done'
    says out '^2 runs of 2 machines, 1 kind of hardware'
    compgen -G "$shop/results/fleet-*/fleet.html" >"$shop/pages" || fail "there is no page"
    cp -- "$shop"/results/fleet-*/127.0.0.1-0.json "$shop/measured.json"
    archive_fits || fail "there is no archive of Spark's classes that fits: $(cat -- "$shop/out")"
    nothing_left
}

test_a_cluster_keeps_its_secret() {
    local configuration="$XDG_RUNTIME_DIR/santoku-cluster/conf/spark-defaults.conf"
    need_cluster
    run 0 cluster status
    [ "$(grep -c running "$shop/out")" -eq 6 ] || fail "not all run: $(cat -- "$shop/out")"
    run 1 cluster start --workers 1 --port "$port"
    says err 'one runs already'
    [ "$(stat -c %a "$configuration")" = 600 ] || fail "others can read the secret"
    sed -n 's/^spark.authenticate.secret //p' "$configuration" >"$shop/secret"
    grep -q '^[0-9a-f]\{64\}$' "$shop/secret" || fail "there is no secret"
    ! grep -qFf "$shop/secret" /proc/[0-9]*/cmdline 2>/dev/null || fail "the secret stands in a command line"
}

test_a_taken_port() {
    need_cluster
    run 1 env "XDG_RUNTIME_DIR=$shop/other" "$project/scripts/cluster.sh" start --workers 1 --port "$port"
    says err 'the port is taken'
    [ ! -e "$shop/other/santoku-cluster" ] || fail "what did not start is left"
}

test_nodes_that_do_not_do() {
    need_cluster
    need_result
    run 6 fleet --master "$url" --nodes 5 "${tiny[@]}" --limit 8s --bundle bundle.tar.gz --json lab.json --out lab
    says out '^127\.0\.0\.1 +done'
    says out '^127\.0\.0\.2 +failed .* exit code 2: this node has no such device'
    says out '^127\.0\.0\.3 +hung .* no end within 8 s; last it said: waits for a driver'
    says out '^127\.0\.0\.4 +lost .* its executor was lost'
    says out '^127\.0\.0\.1 +twice .* the same machine as 127.0.0.1'
    says out '^left out: 127\.0\.0\.2: failed: exit code 2'
    says out '^1 run of 1 machine'
    [ "$(sort "$shop/runs" | tr '\n' ' ')" = "127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.4 " ] \
        || fail "a node measured twice, as when another was lost: $(cat -- "$shop/runs")"
    says lab.json '"machines" *: *1'
    [ "$(cd -- "$shop"/lab/fleet-* && echo ./*)" = "./127.0.0.1.json ./fleet.html ./fleet.json" ] \
        || fail "there are other files than expected: $(ls "$shop"/lab/*)"
}

# It leaves nothing running on its nodes, and no folders: the end of this test finds that.
test_an_interrupted_fleet() {
    local fleet
    need_cluster
    : >"$shop/err" # what another fleet said does not count
    SANTOKU_CLUSTER_TEST="$shop" "$project/scripts/santoku.sh" fleet --quick --sizes 2048 --out "$shop/interrupted" \
        >"$shop/out" 2>"$shop/err" </dev/null &
    fleet="$!"
    until grep -q 'found' "$shop/err"; do
        kill -0 "$fleet" 2>/dev/null || fail "the fleet ended: $(cat -- "$shop/err")"
        sleep 0.2
    done
    kill -TERM "$fleet"
    wait "$fleet" || true
}

# A stand-in for ssh that runs commands here, and a discovery script that finds GPUs on the first host alone.
make_hosts() {
    mkdir -- "$shop/bin" "$shop/network"
    cat >"$shop/bin/ssh" <<SCRIPT
#!/usr/bin/env bash
while [ "\$1" != -- ]; do shift; done
echo "\$2" >>"$shop/hosts"
shift 2
exec bash -c "\$*"
SCRIPT
    cat >"$shop/bin/gpus" <<SCRIPT
#!/bin/sh
mkdir "$shop/first" 2>/dev/null && addresses='"0", "1"'
echo "{\"name\": \"gpu\", \"addresses\": [\$addresses]}"
SCRIPT
    chmod +x "$shop/bin/ssh" "$shop/bin/gpus"
}

# listens ADDRESS: on the port of the network's cluster.
listens() {
    (exec 5<>"/dev/tcp/$1/$((port + 1))") 2>/dev/null
}

# A cluster of its own: on an address of the network, encrypted, its workers over ssh. The fleet has the node with GPUs alone, twice.
test_hosts_over_ssh() {
    local address network
    address="$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -m 1 '^[0-9.]*$')" || true
    if [ -z "$address" ]; then
        echo "NOT RUN: hosts over ssh: this machine has no address but loopback"
        return 0
    fi
    make_hosts
    network=(env "SANTOKU_CLUSTER_TEST=$shop" "XDG_RUNTIME_DIR=$shop/network" "PATH=$shop/bin:$PATH")
    run 0 "${network[@]}" "$project/scripts/cluster.sh" start --workers "$address,$address" --address "$address" \
        --port "$((port + 1))" --cores 1 --memory 1g --gpus "$shop/bin/gpus"
    [ "$(sort -u "$shop/hosts")" = "$address" ] || fail "other hosts than asked for: $(cat -- "$shop/hosts")"
    grep -q '^spark.network.crypto.enabled true' "$shop/network/santoku-cluster/conf/spark-defaults.conf" \
        || fail "nothing is encrypted on the network"
    listens "$address" || fail "the master does not listen on $address"
    ! listens 127.0.0.1 || fail "the master listens on loopback, too"
    run 0 "${network[@]}" "$project/scripts/santoku.sh" fleet --gpus 2 --repeat 2 "${tiny[@]}" --bundle bundle.tar.gz --out network
    says out "^$address, run 1 +done"
    says out "^$address, run 2 +done"
    says out '^2 runs of 1 machine'
    says out ' within [0-9.]+ %'
    [ "$(cat -- "$shop/gpus-seen")" = "$(printf '0,1\n0,1')" ] || fail "a node saw other GPUs: $(cat -- "$shop/gpus-seen")"
    run 0 "${network[@]}" "$project/scripts/cluster.sh" stop
    ! listens "$address" || fail "something listens after the stop"
}

# shellcheck source=cluster-products.sh
source "$project/src/test/scripts/cluster-products.sh"

# check_mllib: its contender by itself, in blocks as small as those of no comparison.
check_mllib() (
    # shellcheck source=../../../scripts/lib.sh
    source "$project/scripts/lib.sh"
    # shellcheck source=../../../scripts/spark.sh
    source "$project/scripts/spark.sh"
    # shellcheck source=../../../scripts/contenders.sh
    source "$project/scripts/contenders.sh"
    find_java
    export_spark
    export SANTOKU_CLUSTER_TEST="$shop"
    path="$(contender_class_path mllib)"
    opens=()
    for package in java.io java.lang java.lang.invoke java.nio java.util java.util.concurrent sun.nio.ch; do
        opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
    done
    mkdir -- "$shop/mllib"
    "$java_home/bin/javac" -proc:none --release 17 -cp "$path" -d "$shop/mllib" \
        "$project/src/cluster/test/java/dev/santoku/cluster/LocalSpark.java" \
        "$project/src/mllib/test/java/dev/santoku/cluster/mllib/MllibCheck.java"
    exec "$java_home/bin/java" --add-modules jdk.incubator.vector "${opens[@]}" -cp "$shop/mllib:$path" dev.santoku.cluster.mllib.MllibCheck
)

test_contenders_of_compare() {
    [ ! -e "$XDG_RUNTIME_DIR/santoku-cluster" ] || run 0 cluster stop
    run 0 env "SANTOKU_CLUSTER_TEST=$shop" SANTOKU_DEADLINE=120 "$project/scripts/santoku.sh" compare --backends spark,mllib:b512-split \
        --sizes 515x3x1030 --precision f64 --quick --budget 3m --within 50 --json compared.json --out compared
    says compared.json '"contender" *: *"spark:cuboids@cpu"'
    says compared.json '"contender" *: *"mllib:b512-split@cpu"'
    says compared.json 'MLlib on Spark .* JNIBLAS .OpenBLAS.'
    says out 'a product shuffles [0-9.]+ MB, [0-9.]+ × the lower bound'
    run 0 check_mllib
    says out '^mllib is right$'
    run 0 env SANTOKU_SPARK_MASTER=mesos "$project/scripts/santoku.sh" compare --backends spark --list
    says out 'SANTOKU_SPARK_MASTER=mesos: give local-cluster'
    run 0 "$project/scripts/santoku.sh" compare --list
    ! grep -q spark "$shop/out" || fail "spark is there unasked"
    nothing_left
}

# The parts in their order. First those without a cluster of several processes, then those that share one, then those with their own.
parts=(test_usage test_masters_of_an_installed_spark test_a_zombie_has_ended test_local_cluster
    test_a_cluster_keeps_its_secret test_a_taken_port test_nodes_that_do_not_do test_an_interrupted_fleet
    test_hosts_over_ssh test_contenders_of_compare)
if [ $# -eq 0 ]; then # products go beside the others, since all of them wait at times; nothing is shared but what was built
    bash "${BASH_SOURCE[0]}" a_product &
    beside="$!"
else
    parts+=(test_a_product test_a_product_on_bad_nodes)
fi
tiny=(--quick --budget 2m --within 50 --sizes 64 --backends single)
make_bundle
for part in "${parts[@]}"; do
    case "$part" in
    *"${1:-}"*)
        begun=$SECONDS
        "$part"
        printf 'cluster-test.sh: %s is well, %d s\n' "${part//_/ }" $((SECONDS - begun))
        ;;
    esac
done
if [ -e "$XDG_RUNTIME_DIR/santoku-cluster" ]; then
    run 0 cluster stop
    nothing_left
    [ ! -e "$XDG_RUNTIME_DIR/santoku-cluster" ] || fail "the folder of the cluster is left"
fi
! compgen -G "$shop/tmp/santoku-*" >"$shop/left" || fail "these are left: $(cat -- "$shop/left")"
if [ -n "$beside" ]; then
    wait "$beside" || fail "products failed, as said above"
    beside=""
    printf 'cluster-test.sh: %d s\n' "$SECONDS"
fi
