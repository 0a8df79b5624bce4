#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Import against a bare loop, in one run: sh tests/bench/import.sh BIN_DIR [IDENTITIES]
# BIN_DIR holds countersign and bare_import (preset bench). Prints seconds and ratios.
set -eu
bin=$1
identities=${2:-182000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/countersign" sample --generate-only --identities "$identities" --days 1 --out "$work/e" >/dev/null
day1=$work/e/day-1/aws/111122223333/account-authorization-details.json
day2=$work/again.json
seconds() { start=$(date +%s.%N); "$@" >"$work/out"; end=$(date +%s.%N); echo "$end $start" | awk '{printf "%.2f", $1 - $2}'; }
"$bin/countersign" workspace create "$work/w.countersign" >/dev/null
"$bin/bare_import" stir "$day1" "$day2"
ls -l "$day1" | awk '{print "export", $5 / 1e6, "MB"}'
first=$(seconds "$bin/countersign" -w "$work/w.countersign" import "$day1" --captured-at 2026-01-01T00:00:00Z)
cat "$work/out"
bare=$("$bin/bare_import" write "$day1" "$work/w.countersign" "$work/copy.db" | tee /dev/stderr | sed -n 's/^total //p')
again=$(seconds "$bin/countersign" -w "$work/w.countersign" import "$day2" --captured-at 2026-01-02T00:00:00Z)
cat "$work/out"
hash=$("$bin/bare_import" hash "$day2" | tee /dev/stderr | sed -n 's/^total //p')
echo "$first $bare $again $hash" | awk '{printf "first import %.2f s, bare loop %.2f s: %.2f times\nrepeated import %.2f s, parse and hash %.2f s: %.2f times\n", $1, $2, $1 / $2, $3, $4, $3 / $4}'
