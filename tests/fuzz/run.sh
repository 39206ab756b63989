#!/usr/bin/env bash
# Runs every fuzz target for a while: tests/fuzz/run.sh <folder of the programs> <seconds each> <jobs>
# What it learns is kept in <folder>/corpus, what breaks a promise in <folder>/finds; a find ends it with an error.
set -euo pipefail
programs=$1 seconds=$2 jobs=$3
here=$(cd "$(dirname "$0")" && pwd)
# Some write small files: in memory, where there is room for that.
[[ -d /dev/shm && -w /dev/shm ]] && export TMPDIR=/dev/shm
export LC_ALL=C.UTF-8 TZ=UTC UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

one() {
    local program=$1 name
    name=$(basename "$program")
    mkdir -p "$programs/corpus/$name" "$programs/finds"
    local seeds=()
    [[ -d $here/seeds/$name ]] && seeds=("$here/seeds/$name")
    if ! "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 \
        -artifact_prefix="$programs/finds/$name-" "$programs/corpus/$name" "${seeds[@]}" >"$programs/$name.log" 2>&1; then
        echo "$name: FOUND, see $programs/$name.log"
        grep -E 'ERROR|broken:|runtime error|SUMMARY' "$programs/$name.log" | head -5
        return 1
    fi
    echo "$name: $(grep -oE 'stat::number_of_executed_units: *[0-9]+' "$programs/$name.log" | grep -oE '[0-9]+$') runs, nothing found"
}
export -f one
export programs seconds here
find "$programs" -maxdepth 1 -type f -name 'fuzz_*' ! -name '*.log' -print0 | sort -z |
    xargs -0 -P "$jobs" -I{} bash -c 'one "$1"' _ {}
