// SPDX-License-Identifier: Apache-2.0
#include "models/review/certificates.h"

#include "models/identity/x509_keys.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

constexpr const char* certificateKind = "x509.certificate";

std::string revokedText(const Json& entry, const std::string& by) {
  const std::string &reason = entry["reason"].asString(), &at = entry["revoked"].asString();
  std::string out = reason == "certificateHold" ? "on hold" + (at.empty() ? "" : " since " + at)
                                                : "revoked" + (at.empty() ? "" : ' ' + at);
  if (!reason.empty() && reason != "certificateHold") out += ", " + reason;
  if (const std::string& since = entry["invalidSince"].asString(); !since.empty())
    out += ", not to be trusted since " + since;
  return out + ", by " + by;
}

/// Two authorities may have one name; their keys tell them apart.
bool ofOneAuthority(const Json& certificate, const Json& entry) {
  const std::string& a = certificate["authorityKeyId"]["keyId"].asString();
  const std::string& b = entry["authorityKeyId"].asString();
  return a.empty() || b.empty() || a == b;
}

void addLists(DocumentReader& reader, const Json& certificate, std::vector<CertificateWord>& out) {
  const std::string key =
      keys::x509Issued(certificate["issuer"]["text"].asString(), certificate["serial"].asString());
  for (const HeldDocumentPtr& entry : reader.naming(key, {"x509.crl-entry"})) {
    const Json& c = entry->document.content;
    if (ofOneAuthority(certificate, c))
      out.push_back({entry, true, revokedText(c, c["list"].asString() + " in " + entry->sourceName)});
  }
}

/// A register does not say whose it is: serial, expiry and subject have to be those of one certificate only.
void addRegisters(DocumentReader& reader, const Json& certificate, std::vector<CertificateWord>& out) {
  const std::string key = keys::x509Row(certificate["serial"].asString(), certificate["notAfter"].asString(),
                                        certificate["subjectOneline"].asString());
  const auto rows = reader.naming(key, {"x509.register-entry"});
  if (rows.empty()) return;
  std::set<std::string> named;
  for (const HeldDocumentPtr& one : reader.withKey(key, {certificateKind}))
    named.insert(one->document.object.uid);
  for (const HeldDocumentPtr& row : rows) {
    const Json& c = row->document.content;
    const std::string by = "register " + c["register"].asString() + " of " + row->sourceName;
    if (c["status"].asString() != "revoked") continue;
    if (named.size() > 1)
      out.push_back(
          {row, false, "perhaps revoked: " + by + " may mean another certificate of the same serial"});
    else
      out.push_back({row, true, revokedText(c, by)});
  }
}

std::string lowerHex(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ':' && c != ' ') out += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// A SHA-1 as hexadecimal digits or base64: both are in use for the thumbprints of keys.
std::string thumbprint(const std::string& text) {
  std::string hex = lowerHex(text);
  if (hex.size() == 40 && hex.find_first_not_of("0123456789abcdef") == std::string::npos) return hex;
  const auto bytes = fromBase64(text);
  if (!bytes) return {};
  return bytes->size() == 20 ? toHex(*bytes) : bytes->size() == 40 ? lowerHex(*bytes) : std::string();
}

} // namespace

std::vector<std::string> namedCertificates(const Document& d) {
  std::vector<std::string> out;
  if (const std::string& print = d.content["fingerprint_sha256"].asString();
      d.object.kind == "neutral.credential" && !print.empty())
    out.push_back(keys::x509Sha256(lowerHex(print)));
  if (d.object.kind == "azure.service-principal" || d.object.kind == "azure.application")
    for (const Json& key : d.content["keys"].items())
      if (const std::string print = thumbprint(key["thumbprint"].asString()); !print.empty())
        out.push_back(keys::x509Sha1(print));
  return out;
}

std::vector<CertificateWord> wordsOn(DocumentReader& reader, const HeldDocumentPtr& certificate) {
  std::vector<CertificateWord> out;
  addLists(reader, certificate->document.content, out);
  addRegisters(reader, certificate->document.content, out);
  std::stable_sort(out.begin(), out.end(), [](const CertificateWord& a, const CertificateWord& b) {
    return a.revoked && !b.revoked;
  });
  return out;
}

void readCertificates(RecordingReader& reader) {
  std::vector<HeldDocumentPtr> certificates;
  std::vector<std::string> named;
  for (const auto& [digest, d] : reader.closure().documents) {
    if (d->document.object.kind == certificateKind) certificates.push_back(d);
    for (std::string& key : namedCertificates(d->document))
      named.push_back(std::move(key));
  }
  for (const std::string& key : named)
    for (const HeldDocumentPtr& one : reader.withKey(key, {certificateKind}))
      certificates.push_back(one);
  for (const HeldDocumentPtr& certificate : certificates)
    wordsOn(reader, certificate);
}

CertificateState stateOf(const Json& certificate, const std::vector<CertificateWord>& words, Instant now) {
  CertificateState out;
  for (const CertificateWord& word : words) {
    out.text += (out.text.empty() ? "" : "; ") + word.text;
    out.revoked = out.revoked || word.revoked;
  }
  const std::string &fromText = certificate["notBefore"].asString(),
                    &untilText = certificate["notAfter"].asString();
  const auto from = parseRfc3339(fromText), until = parseRfc3339(untilText);
  std::string time;
  if (!from || !until) {
    time = "validity cannot be read";
    out.outside = true;
  } else if (*until < *from) {
    time = "never valid: it ends " + untilText + " and begins " + fromText;
    out.outside = true;
  } else if (*until < now) {
    time = "expired " + untilText;
    out.outside = true;
  } else if (*from > now) {
    time = "not valid before " + fromText;
    out.outside = true;
  } else {
    time = "valid until " + untilText;
  }
  out.text = out.text.empty() ? time : out.text + "; " + time;
  return out;
}

} // namespace countersign
