# SPDX-License-Identifier: Apache-2.0
# Sourced by run.sh and test.sh: installs what installer/packages.txt lists and what is not there yet.
# install_packages [lint]

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    echo "installer: '$*' needs root, and there is no sudo. Run it as root first." >&2
    return 1
  fi
}

has_package() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# The packages of the list that are missing, alternatives as they are written.
missing_packages() { # lint?
  sed -e '/^#/d' -e '/^$/d' "$root/installer/packages.txt" | while read -r first second; do
    if [ "$first" = lint ]; then
      [ "${1:-}" = lint ] || continue
      first=$second
    fi
    found=
    for name in $(echo "$first" | tr '|' ' '); do
      has_package "$name" && found=yes
    done
    [ "$found" ] || echo "$first"
  done
}

install_packages() { # lint?
  command -v apt-get >/dev/null 2>&1 || {
    echo "installer: no apt-get here; install what installer/packages.txt lists by hand" >&2
    return 0
  }
  wanted=$(missing_packages "${1:-}")
  [ "$wanted" ] || return 0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
  names=
  for alternatives in $wanted; do
    chosen=
    for name in $(echo "$alternatives" | tr '|' ' '); do
      [ "$chosen" ] || { apt-cache show "$name" >/dev/null 2>&1 && chosen=$name; }
    done
    [ "$chosen" ] || {
      echo "installer: no package $alternatives here; Debian 12, Ubuntu 24.04 and later have it" >&2
      return 1
    }
    names="$names $chosen"
  done
  # shellcheck disable=SC2086 # a list of names
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $names
}

# What one preset, or another copy of the sources, has compiled serves the next.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1

# configure PRESET [ARGUMENT...]: with ccache where it is there.
configure() {
  preset=$1
  shift
  launcher=
  command -v ccache >/dev/null 2>&1 && launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
  # shellcheck disable=SC2086 # empty or one word
  cmake --preset "$preset" $launcher "$@"
}
