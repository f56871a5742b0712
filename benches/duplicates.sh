#!/usr/bin/env bash
# Memory of deduplication: `cdr read` of two files with 2,000,000 calls each, first different ones, then the
# same. Requires a release build, awk and GNU time.
set -euo pipefail
cd "$(dirname "$0")/.."

cdr=${CDR:-target/release/cdr}
calls=${1:-2000000}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# Calls with ids from a number on.
calls() {
    awk -v from="$1" -v count="$calls" 'BEGIN {
        for (id = from; id < from + count; id++)
            printf "{\"cdr_id\":\"%024x\",\"conf_num\":\"%d\",\"usage\":{\"connect_minutes_cal\":%d}}\n", id, id / 8, id % 60
    }'
}

peak() {
    /usr/bin/time -f '%M KB, %e s' "$cdr" read "$@" -f csv -c cdr_id -o "$folder/out.csv"
}

calls 0 >"$folder/a.jsonl"
calls "$calls" >"$folder/b.jsonl"
head -1 "$folder/a.jsonl" >"$folder/one.jsonl"
echo "one call:"
peak "$folder/one.jsonl"
echo "twice $calls different calls:"
peak "$folder/a.jsonl" "$folder/b.jsonl"
echo "twice the same $calls calls:"
cp "$folder/a.jsonl" "$folder/c.jsonl"
peak "$folder/a.jsonl" "$folder/c.jsonl"
