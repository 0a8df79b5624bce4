#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is needed, builds with warnings as errors, runs every test, proves that the core needs no window
# library, and checks form and style.
#   sh installer/test.sh                 all of it, ending in "ALL PASSED"
#   sh installer/test.sh --quick         build and tests alone
#   sh installer/test.sh --sanitizers    the tests under address, undefined and thread sanitizers
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/installer/packages.sh"
cd "$root"
jobs=$(nproc)

# Builds a preset and runs its tests.
build_and_test() { # preset
  configure "$1"
  cmake --build --preset "$1" --parallel "$jobs"
  ctest --preset "$1" --parallel "$jobs"
}

# No program of the core preset may link a window library, directly or by way of another.
core_needs_no_window() {
  configure core
  cmake --build --preset core --parallel "$jobs"
  programs=0
  for program in build/core/bin/*; do
    [ -f "$program" ] && [ -x "$program" ] || continue
    programs=$((programs + 1))
    if ldd "$program" | grep -E 'libQt6(Gui|Widgets|Charts|Svg|OpenGL|PrintSupport)'; then
      echo "test.sh: $program links a window library" >&2
      return 1
    fi
  done
  [ "$programs" -gt 5 ] || { echo "test.sh: only $programs programs in build/core/bin" >&2; return 1; }
  if ldd build/core/bin/countersign | grep libQt6; then
    echo "test.sh: countersign links Qt" >&2
    return 1
  fi
  echo "$programs programs of the core link no window library; countersign links no Qt at all."
  ctest --preset core -R '^tst_cli_' --parallel "$jobs"
}

case ${1:-} in
--sanitizers)
  install_packages
  build_and_test asan
  build_and_test tsan
  ;;
--quick)
  install_packages
  build_and_test ci
  ;;
'')
  install_packages lint
  sh installer/lint.sh --fast
  build_and_test ci
  core_needs_no_window
  sh installer/lint.sh
  echo
  ctest --preset ci -N | tail -n 1
  ;;
*)
  sed -n 's/^#   //p' "$0" >&2
  exit 2
  ;;
esac
echo "ALL PASSED"
