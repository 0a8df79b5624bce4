#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Form and style: SPDX headers, clang-format, clang-tidy. Who may include whom is a test: tests/layers.
#   sh installer/lint.sh --fast     what needs no build
#   sh installer/lint.sh --format   put everything into form
#   sh installer/lint.sh            clang-tidy too; needs the core preset to be configured
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
failed=0
complain() { echo "lint: $*" >&2; failed=1; }

# The newest of a tool of which Debian and Ubuntu have several.
tool() { # name
  command -v "$1-14" 2>/dev/null || command -v "$1" 2>/dev/null || true
}

sources=$(find app models connectors ui tests -name '*.cpp' -o -name '*.h' | sort)

# Every source, build file and script says its licence in its first three lines.
spdx() {
  for file in $sources CMakeLists.txt cmake/*.cmake $(find app models connectors ui tests -name CMakeLists.txt) \
    installer/*.sh .ci/run .clang-format .clang-tidy $(find docs README.md CONTRIBUTING.md CHANGELOG.md -name '*.md'); do
    [ -f "$file" ] || continue
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || complain "$file: no SPDX header"
  done
}

format() {
  program=$(tool clang-format)
  [ "$program" ] || { complain "no clang-format"; return; }
  # shellcheck disable=SC2086 # a list of files without blanks
  "$program" --dry-run -Werror $sources 2>"${TMPDIR:-/tmp}/countersign-format.$$" || {
    grep -c 'clang-format-violations' "${TMPDIR:-/tmp}/countersign-format.$$" >&2 || true
    grep 'clang-format-violations' "${TMPDIR:-/tmp}/countersign-format.$$" | cut -d: -f1 | sort -u >&2
    complain "clang-format would change these files"
  }
  rm -f "${TMPDIR:-/tmp}/countersign-format.$$"
}

# Some files of each folder of the core: whole runs take longer than the build.
tidy_files() {
  for folder in $(find app models connectors -type d ! -path 'app/gui*' | sort); do
    find "$folder" -maxdepth 1 -name '*.cpp' | sort | sed -n '1~4p' | head -n 4
  done
}
tidy() {
  program=$(tool clang-tidy)
  [ "$program" ] || { complain "no clang-tidy"; return; }
  [ -f build/core/compile_commands.json ] || { complain "configure the core preset first"; return; }
  mkdir -p build/tidy # the same commands without the flags that g++ alone knows
  sed -e 's/ -W[a-z+=-]*//g' -e 's/ -ftrivial-auto-var-init=zero//g' build/core/compile_commands.json >build/tidy/compile_commands.json
  checks=$("$program" --list-checks -p build/tidy models/identity/result.cpp | grep -cE '^ +(bugprone|performance|misc|cert|modernize|readability)-')
  [ "$checks" -ge 50 ] || { complain "clang-tidy has only $checks checks on"; return; }
  files=$(tidy_files)
  echo "lint: clang-tidy, $checks checks, $(echo "$files" | wc -l) files"
  echo "$files" | xargs -P "$(nproc)" -n 1 "$program" --quiet -p build/tidy 2>/dev/null || complain "clang-tidy found something"
}

if [ "${1:-}" = --format ]; then
  # shellcheck disable=SC2086 # a list of files without blanks
  "$(tool clang-format)" -i $sources
  exit
fi
spdx
format
[ "${1:-}" = --fast ] || tidy
[ $failed -eq 0 ] && echo "lint: nothing to complain of"
exit $failed
