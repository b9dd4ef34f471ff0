#!/usr/bin/env bash
# Sourced by santoku.sh after spark.sh: what contenders of a comparison that run on Spark need. Prints nothing by itself. Keeps to
# the bash 3.2 of macOS.
#
# shellcheck disable=SC2154 # lib.sh and spark.sh set root, jar, java_home, cache, spark_home and cluster_jar

readonly mllib_pins="$root/src/supply/mllib.sha256"
mllib_home="$cache/santoku/mllib-$(sha256 "$mllib_pins" | cut -c1-12)"
readonly mllib_home
readonly mllib_jar="$root/target/santoku-mllib.jar"

# Fetches MLlib, and what that needs beside Spark, into the user cache; ends the shell that it runs in when that fails.
fetch_mllib() {
    fetch_jars MLlib "37 MB" "$mllib_home" "$mllib_pins" "-Dmllib.folder=$mllib_home.new.$$/jars" dependency:copy@mllib
}

has_mllib_jar() {
    [ -f "$mllib_jar" ] && ! newer_than "$mllib_jar" "$root/src/mllib" "$cluster_jar"
}

# Compiles the contender that uses MLlib; ends the shell that it runs in when that fails.
build_mllib() {
    local classes="$root/target/mllib-classes"
    if has_mllib_jar; then # by the one that held the lock
        return 0
    fi
    can_compile || die "to build what uses MLlib a JDK is needed, and $java_home has no compiler: run $root/scripts/setup.sh"
    rm -rf -- "$classes" "$mllib_jar"
    mkdir -p -- "$classes"
    "$java_home/bin/javac" --release "$minimum_java" -d "$classes" -cp "$jar:$cluster_jar:$spark_home/jars/*:$mllib_home/jars/*" \
        "$root"/src/mllib/java/dev/santoku/cluster/mllib/*.java >"$root/target/mllib.log" 2>&1 \
        || die "what uses MLlib could not be built: $(grep -m 1 error "$root/target/mllib.log")"
    "$java_home/bin/jar" --create --file "$mllib_jar" -C "$classes" .
}

# fetch_and_build_contenders spark|mllib…
fetch_and_build_contenders() {
    fetch_and_build_cluster
    case " $* " in
    *" mllib "*)
        fetch_mllib
        build_mllib
        ;;
    esac
}

# contender_class_path spark|mllib…: of a program that has those contenders. Spark's logging stays out, since the program has its own.
contender_class_path() {
    local file path="$jar:$cluster_jar" contender
    for contender in "$@"; do
        case "$contender" in
        spark) path="$path:$root/src/cluster/services" ;;
        mllib)
            path="$path:$mllib_jar:$root/src/mllib/services"
            for file in "$mllib_home"/jars/*.jar; do path="$path:$file"; done
            ;;
        esac
    done
    for file in "$spark_home"/jars/*.jar; do
        case "$file" in
        */log4j-slf4j* | */jul-to-slf4j*) ;;
        *) path="$path:$file" ;;
        esac
    done
    printf '%s\n' "$path"
}

# Tells Spark in this process where it is, with which options executors start, and which cluster SANTOKU_SPARK_MASTER means.
export_spark() {
    SANTOKU_SPARK_OPTIONS="$(archive_options)"
    export SPARK_HOME="$spark_home" SPARK_SCALA_VERSION=2.13 SANTOKU_SPARK_OPTIONS
    case "${SANTOKU_SPARK_MASTER:-local-cluster}" in
    local-cluster* | spark://127.* | spark://localhost:*) export SPARK_LOCAL_IP=127.0.0.1 ;;
    esac
    if [ -n "${SANTOKU_SPARK_MASTER:-}" ] && [ "$SANTOKU_SPARK_MASTER" = "$(cat -- "$(run_folder)/url" 2>/dev/null)" ]; then
        SPARK_CONF_DIR="$(run_folder)/conf"
        export SPARK_CONF_DIR
    fi
}
