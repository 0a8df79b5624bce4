#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks a Countersign evidence package. Take this file from elsewhere than the package.
# usage: sh verify.sh DIR [CA_SHA256 [CHECKPOINT [TSA_CA_SHA256]]]       ('' leaves one out)
#   CA_SHA256      fingerprint of the reviewers' CA, received by phone or letter
#   CHECKPOINT     file with a checkpoint of this log that was kept elsewhere
#   TSA_CA_SHA256  fingerprint of the time-stamp authority's CA
# answers: PASS (exit 0), FAIL (1), CANNOT CHECK (2)
# needs: OpenSSL >= 1.1.1, GNU coreutils >= 8.31, diffutils, findutils, grep, sed
set -u
export LC_ALL=C
umask 077
cannot() { echo "CANNOT CHECK  $*"; exit 2; }
[ $# -ge 1 ] && [ $# -le 4 ] || cannot "usage: sh verify.sh DIR [CA_SHA256 [CHECKPOINT [TSA_CA_SHA256]]]"
for tool in openssl sha256sum basenc base64 split paste join comm sort seq find xargs grep sed cmp date mktemp; do
  command -v $tool >/dev/null 2>&1 || cannot "$tool is missing on this computer"
done
openssl version | grep -q '^OpenSSL' || cannot "OpenSSL is needed, found $(openssl version)"
echo 00 | basenc --base16 -d >/dev/null 2>&1 || cannot "basenc of GNU coreutils 8.31 is needed"
find / -maxdepth 0 -printf '' 2>/dev/null || cannot "find of GNU findutils is needed"
fingerprint() { printf %s "$1" | tr -d ': ' | tr A-F a-f; }
wantca=$(fingerprint "${2:-}"); wanttsa=$(fingerprint "${4:-}"); anchor=${3:-}
for f in "$wantca" "$wanttsa"; do
  case $f in '') ;; *[!0-9a-f]*) cannot "'$f' is no SHA-256";; *) [ ${#f} -eq 64 ] || cannot "'$f' is no SHA-256";; esac
done
T=$(mktemp -d) || cannot "no room for temporary files"
trap 'rm -rf "$T"' EXIT
trap 'exit 2' HUP INT TERM
if [ "$anchor" ]; then
  head -n 3 "$anchor" >"$T/anchor" 2>/dev/null || cannot "the checkpoint '$anchor' cannot be read"
  [ "$(wc -l <"$T/anchor")" -eq 3 ] && sed -n 2p "$T/anchor" | grep -qE '^(0|[1-9][0-9]{0,9})$' &&
    sed -n 3p "$T/anchor" | grep -qE '^[A-Za-z0-9+/]{43}=$' || cannot "'$anchor' is no checkpoint"
fi
cd "$1" 2>/dev/null || cannot "the folder '$1' cannot be opened"
[ -e FORMAT ] || [ -e MANIFEST.sha256 ] || [ -e log ] || cannot "there is no evidence package in '$1'"
find . >/dev/null 2>&1 || cannot "a folder of the package cannot be read"

bad=0; unknown=''
fail() { echo "FAIL  $*"; bad=$((bad + 1)); }
finish() {
  [ $bad -eq 0 ] || { echo "FAIL: $bad finding(s), this package is not what was signed"; exit 1; }
  [ -z "$unknown" ] || cannot "$unknown"
}
base='https://countersign.example.org/nhi/'
type=application/vnd.in-toto+json
H='[0-9a-f]\{64\}'

# 1 files: regular, complete, nothing extra, unmodified; manifest signed by the exporter
find . ! -type d ! -type f | grep -q . && { fail "something in the package is neither a file nor a folder"; finish; }
unreadable=$(find . -type f ! -readable | head -n 1)
[ -z "$unreadable" ] || cannot "$unreadable cannot be read"
find . -type f ! -path ./MANIFEST.sha256 ! -path ./MANIFEST.sha256.sig | cut -c3- | sort >"$T/have"
[ -f MANIFEST.sha256 ] || { fail "MANIFEST.sha256 is missing"; finish; }
if grep -qvE '^[0-9a-f]{64}  [A-Za-z0-9][A-Za-z0-9._/-]*$' MANIFEST.sha256 || grep -qE '/\.|//' MANIFEST.sha256; then
  fail "MANIFEST.sha256 has a line that is none"; finish
fi
cut -c67- MANIFEST.sha256 | sort >"$T/want"
if ! cmp -s "$T/have" "$T/want"; then
  fail "not the files of the manifest: $(comm -3 "$T/have" "$T/want" | tr -d '\t' | head -n 3 | tr -c 'A-Za-z0-9._/-' ' ')"; finish
fi
sha256sum --quiet --strict -c MANIFEST.sha256 >"$T/o" 2>/dev/null || fail "changed: $(head -n 1 "$T/o")"
[ -f FORMAT ] || { fail "FORMAT is missing"; finish; }
if ! printf 'countersign-evidence/1\n' | cmp -s - FORMAT; then
  format=$(tr -d '\000' <FORMAT | head -c 60)
  [ $bad -eq 0 ] && printf '%s\n' "$format" | cmp -s - FORMAT && printf %s "$format" | grep -qxE 'countersign-evidence/[1-9][0-9]{0,8}' &&
    cannot "this package has the form $format; take a newer verify.sh"
  fail "FORMAT says '$(printf %s "$format" | tr -c 'a-z0-9/-' '?')'"; finish
fi
for f in trust/ca.crt log/origin.txt log/logkey.txt log/exportkey.txt log/bundle.intoto.jsonl snapshots.json; do
  [ -f $f ] || { fail "$f is missing"; finish; }
done
one() { # file pattern: the one line of a file, or an empty line
  [ "$(wc -l <"$1")" -eq 1 ] && tr -d '\000' <"$1" | grep -xE "$2" | head -n 1; }
origin=$(one log/origin.txt '[A-Za-z0-9._/-]{1,200}') || { fail "log/origin.txt"; finish; }
logkey=$(one log/logkey.txt '[0-9a-f]{64}') || { fail "log/logkey.txt"; finish; }
exportkey=$(one log/exportkey.txt '[0-9a-f]{64}') || { fail "log/exportkey.txt"; finish; }
openssl dgst -sha256 -verify "trust/$exportkey.pem" -signature MANIFEST.sha256.sig MANIFEST.sha256 >/dev/null 2>&1 ||
  fail "signature of the manifest"

# 2 trust: only the first certificate of trust/ca.crt counts; every key has one certificate from it
openssl x509 -in trust/ca.crt -out "$T/ca.pem" 2>/dev/null && cmp -s "$T/ca.pem" trust/ca.crt ||
  { fail "trust/ca.crt is not just one certificate"; finish; }
ca=$(openssl x509 -in "$T/ca.pem" -outform DER | sha256sum | cut -c1-64)
[ -z "$wantca" ] || [ "$ca" = "$wantca" ] || fail "fingerprint of the CA is $ca"
for p in trust/*.pem; do
  k=${p#trust/}; k=${k%.pem}
  case $k in *[!0-9a-f]*) fail "$p is no key"; finish;; esac
  [ "$(openssl pkey -pubin -in "$p" -outform DER 2>/dev/null | sha256sum | cut -c1-64)" = "$k" ] &&
    openssl pkey -pubin -in "$p" 2>/dev/null | cmp -s - "$p" || { fail "$p is not the key that it is named after"; finish; }
  [ -f "trust/$k.crt" ] && openssl x509 -in "trust/$k.crt" 2>/dev/null | cmp -s - "trust/$k.crt" ||
    { fail "trust/$k.crt is not just one certificate"; finish; }
  openssl x509 -in "trust/$k.crt" -noout -pubkey | cmp -s - "$p" || fail "certificate of another key: trust/$k.crt"
  openssl x509 -in "trust/$k.crt" -noout -ext keyUsage 2>/dev/null | grep -q 'Digital Signature, Non Repudiation' ||
    fail "trust/$k.crt is not for signatures that a person answers for"
  openssl verify -partial_chain -no_check_time -CAfile "$T/ca.pem" "trust/$k.crt" >/dev/null 2>&1 ||
    fail "trust/$k.crt is not from this CA"
  eval "cert_$k=$(openssl x509 -in "trust/$k.crt" -outform DER | sha256sum | cut -c1-64)"
done
[ -f "trust/$logkey.pem" ] && [ -f "trust/$exportkey.pem" ] || { fail "the log's or the exporter's key is missing"; finish; }

# 3 what is named by its digest has it
for d in state:.json closures:.json views:.txt sources:; do
  folder=${d%%:*}; end=${d#*:}
  [ -d $folder ] || continue
  find $folder -type f | sort >"$T/names"
  sed -n "s|^$folder/\($H\)$end\$|\1  &|p" "$T/names" >"$T/sums"
  [ "$(wc -l <"$T/sums")" -eq "$(wc -l <"$T/names")" ] || fail "a file in $folder is not named by its digest"
  [ ! -s "$T/sums" ] || sha256sum --quiet --strict -c "$T/sums" >"$T/o" 2>/dev/null || fail "$(head -n 1 "$T/o")"
  cut -c1-64 "$T/sums" >"$T/$folder"
done
: >>"$T/state"; : >>"$T/closures"; : >>"$T/views"

# 4 entries: signature over the DSSE pre-authentication encoding, and leaf hashes
n=$(find log/entries -name '*.json' | wc -l)
[ "$n" -gt 0 ] || { fail "the log is empty"; finish; }
seq -f '%08.0f' 0 $((n - 1)) >"$T/seq"
sed 's|.*|log/entries/&.json\nlog/entries/&.key\nlog/entries/&.sig|' "$T/seq" >"$T/want"
find log/entries -type f | sort | cmp -s - "$T/want" || { fail "an entry of the log is missing, or there is one too many"; finish; }
sed 's|.*|log/entries/&.json|' "$T/seq" >"$T/payloads"
sed 's|.*|log/entries/&.key|' "$T/seq" | xargs cat >"$T/keys"
grep -cxE '[0-9a-f]{64}' "$T/keys" >"$T/o"
[ "$(cat "$T/o")" = "$n" ] && [ "$(wc -c <"$T/keys")" -eq $((n * 65)) ] || { fail "a .key file is no key id"; finish; }
sort -u "$T/keys" >"$T/signers"
while read -r k; do [ -f "trust/$k.pem" ] || { fail "the key $k is not in trust/"; finish; }; done <"$T/signers"
find log/entries -name '*.json' -printf '%f %s\n' | sort | cut -d' ' -f2 | paste -d' ' "$T/seq" - "$T/keys" >"$T/tasks"
mkdir "$T/leaf"
cat >"$T/worker" <<'WORKER'
T=$1; type=$2; shift 2
while [ $# -ge 3 ]; do
  e=log/entries/$1
  { printf '\000{"payload":"'; base64 -w0 $e.json
    printf '","payloadType":"%s","signatures":[{"keyid":"%s","sig":"' $type $3; base64 -w0 $e.sig; printf '"}]}'
  } >"$T/leaf/$1"
  { printf 'DSSEv1 %d %s %d ' ${#type} $type $2; cat $e.json; } |
    openssl dgst -sha256 -verify trust/$3.pem -signature $e.sig >/dev/null 2>&1 || echo $1
  shift 3
done
WORKER
xargs -n 192 -P "$(nproc)" sh "$T/worker" "$T" $type <"$T/tasks" >"$T/o" 2>&1 || echo worker >>"$T/o"
[ ! -s "$T/o" ] || fail "signature of $(wc -l <"$T/o") entries, among them $(sort "$T/o" | head -n 1)"
(cd "$T/leaf" && xargs cat) <"$T/seq" >"$T/all"
{ cat "$T/all"; printf '\000'; } | tr '\000' '\n' | tail -c +2 | cmp -s - log/bundle.intoto.jsonl || fail "the bundle is not the entries"
(cd "$T/leaf" && xargs sha256sum) <"$T/seq" | cut -c1-64 >"$T/leafhex"
rm -rf "$T/leaf" "$T/all"

# 5 chain: each payload names its place, the hash before it, its signer and the signer's certificate
grepall() { xargs grep -Ho "$1" <"$T/payloads"; }
i=0; prev=0000000000000000000000000000000000000000000000000000000000000000
while read -r leaf && read -r key <&3; do
  name=$(printf %s $i); printf 'log/entries/%08d.json:"log":{"origin":"%s","prevEntryHash":"%s","seq":%s}\n' $i "$origin" $prev $name >&4
  eval "c=\$cert_$key"; printf 'log/entries/%08d.json:"signer":{"certSha256":"%s","keyId":"%s"\n' $i $c $key >&5
  prev=$leaf; i=$((i + 1))
done <"$T/leafhex" 3<"$T/keys" 4>"$T/wantlog" 5>"$T/wantsigner"
grepall '"log":{"origin":"[^"\\]*","prevEntryHash":"[^"\\]*","seq":[0-9]*}' >"$T/log"
cmp -s "$T/log" "$T/wantlog" || fail "the chain is broken at $(comm -13 "$T/log" "$T/wantlog" 2>/dev/null | head -n 1 | cut -d: -f1)"
grepall '"signer":{"certSha256":"[^"\\]*","keyId":"[^"\\]*"' >"$T/signer"
cmp -s "$T/signer" "$T/wantsigner" || fail "another signer in the payload than on the envelope, or another certificate"
grepall '"predicateType":"[^"\\]*"' | sed 's|^log/entries/\([0-9]*\).json:"predicateType":"\(.*\)"$|\1 \2|' >"$T/types"
cut -d' ' -f1 "$T/types" | cmp -s - "$T/seq" || fail "an entry does not say what kind it is"
sed "s|^\([0-9]*\) $base\([a-z-]*\)/v1\$|\1 \2|" "$T/types" >"$T/kinds"
grep -qvxE '[0-9]+ (log-open|attestation|countersign|key-enrol|key-revoke|revocation-outcome|note)' "$T/kinds" &&
  unknown="an entry is of a kind that this verify.sh does not know"
of_kind() { sed -n "s|^\([0-9]*\) $1\$|log/entries/\1.json|p" "$T/kinds"; }

# 6 authority: keys of the log's first entry and enrolled ones, until they are revoked
first=log/entries/00000000.json
[ "$(of_kind log-open)" = $first ] || fail "the log does not begin with the list of its keys, or has a second one"
[ "$(grep -o '"caSha256":"[0-9a-f]*"' $first)" = "\"caSha256\":\"$ca\"" ] || fail "the log was opened for another CA"
[ "$(grep -o '"logKeyId":"[0-9a-f]*"' $first)" = "\"logKeyId\":\"$logkey\"" ] || fail "the log was opened for another log key"
{ echo $first; of_kind key-enrol; } | xargs grep -Ho "{\"certSha256\":\"$H\",\"id\":\"$H\"" |
  sed 's|^log/entries/\([0-9]*\).json:{"certSha256":"\([0-9a-f]*\)","id":"\([0-9a-f]*\)"$|\3 \1 \2|' | sort >"$T/enrolled"
cut -d' ' -f1 "$T/enrolled" | uniq -d | grep -q . && fail "a key was enrolled twice"
of_kind key-revoke | xargs -r grep -Ho "\"revokedKey\":\"$H\"" |
  sed 's|^log/entries/\([0-9]*\).json:"revokedKey":"\(.*\)"$|\2 \1|' | sort >"$T/revoked"
while read -r k from c; do
  [ -f "trust/$k.crt" ] || { fail "the certificate of the enrolled key $k is missing"; continue; }
  eval "have=\$cert_$k"; [ "$have" = "$c" ] || fail "another certificate than enrolled: trust/$k.crt"
done <"$T/enrolled"
paste -d' ' "$T/keys" "$T/seq" >"$T/signed"
while read -r k; do
  from=$(sed -n "s/^$k \([0-9]*\) .*/\1/p" "$T/enrolled" | head -n 1); until=$(sed -n "s/^$k //p" "$T/revoked" | head -n 1)
  least=$(grep -m 1 "^$k " "$T/signed" | cut -d' ' -f2); most=$(grep "^$k " "$T/signed" | tail -n 1 | cut -d' ' -f2)
  [ "$from" ] || { fail "the key $k signed but may not"; continue; }
  [ "$from" = 00000000 ] || [ "$least" \> "$from" ] || fail "the key $k signed before it was enrolled"
  [ -z "$until" ] || [ "$most" = "$until" ] || [ "$until" \> "$most" ] || fail "the key $k signed after it was revoked"
  eval "least_$k=$least most_$k=$most"
done <"$T/signers"
if [ "$exportkey" != "$logkey" ]; then
  grep -q "^$exportkey " "$T/enrolled" && ! grep -q "^$exportkey " "$T/revoked" || fail "the exporter's key may not sign"
fi

# 7 claimed times: in order, or with a warning; certificates valid at their first and last use
grepall '"time":{"claimedAt":"[^"\\]*"\(,"clockWarnings"\)\{0,1\}' | sed 's|^log/entries/\([0-9]*\).json:"time":{"claimedAt":"\([^"]*\)"\(.*\)$|\1 \2 \3|' >"$T/times"
cut -d' ' -f1 "$T/times" | cmp -s - "$T/seq" || fail "an entry does not say when it was made"
cut -d' ' -f2 "$T/times" | grep -qvxE '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z' && { fail "a claimed time is none"; finish; }
cut -d' ' -f2 "$T/times" | date -u -f - +%s >"$T/epochs" 2>/dev/null || { fail "a claimed time is none"; finish; }
cut -d' ' -f3 "$T/times" | sed 's/^$/-/' | paste -d' ' "$T/seq" "$T/epochs" - >"$T/clock"
last=0
while read -r s t w; do
  [ "$t" -ge "$last" ] || [ "$w" != - ] || fail "entry $s claims a time before the entry before it"
  last=$t
done <"$T/clock"
epoch() { sed -n "s/^$1 \([0-9-]*\) .*/\1/p" "$T/clock"; }
while read -r k; do
  eval "least=\${least_$k:-} most=\${most_$k:-}"; [ "$least" ] || continue
  for s in $least $most; do
    openssl verify -partial_chain -attime "$(epoch $s)" -CAfile "$T/ca.pem" "trust/$k.crt" >/dev/null 2>&1 ||
      fail "the certificate of the key $k was not valid when it signed $s"
  done
done <"$T/signers"

# 8 references: what an entry names is here, and earlier entries are earlier
refs() { # kind pattern: "<value> <seq>" for what entries of a kind name
  of_kind "$1" | xargs -r grep -Ho "$2" | sed "s|^log/entries/\([0-9]*\).json:.*\($H\).*\$|\2 \1|" | sort -u; }
refs attestation "\"record\":{\"digest\":\"$H\"" >"$T/digests"
refs attestation "\"document\":\"$H\"" >"$T/documents"
refs attestation "\"viewSha256\":\"$H\"" >"$T/shown"
[ "$(cut -d' ' -f2 "$T/digests" | sort)" = "$(of_kind attestation | cut -c13-20)" ] || fail "an attestation does not name just one state"
of_kind attestation | xargs -r grep -Ho "\"subject\":\[{\"digest\":{\"sha256\":\"$H\"}" | sed "s|^log/entries/\([0-9]*\).json:.*\($H\).*\$|\2 \1|" |
  sort -u | cmp -s - "$T/digests" || fail "an attestation's subject is not its state"
missing() { cut -d' ' -f1 "$1" | sort -u | comm -23 - "$2" | head -n 1 | grep -q . && fail "$3 is missing that an entry names"; }
missing "$T/digests" "$T/closures" "a closure"
missing "$T/documents" "$T/state" "a document"
missing "$T/shown" "$T/views" "a text that was shown"
[ ! -d closures ] || find closures -type f | xargs grep -Ho "$H" | sed -n "s|^closures/\($H\)\.json:|\1 |p" | sort -u >"$T/inclosure"
sort -k2,2 "$T/digests" >"$T/a"; sort -k2,2 "$T/documents" >"$T/b"
join -1 2 -2 2 -o 1.1,2.1 "$T/a" "$T/b" | sort -u | comm -23 - "$T/inclosure" 2>/dev/null | grep -q . && fail "a signed document is not in the closure that was signed"
refs revocation-outcome "\"snapshot\":\"$H\"" | cut -d' ' -f1 | sort -u >"$T/a"
grep -o "$H" snapshots.json | sort -u >"$T/b"
comm -23 "$T/a" "$T/b" | grep -q . && fail "a snapshot is missing that an entry names"
paste -d' ' "$T/leafhex" "$T/seq" "$T/keys" | sort >"$T/byleaf"
{ refs attestation "\"prior\":\"$H\""; refs countersign "\"entryHash\":\"$H\""; refs revocation-outcome "\"entryHash\":\"$H\""; } | sort >"$T/earlier"
join -v 1 "$T/earlier" "$T/byleaf" | grep -q . && fail "an entry names another one that is not in the log"
join "$T/earlier" "$T/byleaf" >"$T/pairs"
while read -r h s target key; do
  [ "$s" \> "$target" ] || fail "entry $s names the later entry $target"
  own=$(sed -n "$((1${s} - 100000000 + 1))p" "$T/keys"); kind=$(sed -n "s/^$s //p" "$T/kinds")
  [ "$kind" != countersign ] || [ "$own" != "$key" ] || fail "entry $s countersigns an entry of the same key"
done <"$T/pairs"
{ of_kind countersign; of_kind revocation-outcome; } | sort | xargs -r grep -Ho "\"entry\":{\"entryHash\":\"$H\",\"seq\":[0-9]*}" |
  sed "s|^log/entries/\([0-9]*\).json:\"entry\":{\"entryHash\":\"\($H\)\",\"seq\":\([0-9]*\)}\$|\2 \3|" >"$T/named"
while read -r h s; do
  grep -q "^$h $(printf %08d "$s") " "$T/byleaf" || fail "an entry names entry $s with another hash"
done <"$T/named"

# 9 checkpoints: every one's root is the log's root at that size
cp "$T/leafhex" "$T/L0"; k=0
while [ "$(wc -l <"$T/L$k")" -gt 1 ]; do
  m=$(($(wc -l <"$T/L$k") / 2)); mkdir "$T/node"
  head -n $((m * 2)) "$T/L$k" | paste -d '\0' - - | sed 's/^/01/' | tr a-f A-F | basenc --base16 -d |
    (cd "$T/node" && split -b 65 -a 8 -d - n)
  (cd "$T/node" && find . -type f | sort | xargs sha256sum) | cut -c1-64 >"$T/L$((k + 1))"
  rm -rf "$T/node"; k=$((k + 1))
done
root() { # size: hexadecimal root of the first entries
  r=''; bit=0; s=$1
  [ "$s" -gt 0 ] || { sha256sum </dev/null | cut -c1-64; return; }
  while [ "$s" -gt 0 ]; do
    if [ $((s & 1)) -eq 1 ]; then
      h=$(sed -n "${s}p" "$T/L$bit")
      if [ "$r" ]; then r=$(printf '01%s%s' "$h" "$r" | tr a-f A-F | basenc --base16 -d | sha256sum | cut -c1-64); else r=$h; fi
    fi
    s=$((s >> 1)); bit=$((bit + 1))
  done
  echo "$r"; }
root64() { root "$1" | tr a-f A-F | basenc --base16 -d 2>/dev/null | base64 -w0; }
hash4=$(printf %s "$logkey" | cut -c1-8 | tr a-f A-F)
covered=0; before=0; tsa=''
if [ -f trust/tsa-ca.crt ]; then
  openssl x509 -in trust/tsa-ca.crt -out "$T/tsa.pem" 2>/dev/null && cmp -s "$T/tsa.pem" trust/tsa-ca.crt || fail "trust/tsa-ca.crt is not just one certificate"
  tsa=$(openssl x509 -in trust/tsa-ca.crt -outform DER 2>/dev/null | sha256sum | cut -c1-64)
fi
[ -z "$wanttsa" ] || [ "$tsa" = "$wanttsa" ] || fail "fingerprint of the time-stamp authority's CA is ${tsa:-missing}"
find log/checkpoints -type f 2>/dev/null | sort >"$T/files"
sed -n 's|\.body$||p' "$T/files" >"$T/points"
while read -r c; do
  echo "$c.body"; echo "$c.note"; echo "$c.sig"; [ ! -f "$c.tsr" ] || echo "$c.tsr"
done <"$T/points" | cmp -s - "$T/files" || fail "a file of a checkpoint is missing, or there is one too many"
: >"$T/tokens"
while read -r c; do
  s=$(sed -n 2p "$c.body" | tr -d '\000' | grep -xE '0|[1-9][0-9]{0,9}') || { fail "$c.body is no checkpoint"; continue; }
  [ "$c" = "$(printf 'log/checkpoints/%08d' "$s")" ] || fail "$c.body is not named by its size"
  [ "$s" -le "$n" ] || { fail "$c.body is of $s entries, the log has only $n: it was CUT BACK"; continue; }
  printf '%s\n%s\n%s\n' "$origin" "$s" "$(root64 "$s")" | cmp -s - "$c.body" || fail "$c.body is not the log's state at $s entries"
  openssl dgst -sha256 -verify "trust/$logkey.pem" -signature "$c.sig" "$c.body" >/dev/null 2>&1 || fail "signature of $c.body"
  { cat "$c.body"; printf '\n\342\200\224 %s ' "$origin"; { printf %s "$hash4" | basenc --base16 -d; cat "$c.sig"; } | base64 -w0; echo; } |
    cmp -s - "$c.note" || fail "$c.note is not the note of its checkpoint"
  covered=$s
  [ -f "$c.tsr" ] || continue
  t=$(date -u -d "$(openssl ts -reply -in "$c.tsr" -text 2>/dev/null | sed -n 's/^Time stamp: //p')" +%s 2>/dev/null)
  [ "$tsa" ] && [ "$t" ] && openssl ts -verify -attime "$t" -data "$c.body" -in "$c.tsr" -CAfile "$T/tsa.pem" >/dev/null 2>&1 ||
    { fail "time-stamp token $c.tsr"; continue; }
  [ "$t" -ge "$before" ] || fail "$c.tsr is older than the token before it"
  before=$t
  echo "$s $(sha256sum <"$c.tsr" | cut -c1-64) $t" >>"$T/tokens"
done <"$T/points"
[ "$covered" -eq "$n" ] || fail "the last checkpoint covers $covered of $n entries"
if [ "$anchor" ]; then
  s=$(sed -n 2p "$T/anchor")
  [ "$(sed -n 1p "$T/anchor")" = "$origin" ] || fail "the checkpoint kept elsewhere is of another log"
  if [ "$s" -gt "$n" ]; then fail "the checkpoint kept elsewhere is of $s entries, the log has only $n: it was CUT BACK"
  elif [ "$(sed -n 3p "$T/anchor")" != "$(root64 "$s")" ]; then fail "the log is not the one of the checkpoint kept elsewhere"; fi
fi

# 10 time sandwich: entries before a token claim a time at most 5 minutes after it, entries that name one
# at most 5 minutes before it; once a token was named, later entries name it or a later one
upto=0
exec 3<"$T/epochs"
while read -r s h t; do
  while [ "$upto" -lt "$s" ]; do
    read -r a <&3; [ "$a" -le $((t + 300)) ] || fail "entry $upto claims a time after the token of $s entries"
    upto=$((upto + 1))
  done
done <"$T/tokens"
grepall '"lowerBound":{"checkpointSize":[0-9]*,"genTime":"[^"\\]*","tsrSha256":"[0-9a-f]*"}' |
  sed 's|^log/entries/\([0-9]*\).json:"lowerBound":{"checkpointSize":\([0-9]*\),.*"tsrSha256":"\([0-9a-f]*\)"}$|\1 \2 \3|' >"$T/bounds"
named=0; count=0
while read -r s size h; do
  t=$(sed -n "s/^$size $h //p" "$T/tokens"); [ "$t" ] || { fail "entry $s names a time-stamp token that is not here"; continue; }
  at=$((1$s - 100000000)); [ "$size" -le $at ] && [ "$size" -ge $named ] || fail "entry $s names a token out of order"
  named=$size; count=$((count + 1)); [ "$count" -ne 1 ] || start=$at
  line=$(sed -n "$((at + 1))p" "$T/clock"); a=${line#* }; w=${a#* }; a=${a%% *}
  [ "$a" -ge $((t - 300)) ] || [ "$w" != - ] || fail "entry $s claims a time before the token that it names"
done <"$T/bounds"
[ $count -eq 0 ] || [ $((n - start)) -eq $count ] || fail "an entry leaves out the time-stamp token that the one before it names"

finish
[ "$wantca" ] || echo "NOTE  compare by phone or letter: SHA-256 of the CA is $ca"
[ -z "$tsa" ] || [ "$wanttsa" ] || echo "NOTE  compare by phone or letter: SHA-256 of the time-stamp authority's CA is $tsa"
[ "$anchor" ] || echo "NOTE  no checkpoint from elsewhere given: a log cut back to an older state cannot be told"
[ -s "$T/tokens" ] || echo "NOTE  no time-stamp tokens: times are those that the reviewer's computer claimed"
for k in $(of_kind key-enrol | xargs -r grep -ho "\"key\":{\"certSha256\":\"$H\",\"id\":\"$H\"" | cut -d'"' -f10); do echo "NOTE  the key $k was enrolled later, see the log"; done
echo "PASS  $n entries, root $(root "$n")"
