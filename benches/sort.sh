#!/usr/bin/env bash
# Peak memory and time of sorting 1,000,000 calls (1.8 GB) by a text and by a number, completely and with
# --limit 10, and of the same calls unsorted. Requires a release build, Python 3, GNU time and 6 GB of space in
# TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/.."

cdr=${CDR:-target/release/cdr}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

python3 - > "$folder/calls.jsonl" << 'END'
import json, random, sys
random.seed(5)
calls = json.load(open("tests/samples/smartflomeet.json"))["cdr"]
calls = [json.dumps(call, separators=(",", ":"), ensure_ascii=False) for call in calls]
names = ["Zoë", "李雷", "Asha", "Bob", "Ravi", "Jürgen", "Maria"]
for number in range(1000000):
    figure = random.choice(["%d", '"%d.5"']) % random.randrange(100000)
    name = "%s %d" % (random.choice(names), random.randrange(50000))
    sys.stdout.write('{"cdr_id":"%d","figure":%s,"name":"%s","call":%s}\n'
                     % (number, figure, name, calls[number % len(calls)]))
END

for options in '' '--sort name' '--sort -figure' '--sort name --limit 10' '--sort -figure --limit 10'; do
    # shellcheck disable=SC2086 # the options are several words
    /usr/bin/time -f "${options:-as they come}: %M KB, %e s" "$cdr" read "$folder/calls.jsonl" -f jsonl $options -o "$folder/out"
done
