#!/usr/bin/env bash
# Runs fleets as a lab would, on clusters of this machine alone: a local-cluster of 2 executors, then a master and workers on
# loopback addresses, among which are a node that fails, one that hangs and one whose executor dies. Needs a built jar, and fetches
# Spark, 110 MB, where it is not in the user cache; 5 minutes.
#
#   src/test/scripts/cluster-test.sh [NAME]    all, or those parts whose name contains NAME
set -euo pipefail

project="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)"
shop="$(mktemp -d "${TMPDIR:-/tmp}/santoku cluster test.XXXXXX")"
export XDG_RUNTIME_DIR="$shop/run"
mkdir -m 700 -- "$XDG_RUNTIME_DIR"
port=$((20000 + RANDOM % 10000))
url="spark://127.0.0.1:$port"
trap '"$project/scripts/cluster.sh" stop 2>/dev/null || true; rm -rf -- "$shop"' EXIT

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
    for process in /proc/[0-9]*; do
        if tr '\0' '\n' 2>/dev/null <"$process/environ" | grep -qxF "SANTOKU_CLUSTER_TEST=$shop"; then
            printf '%s %s\n' "${process#/proc/}" "$(tr '\0' ' ' 2>/dev/null <"$process/cmdline" | cut -c1-150)"
        fi
    done 2>/dev/null
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

# A bundle whose nodes behave by their names; the first one is the ordinary program.
make_bundle() {
    mkdir -- "$shop/santoku-test"
    cat >"$shop/santoku-test/santoku.sh" <<SCRIPT
#!/usr/bin/env bash
case " \$* " in
*" --label 127.0.0.2 "*)
    echo "santoku: this node has no such device" >&2
    exit 2
    ;;
*" --label 127.0.0.3 "*)
    trap '' TERM
    echo "waits for a driver" >&2
    while :; do sleep 1; done
    ;;
*" --label 127.0.0.4 "*)
    sleep 2
    read -r _ _ _ executor _ <"/proc/\$PPID/stat"
    kill -KILL "\$executor"
    sleep 30
    ;;
esac
echo once >>"$shop/runs"
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
    run 1 env JAVA_HOME=/nonexistent "$project/scripts/cluster.sh" start --workers 1
    says err 'no bin/java'
    run 1 fleet --quick
    says err 'none runs'
    run 2 fleet --master yarn
    says err 'spark://HOST:PORT'
    run 2 fleet --sizes 0
}

test_local_cluster() {
    run 0 fleet --master 'local-cluster[2,1,1024]' --quick --budget 2m --within 50 --sizes 64 --backends single,pool --out results
    says out '^127\.0\.0\.1-0 +done'
    says out '^127\.0\.0\.1-1 +done'
    says out '^2 runs of 2 machines, 1 kind of hardware'
    compgen -G "$shop/results/fleet-*/fleet.html" >"$shop/pages" || fail "there is no page"
    nothing_left
}

test_nodes_that_do_not_do() {
    local configuration="$XDG_RUNTIME_DIR/santoku-cluster/conf/spark-defaults.conf"
    run 0 cluster start --workers 4 --port "$port"
    run 0 cluster status
    [ "$(grep -c running "$shop/out")" -eq 5 ] || fail "not all run: $(cat -- "$shop/out")"
    run 1 cluster start --workers 1 --port "$port"
    says err 'one runs already'
    [ "$(stat -c %a "$configuration")" = 600 ] || fail "others can read the secret"
    sed -n 's/^spark.authenticate.secret //p' "$configuration" >"$shop/secret"
    grep -q '^[0-9a-f]\{64\}$' "$shop/secret" || fail "there is no secret"
    ! grep -qFf "$shop/secret" /proc/[0-9]*/cmdline 2>/dev/null || fail "the secret stands in a command line"
    run 6 fleet --nodes 4 --quick --budget 2m --within 50 --sizes 64 --backends single --limit 60s --bundle bundle.tar.gz --json lab.json --out lab
    says out '^127\.0\.0\.1 +done'
    says out '^127\.0\.0\.2 +failed .* exit code 2: this node has no such device'
    says out '^127\.0\.0\.3 +hung .* no end within 60 s; last it said: waits for a driver'
    says out '^127\.0\.0\.4 +lost .* its executor was lost'
    says out '^left out: 127\.0\.0\.2: failed: exit code 2'
    says out '^1 run of 1 machine'
    [ "$(wc -l <"$shop/runs")" -eq 1 ] || fail "a node measured again when another was lost"
    says lab.json '"machines" *: *1'
    [ "$(cd -- "$shop"/lab/fleet-* && echo ./*)" = "./127.0.0.1.json ./fleet.html ./fleet.json" ] \
        || fail "there are other files than expected: $(ls "$shop"/lab/*)"
    run 0 cluster stop
    nothing_left
    [ ! -e "$XDG_RUNTIME_DIR/santoku-cluster" ] || fail "the folder of the cluster is left"
}

test_a_node_counts_once() {
    local fleet
    run 0 cluster start --workers 127.0.0.1,127.0.0.1 --port "$port" --cores 1 --memory 1g
    run 0 fleet --master "$url" --nodes 2 --quick --budget 2m --within 50 --sizes 64 --backends single --out once
    says out '^127\.0\.0\.1 +done'
    says out '^127\.0\.0\.1 +twice .* the same machine as 127.0.0.1'
    says out '^1 run of 1 machine'
    # An interrupted fleet leaves nothing running on its nodes.
    SANTOKU_CLUSTER_TEST="$shop" "$project/scripts/santoku.sh" fleet --quick --sizes 2048 --out "$shop/interrupted" \
        >"$shop/out" 2>"$shop/err" </dev/null &
    fleet="$!"
    until grep -q 'found' "$shop/err"; do
        kill -0 "$fleet" 2>/dev/null || fail "the fleet ended: $(cat -- "$shop/err")"
        sleep 0.2
    done
    kill -TERM "$fleet"
    wait "$fleet" || true
    run 0 cluster stop
    nothing_left
}

test_a_taken_port() {
    run 0 cluster start --workers 1 --port "$port"
    run 1 env "XDG_RUNTIME_DIR=$shop/other" "$project/scripts/cluster.sh" start --workers 1 --port "$port"
    says err 'the port is taken'
    [ ! -e "$shop/other/santoku-cluster" ] || fail "what did not start is left"
    run 0 cluster stop
    nothing_left
}

test_contenders_of_compare() {
    run 0 env "SANTOKU_CLUSTER_TEST=$shop" SANTOKU_DEADLINE=120 "$project/scripts/santoku.sh" compare --backends spark,mllib:b512 \
        --sizes 67x130x41 --precision f64 --quick --budget 3m --within 50 --json compared.json --out compared
    says compared.json '"contender" *: *"spark:cuboids@cpu"'
    says compared.json 'MLlib on Spark .* JNIBLAS .OpenBLAS.'
    says out 'a product shuffles [1-9][0-9]* bytes'
    run 0 env SANTOKU_SPARK_MASTER=yarn "$project/scripts/santoku.sh" compare --backends spark --list
    says out 'SANTOKU_SPARK_MASTER=yarn: give local-cluster'
    run 0 "$project/scripts/santoku.sh" compare --list
    ! grep -q spark "$shop/out" || fail "spark is there unasked"
    nothing_left
}

make_bundle
for part in test_contenders_of_compare test_usage test_local_cluster test_nodes_that_do_not_do test_a_node_counts_once test_a_taken_port; do
    case "$part" in
    *"${1:-}"*)
        begun=$SECONDS
        "$part"
        printf 'cluster-test.sh: %s is well, %d s\n' "${part//_/ }" $((SECONDS - begun))
        ;;
    esac
done
