#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# CloudTrail logs, imported and matched to what snapshots before and after them show, beside decompressing and parsing
# them: tests/bench/audit.sh BIN_DIR [EVENTS]
set -eu
bin=$1 events=${2:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/audit_events" make "$work" "$events"
run() { /usr/bin/env time -f "%e s, %M KiB at most: $1" "$bin/countersign" -w "$work/w.countersign" "$2" $3 >"$work/out"; }
for round in 1 2 3; do
  "$bin/audit_events" parse "$work/log"
  rm -f "$work"/w.countersign*
  "$bin/countersign" workspace create "$work/w.countersign" >/dev/null 2>&1
  run 'state before' import "$work/before.json --captured-at 2025-11-13T02:00:00Z"
  run 'log' import "$work/log"
  tail -n 1 "$work/out"
  run 'state after' import "$work/after.json --captured-at 2026-01-13T02:00:00Z"
  run 'changes seen' changes --seen
  wc -l <"$work/out"
done
