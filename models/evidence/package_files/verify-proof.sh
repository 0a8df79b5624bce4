#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks Merkle proofs (RFC 9162 2.1.3.2 and 2.1.4.2) with GNU coreutils alone. Hashes are base64.
# usage: sh verify-proof.sh inclusion INDEX SIZE LEAF_HASH ROOT [PROOF_HASH ...]
#        sh verify-proof.sh consistency SIZE1 SIZE2 ROOT1 ROOT2 [PROOF_HASH ...]
# answers: PASS (exit 0), FAIL (1), CANNOT CHECK (2)
export LC_ALL=C
cannot() { echo "CANNOT CHECK  $*"; exit 2; }
for tool in sha256sum basenc base64; do command -v $tool >/dev/null 2>&1 || cannot "$tool is missing"; done
h2() { { printf '\001'; printf %s "$1" | base64 -d; printf %s "$2" | base64 -d; } | sha256sum | cut -c1-64 | tr a-f A-F | basenc --base16 -d | base64 -w0; }
incl() {
  fn=$1; sn=$(($2 - 1)); r=$3; root=$4
  [ $fn -le $sn ] && [ ${#r} -eq 44 ] && [ ${#root} -eq 44 ] || return 1
  shift 4
  for p in "$@"; do
    [ $sn -ne 0 ] || return 1
    if [ $((fn & 1)) -eq 1 ] || [ $fn -eq $sn ]; then
      r=$(h2 "$p" "$r")
      while [ $((fn & 1)) -eq 0 ] && [ $fn -ne 0 ]; do fn=$((fn >> 1)); sn=$((sn >> 1)); done
    else r=$(h2 "$r" "$p"); fi
    fn=$((fn >> 1)); sn=$((sn >> 1))
  done
  [ $sn -eq 0 ] && [ "$r" = "$root" ]
}
cons() {
  a=$1; b=$2; r1=$3; r2=$4
  [ "$a" -gt 0 ] && [ "$b" -ge "$a" ] && [ ${#r1} -eq 44 ] && [ ${#r2} -eq 44 ] || return 1
  shift 4
  if [ "$a" -eq "$b" ]; then [ $# -eq 0 ] && [ "$r1" = "$r2" ]; return; fi
  if [ $((a & (a - 1))) -eq 0 ]; then set -- "$r1" "$@"; fi
  [ $# -gt 0 ] || return 1
  fn=$((a - 1)); sn=$((b - 1))
  while [ $((fn & 1)) -eq 1 ]; do fn=$((fn >> 1)); sn=$((sn >> 1)); done
  fr=$1; sr=$1; shift
  for c in "$@"; do
    [ $sn -ne 0 ] || return 1
    if [ $((fn & 1)) -eq 1 ] || [ $fn -eq $sn ]; then
      fr=$(h2 "$c" "$fr"); sr=$(h2 "$c" "$sr")
      while [ $((fn & 1)) -eq 0 ] && [ $fn -ne 0 ]; do fn=$((fn >> 1)); sn=$((sn >> 1)); done
    else sr=$(h2 "$sr" "$c"); fi
    fn=$((fn >> 1)); sn=$((sn >> 1))
  done
  [ $sn -eq 0 ] && [ "$fr" = "$r1" ] && [ "$sr" = "$r2" ]
}
[ $# -ge 5 ] || cannot "usage: sh verify-proof.sh inclusion|consistency NUMBER NUMBER HASH HASH [HASH ...]"
case $2$3 in *[!0-9]*) cannot "'$2' and '$3' have to be numbers";; esac
[ ${#2} -le 18 ] && [ ${#3} -le 18 ] || cannot "a number is too large"
kind=$1; shift
case $kind in inclusion) check=incl;; consistency) check=cons;; *) cannot "'$kind' is no kind of proof";; esac
if $check "$@"; then echo PASS; else echo FAIL; exit 1; fi
