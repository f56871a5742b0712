#!/usr/bin/env bash
# Peak memory and time of cdr on large inputs: a record of 1 byte to 64 MiB in every format, and totals of
# 2,000,000 groups. Requires a release build, Python 3 and GNU time.
set -euo pipefail
cd "$(dirname "$0")/.."

cdr=${CDR:-target/release/cdr}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

measure() {
    /usr/bin/time -f '%M KB, %e s' "$cdr" read "$@" -o "$folder/out" 2>&1 | tail -1
}

# One call with a value of so many bytes, made of a piece.
record() {
    python3 - "$1" "$2" > "$folder/record.jsonl" << 'END'
import sys
size, piece = int(sys.argv[1]), sys.argv[2].encode().decode("unicode_escape")
value = (piece * (size // len(piece) + 1))[:size].rstrip("\\")
sys.stdout.write('{"cdr_id":"1","user":{"name":"%s"}}\n' % value)
END
}

for piece in x ', ' '\\\\n' 'é'; do
    for mebibytes in 0 1 16 63; do
        record $((mebibytes * 1048576 + 1)) "$piece"
        for format in table csv 'csv --excel' json jsonl; do
            # shellcheck disable=SC2086 # the options are several words
            echo "$mebibytes MiB of '$piece', $format: $(measure "$folder/record.jsonl" -f $format)"
        done
        echo "$mebibytes MiB of '$piece', as a key of totals: $(measure "$folder/record.jsonl" -g user.name -f csv)"
    done
done

python3 - > "$folder/groups.jsonl" << 'END'
import sys
for number in range(2000000):
    sys.stdout.write('{"cdr_id":"%d","conf_num":"%d","user":{"ref":"customer-%d"},"room":{"duration":%d},'
                     '"usage":{"connect_minutes_cal":%d,"connect_minutes":1.5}}\n'
                     % (number, number // 3, number, number % 3000, number % 50))
END
echo "2000000 groups: $(measure "$folder/groups.jsonl" -g user.ref -f csv)"
echo "the same calls in one group: $(measure "$folder/groups.jsonl" -g month -f csv)"
