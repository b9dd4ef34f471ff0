#!/usr/bin/env bash
# Sourced by cluster-test.sh: products over all executors of a cluster, some of which compute wrongly or die.
#
# shellcheck disable=SC2154 # cluster-test.sh sets project, shop and port

multiply() {
    env "SANTOKU_CLUSTER_TEST=$shop" "$project/scripts/santoku.sh" multiply "$@"
}

# with_disk KILOBYTES COMMAND…: as if no file could be longer.
with_disk() {
    (
        ulimit -f "$1"
        "${@:2}"
    )
}

# integers FILE ROWS COLUMNS: a matrix of integers. Sums of their products are exact in f64, so that any grid gives the same bits.
integers() {
    awk -v rows="$2" -v columns="$3" 'BEGIN {
        print "%%MatrixMarket matrix array integer general"
        print rows, columns
        for (i = 0; i < rows * columns; i++) print i * 7919 % 2001 - 1000
    }' >"$shop/$1"
}

# The factors, and their product by this machine alone.
make_factors() {
    [ ! -e "$shop/one.npy" ] || return 0
    integers a.mtx 211 193
    integers b.mtx 193 197
    awk 'BEGIN { print "%%MatrixMarket matrix coordinate integer general\n211 211 211"; for (i = 1; i <= 211; i++) print i, i, 1 }' >"$shop/unit.mtx"
    run 0 multiply a.mtx b.mtx -o one.npy --backend pool --verify
}

# c.npy is the same file as of one machine, and nothing half-written is left.
same_product() {
    cmp -- "$shop/one.npy" "$shop/c.npy" || fail "the cluster's product is another one: $(cat -- "$shop/out" "$shop/err")"
    ! compgen -G "$shop/*.part*" >"$shop/left" || fail "these are left: $(cat -- "$shop/left")"
    rm -- "$shop/c.npy"
}

# A back end that makes one executor compute wrongly and another one die, and where executors find it.
make_unlucky() {
    local classes="$shop/unlucky/classes" javac=javac faults="$project/src/test/java/dev/santoku/faults"
    [ -z "${JAVA_HOME:-}" ] || javac="$JAVA_HOME/bin/javac"
    mkdir -p -- "$classes/META-INF/services" "$shop/unlucky/marks"
    "$javac" -nowarn -proc:none --release 17 -cp "$project/target/santoku.jar" -d "$classes" \
        "$faults/PlainProduct.java" "$faults/UnluckyBackend.java"
    echo dev.santoku.faults.UnluckyBackend >"$classes/META-INF/services/dev.santoku.backend.Backend"
    cp -- "$project/target/santoku.jar" "$shop/unlucky" # without the libraries beside it: Spark has them
    cat >>"$XDG_RUNTIME_DIR/santoku-cluster/conf/spark-defaults.conf" <<CONF
spark.executorEnv.SPARK_DIST_CLASSPATH $shop/unlucky/santoku.jar:$classes
spark.executorEnv.SANTOKU_UNLUCKY $shop/unlucky/marks
spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout 600s
CONF
}

test_a_product() {
    local bytes
    make_factors
    run 2 multiply a.mtx a.mtx -o c.npy --master 'local-cluster[2,1,1024]'
    says err 'A needs as many columns as B has rows'
    run 0 multiply a.mtx b.mtx -o c.npy --master 'local-cluster[2,1,1024]' --grid 2x1x3 --verify
    says out '^211×197×193 f64 on 2 executors by .*: 2×1×3 cuboids .*; no attempt failed; verified; C has SHA-256 [0-9a-f]{64}$'
    read -ra bytes < <(sed -n 's/.*; shuffled \([0-9]*\) bytes, planned \([0-9]*\);.*/\1 \2/p' "$shop/out")
    if [ $((100 * bytes[0])) -gt $((102 * bytes[1])) ] || [ "${bytes[0]}" -lt "${bytes[1]}" ]; then
        fail "${bytes[0]} bytes were shuffled, and ${bytes[1]} were planned"
    fi
    same_product
    nothing_left
}

# begin_slowly: a product whose blocks come one by one, in the background; client is its process. Waits for three
# blocks: of those the oldest is complete.
begin_slowly() {
    SANTOKU_CLUSTER_TEST="$shop" "$project/scripts/santoku.sh" multiply --random 1000 --grid 6x6x1 --backend unlucky --master cluster \
        --quiet -o "$shop/c.npy" >"$shop/out" 2>"$shop/err" </dev/null &
    client="$!"
    until [ "$(compgen -G "$shop/c.npy.*.part.blocks/block-*" | wc -l)" -ge 3 ]; do
        kill -0 "$client" 2>/dev/null || fail "the product ended: $(cat -- "$shop/out" "$shop/err")"
        sleep 0.1
    done
}

# no_product PATTERN: one line says why, and nothing is left.
no_product() {
    says err "^santoku: .*c\\.npy cannot be written \\(.*$1.*\\)\$"
    [ "$(wc -l <"$shop/err")" -eq 1 ] || fail "there is more than a line: $(cat -- "$shop/err")"
    ! compgen -G "$shop/c.npy*" >"$shop/left" || fail "these are left: $(cat -- "$shop/left")"
}

every_node_wrong() {
    touch -- "$shop/unlucky/marks/ALL"
    run 3 multiply a.mtx b.mtx -o c.npy --master cluster --grid 2x1x1 --backend unlucky --quiet
    says err '^santoku: computed wrongly: (127\.0\.0\.[12] \(executor [0-9]+\)(, |;)){2} the last was a wrong product by unlucky@cpu'
    [ "$(wc -l <"$shop/err")" -eq 1 ] || fail "there is more than a line: $(cat -- "$shop/err")"
    ! compgen -G "$shop/c.npy*" >"$shop/left" || fail "these are left: $(cat -- "$shop/left")"
    rm -- "$shop/unlucky/marks/ALL"
}

# limit_files BYTES NUMBER…: how long files of these workers can be, and of their executors from now on.
limit_files() {
    local keeper parent name process stat number
    for number in "${@:2}"; do
        read -r keeper _ <"$XDG_RUNTIME_DIR/santoku-cluster/worker-$number.pid"
        for stat in /proc/[0-9]*/stat; do
            read -r process name _ parent _ 2>/dev/null <"$stat" || continue
            [ "$parent $name" != "$keeper (java)" ] || prlimit --pid "$process" "--fsize=$1:"
        done
    done
}

# On the second node no file can be longer than 4 MB: neither those of a shuffle nor blocks of C. Names have a scheme, so that the
# cluster opens them. B is of ones: the product is exact. Then it is so on all nodes, and there is an older C.
full_disks_of_executors() {
    local product
    printf '\0\0\0\0\0\0\360?%.0s' {1..500} >"$shop/ones.bin"
    for _ in {1..11}; do
        cat -- "$shop/ones.bin" "$shop/ones.bin" >"$shop/more.bin"
        mv -- "$shop/more.bin" "$shop/ones.bin"
    done
    truncate -s $((197 * 5000 * 8)) "$shop/ones.bin"
    run 0 multiply one.npy ones.bin:197x5000:f64 -o sums.npy --backend pool
    product=(multiply "file://$shop/one.npy" "file://$shop/ones.bin:197x5000:f64" -o "file://$shop/c.npy" --grid 2x1x1
        --backend pool --master cluster)
    limit_files 4000000 2
    run 0 "${product[@]}"
    says err 'retried: task [0-9]+ of stage [0-9]+ on 127\.0\.0\.2, executor [0-9]+: .*File too large'
    says out "; $(grep -c 'retried: task ' "$shop/err") attempts? failed; verified"
    cmp -- "$shop/sums.npy" "$shop/c.npy" || fail "a full disk made another product: $(cat -- "$shop/out" "$shop/err")"
    echo older >"$shop/c.npy"
    limit_files 4000000 1
    run 6 "${product[@]}" --quiet
    limit_files unlimited 1 2
    says err '^santoku: task [0-9]+ of stage [0-9]+ on 127\.0\.0\.[12], executor [0-9]+: .*File too large'
    [ "$(wc -l <"$shop/err")" -eq 1 ] || fail "there is more than a line: $(cat -- "$shop/err")"
    [ "$(cat -- "$shop/c.npy")" = older ] || fail "the older C is another one"
    rm -- "$shop/c.npy"
    ! compgen -G "$shop/c.npy*" >"$shop/left" || fail "these are left: $(cat -- "$shop/left")"
}

a_contender_on_a_running_cluster() {
    run 0 env "SANTOKU_CLUSTER_TEST=$shop" SANTOKU_DEADLINE=120 "SANTOKU_SPARK_MASTER=$url" "$project/scripts/santoku.sh" compare \
        --backends spark --sizes 67x130x41 --precision f32 --quick --budget 1m --within 50 --json running.json --out running
    says running.json 'Spark [0-9.]+, 2 executors × 1 thread'
}

test_a_product_on_bad_nodes() {
    local client status=0
    make_factors
    [ ! -e "$XDG_RUNTIME_DIR/santoku-cluster" ] || run 0 cluster stop
    run 0 cluster start --workers 2 --port "$port" --memory 1g
    keep_temporary
    make_unlucky
    run 0 multiply a.mtx b.mtx -o c.blocks --master cluster --grid 4x2x1 --backend unlucky --verify
    says err 'retried: task [0-9]+ of stage [0-9]+ on 127\.0\.0\.[12], executor [0-9]+: .*a wrong product by unlucky@cpu'
    says err 'retried: task .* on 127\.0\.0\.[12], executor [0-9]+: ExecutorLostFailure'
    says out "; $(grep -c 'retried: task ' "$shop/err") attempts failed; verified"
    [ "$(compgen -G "$shop/c.blocks/*/*" | wc -l)" -eq 8 ] || fail "other blocks are left: $(ls -R -- "$shop/c.blocks")"
    run 0 multiply unit.mtx c.blocks -o c.npy --backend pool
    rm -r -- "$shop/c.blocks"
    same_product
    run 1 with_disk 4000 multiply --random 1100 --backend pool -o c.npy --master cluster --quiet
    no_product '[Ff]ile too large'
    # A block of C is lost before they are put together.
    begin_slowly
    rm -- "$(find "$shop" -path '*.part.blocks/block-*' -printf '%T@ %p\n' | sort -n | sed -n '1s/^[^ ]* //p')"
    wait "$client" || status=$?
    [ "$status" -eq 1 ] || fail "the exit code was $status, although a block was lost: $(cat -- "$shop/out" "$shop/err")"
    no_product 'block-[0-9]+-[0-9]+'
    every_node_wrong
    full_disks_of_executors
    a_contender_on_a_running_cluster
    # A killed client leaves no blocks: its driver ends with it.
    begin_slowly
    kill -KILL "$client"
    wait "$client" 2>/dev/null || true
    run 0 cluster stop
    nothing_left
    ! compgen -G "$shop/c.npy*" >"$shop/left" || fail "these are left: $(cat -- "$shop/left")"
}
