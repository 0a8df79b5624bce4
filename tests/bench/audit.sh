#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Import of CloudTrail logs beside decompressing and parsing them: tests/bench/audit.sh BIN_DIR [EVENTS]
set -eu
bin=$1 events=${2:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/audit_events" make "$work/log" "$events"
"$bin/countersign" workspace create "$work/w.countersign" >/dev/null 2>&1
for run in 1 2 3; do
  "$bin/audit_events" parse "$work/log"
  rm -f "$work"/w.countersign*
  "$bin/countersign" workspace create "$work/w.countersign" >/dev/null 2>&1
  /usr/bin/env time -f '%e s, %M KiB at most: import' "$bin/countersign" -w "$work/w.countersign" import "$work/log" >"$work/out"
  tail -n 1 "$work/out"
  /usr/bin/env time -f '%e s: changes seen' "$bin/countersign" -w "$work/w.countersign" changes --seen >/dev/null || true
done
