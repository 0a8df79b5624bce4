#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is needed, builds, and opens the window on the sample estate. Where there is no display it does
# the same job on the command line and renders the screens to pictures.
#   sh installer/run.sh [FOLDER]     FOLDER: where the sample goes, default build/sample
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/installer/packages.sh"
cd "$root"

install_packages
configure release -DCOUNTERSIGN_TESTS=OFF
cmake --build --preset release

bin=$root/build/release/bin
folder=${1:-$root/build/sample}
mkdir -p "$folder"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$bin/countersign-gui" --sample
fi

echo
echo "No display: the same on the command line, in $folder."
work=$folder/$(date -u +%Y%m%dT%H%M%SZ)
mkdir "$work"
"$bin/countersign" sample "$work"
COUNTERSIGN_WORKSPACE=$work/sample.countersign
export COUNTERSIGN_WORKSPACE
echo
"$bin/countersign" workspace info
echo
"$bin/countersign" list --sort attention --desc --limit 12
first=$("$bin/countersign" list --seal current --seal ageing --tier medium --tier low --limit 1 --json |
  sed -n 's/.*"uid":"\([0-9a-f]\{16\}\)".*/\1/p' | head -n 1)
if [ "$first" ]; then
  echo
  "$bin/countersign" show "$first" --grants 10
  # A reviewer for this sample alone; the passphrase is gone when the script ends.
  COUNTERSIGN_SAMPLE_PASSPHRASE=$(openssl rand -hex 16)
  export COUNTERSIGN_SAMPLE_PASSPHRASE
  sign() { "$bin/countersign" "$@" --key "$work/reviewer.pem" --passphrase-env COUNTERSIGN_SAMPLE_PASSPHRASE; }
  echo
  "$bin/countersign" key create --out "$work/reviewer.pem" --name 'Sample Reviewer' \
    --passphrase-env COUNTERSIGN_SAMPLE_PASSPHRASE
  sign attest --record "$first" --decision certify --reason 'looked at in the first run'
  sign export-evidence "$work/evidence"
  sh "$work/evidence/verify.sh" "$work/evidence"
  "$bin/countersign" verify "$work/evidence"
fi
echo
echo "Pictures of the screens:"
QT_QPA_PLATFORM=offscreen "$bin/countersign-gui" --screenshots "$work/screens"
ls "$work/screens"
