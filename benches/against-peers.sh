#!/usr/bin/env bash
# Compares cdr with curl and jq on a generated response served over loopback HTTP. Runs alternate, so
# that ratios are comparable across machines. Prints median times, ratios and peak memory.
#
#   benches/against-peers.sh [RECORDS] [ROUNDS]     default: 100000 records, 5 rounds
#
# Requires bash, cargo, awk and GNU time. Compares with curl and jq, and with the Python packages
# XlsxWriter and duckdb if they are installed; PYTHON selects their interpreter. At the end, it measures
# the memory of cdr on ten times as many records.
set -euo pipefail
cd "$(dirname "$0")/.."

records=${1:-100000}
rounds=${2:-5}
time=$(command -v gtime || echo /usr/bin/time)
for tool in cargo awk "$time"; do
    command -v "$tool" > /dev/null || { echo "missing required tool: $tool" >&2; exit 1; }
done

cargo build --quiet --release --locked
cargo build --quiet --release --locked --example serve
work=$(mktemp -d)
server=
stop() {
    if [ -n "$server" ]; then kill "$server" && wait "$server" 2> /dev/null || true; fi
    server=
}
trap 'stop; rm -r "$work"' EXIT

serve() {
    stop
    : > "$work/url"
    target/release/examples/serve newer "$1" > "$work/url" &
    server=$!
    until [ -s "$work/url" ]; do sleep 0.1; done
    url=$(cat "$work/url")
    export url CDR_BASE_URL=$url
}

export work CDR_APP_ID=id CDR_APP_KEY=key
columns=trans_date,conf_num,call_num,call_log_id,room.room_id,room.connect_dt,room.disconnect_dt
columns+=,room.duration,user.role,user.ip,user.name,user.ref,user.agent,sigserver.ip,sigserver.duration
columns+=,usage.subscribed_minutes,usage.published_minutes,usage.screen_minutes,usage.connect_minutes
columns+=,usage.connect_minutes_cal,stats_quality.call_quality,published_track.video,lowcode,app_id,cdr_id
# The columns that are objects print as JSON.
json='map(if type == "object" then tojson else . end)'
export jq_row=".cdr[] | [.${columns//,/, .}] | $json | @csv"
every=$(target/release/cdr fields -f csv --no-header -c path,sets | awk -F, '$2 ~ /all/ { print "." $1 }' | paste -sd,)
export jq_every=".cdr[] | [$every] | $json | @csv"
export jq_totals='.cdr | group_by(.room.room_id)[] | [.[0].room.room_id, length,
    ([.[].conf_num] | unique | length), ([.[].room.connect_dt] | min), ([.[].room.disconnect_dt] | max),
    ([.[].room.duration] | add), ([.[].usage.connect_minutes_cal] | add), ([.[].usage.connect_minutes] | add),
    ([.[].usage.published_minutes] | add), ([.[].usage.subscribed_minutes] | add),
    ([.[].usage.screen_minutes] | add)] | @csv'
cdr="target/release/cdr period 2025-01"
python=${PYTHON:-python3}
export python every work

# A workbook of the same columns, a row at a time.
cat > "$work/workbook.py" << 'END'
import json, os, sys, xlsxwriter
work = os.environ["work"]
columns = [path[1:].split(".") for path in os.environ["every"].split(",")]
book = xlsxwriter.Workbook(work + "/theirs.xlsx", {"constant_memory": True})
sheet = book.add_worksheet()
for place, path in enumerate(columns):
    sheet.write_string(0, place, ".".join(path))
for row, record in enumerate(json.load(open(work + "/theirs"))["cdr"], 1):
    for place, path in enumerate(columns):
        value = record
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if value is None:
            continue
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, place, value)
        elif isinstance(value, str):
            sheet.write_string(row, place, value)
        else:
            sheet.write_string(row, place, json.dumps(value))
book.close()
END

# The calls as Parquet, in the columns that the reader finds.
cat > "$work/parquet.py" << 'END'
import duckdb, os
work = os.environ["work"]
duckdb.sql(f"""copy (select unnest(cdr, max_depth := 1) as call from read_json('{work}/theirs', maximum_object_size=4000000000))
    to '{work}/theirs.parquet' (compression zstd)""")
END

# Runs a command once, and appends its seconds and its peak memory in KB to a file.
measure() {
    local file=$1 start=${EPOCHREALTIME/[.,]/}
    "$time" --quiet -f %M -o "$work/memory" bash -o pipefail -c "$2" > /dev/null
    local end=${EPOCHREALTIME/[.,]/}
    echo "$(((end - start))) $(tail -1 "$work/memory")" >> "$file"
}

median() { sort -n | awk '{ row[NR] = $1 } END { print row[int((NR + 1) / 2)] }'; }
megabytes() { awk '$2 > most { most = $2 } END { printf "%.0f MB", most / 1000 }' "$1"; }
seconds() { awk '{ print $1 / 1000000 }' "$1" | median; }

# Whether a program is installed, or a package of Python.
has() { command -v "$1" > /dev/null || "$python" -c "import $1" 2> /dev/null; }

# A row of the table: what cdr does, what another does, and how they compare.
against() {
    local name=$1 ours=$2 tool=$3 theirs=$4
    rm -f "$work"/*.runs
    local round
    for ((round = 0; round <= rounds; round++)); do
        measure "$work/ours.runs" "$ours"
        if has "${tool##* }"; then measure "$work/theirs.runs" "$theirs"; fi
        # The first round only warms up.
        if [ "$round" = 0 ]; then rm -f "$work"/*.runs; fi
    done
    printf '| %s | %.3f s, %s | ' "$name" "$(seconds "$work/ours.runs")" "$(megabytes "$work/ours.runs")"
    if [ -e "$work/theirs.runs" ]; then
        local ratio
        ratio=$(paste -d ' ' "$work/ours.runs" "$work/theirs.runs" | awk '{ print $1 / $3 }' | median)
        printf '%s: %.3f s, %s | %.3f |\n' "$tool" "$(seconds "$work/theirs.runs")" \
            "$(megabytes "$work/theirs.runs")" "$ratio"
    else
        printf '%s: not installed | |\n' "$tool"
    fi
}

serve "$records"
echo "$records records of the newer form, median of $rounds rounds"
echo
echo '| task | cdr | compared with | time ratio |'
echo '| --- | --- | --- | --- |'
against 'CSV, 25 columns' "$cdr -f csv -c $columns" 'curl, jq' 'curl -sS --fail "$url/x" | jq -r "$jq_row"'
against 'CSV, all columns' "$cdr -f csv" 'curl, jq' 'curl -sS --fail "$url/x" | jq -r "$jq_every"'
against 'JSON Lines' "$cdr -f jsonl" 'curl, jq' 'curl -sS --fail "$url/x" | jq -c ".cdr[]"'
against 'Totals by room' "$cdr -g room.room_id -f csv" 'curl, jq' 'curl -sS --fail "$url/x" | jq -r "$jq_totals"'
against 'JSON to a file' "$cdr -f json -o $work/ours" 'curl' 'curl -sS --fail -o "$work/theirs" "$url/x"'
against 'Table' "$cdr" 'curl' 'curl -sS --fail -o "$work/theirs" "$url/x"'
fetch='curl -sS --fail -o "$work/theirs" "$url/x"'
against 'Workbook, all columns' "$cdr -o $work/ours.xlsx" 'curl, xlsxwriter' "$fetch && \"\$python\" \"\$work/workbook.py\""
against 'Parquet, all columns' "$cdr -o $work/ours.parquet" 'curl, duckdb' "$fetch && \"\$python\" \"\$work/parquet.py\""
against 'Startup (--version)' 'target/release/cdr --version' 'jq' 'jq --version'

serve $((records * 10))
echo
echo "Peak memory of cdr on $((records * 10)) records:"
echo
for work_of in "CSV, 25 columns:-f csv -c $columns" 'CSV, all columns:-f csv' 'JSON Lines:-f jsonl' \
    'Totals by room:-g room.room_id -f csv' "JSON to a file:-f json -o $work/ours" 'Table:-f table' "Workbook, all columns:-o $work/ours.xlsx" "Parquet, all columns:-o $work/ours.parquet"; do
    rm -f "$work"/*.runs
    measure "$work/ours.runs" "$cdr ${work_of#*:}"
    echo "- ${work_of%%:*}: $(awk '{ printf "%.1f MB", $2 / 1000 }' "$work/ours.runs")"
done
