#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Decisions about AWS requests against another simulator, on the same cases: sh tests/bench/iam.sh BIN_DIR
# FIXTURES [SECONDS]. FIXTURES has iam-simulate/core and iam-simulate/simulation. BIN_DIR (preset bench) holds
# iam_decisions; the simulator is installed beside it by npm and is no part of this project. Both programs
# time their own loop. Where other programs run, the figures by processor time scatter less; those of the
# simulator have the collection of its memory in them.
set -eu
bin=$1
cases=$2/iam-simulate
seconds=${3:-3}
here=$(dirname "$0")
other=$bin/../iam-simulate
package=$other/node_modules/@cloud-copilot/iam-simulate
if [ ! -d "$package" ]; then
  mkdir -p "$other"
  (cd "$other" && echo '{"private":true}' >package.json && npm install --no-audit --no-fund @cloud-copilot/iam-simulate >/dev/null)
fi
theirs=$(node "$here/iam_simulate.mjs" "$package" "$cases" "$seconds")
ours=$("$bin/iam_decisions" "$cases" "$seconds")
of() { echo "$1" | sed -n "s/^$2 //p"; }
for what in prepared prepared-processor text text-processor; do
  echo "$(of "$ours" $what) $(of "$theirs" $what)" | awk -v w=$what '{printf "%s: %d a second, iam-simulate %d: %.0f times\n", w, $1, $2, $1 / $2}'
done
# The simulator explains each decision; this is ours with its explanation.
for what in "" -processor; do
  echo "explained$what: $(of "$ours" explained$what) a second"
done
for what in prepared text; do
  echo "$what: allowed $(of "$ours" $what-allowed), iam-simulate $(of "$theirs" $what-allowed)"
done
