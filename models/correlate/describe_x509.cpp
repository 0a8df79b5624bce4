// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe_kinds.h"
#include "models/identity/x509_keys.h"

#include <algorithm>

namespace countersign::kinds {
namespace {

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The one SPIFFE id: a certificate with several URIs is no SVID (X509-SVID 2).
std::string spiffeId(const Json& c) {
  constexpr std::string_view scheme = "spiffe://";
  const std::vector<std::string> uris = c["names"]["uri"].strings();
  return uris.size() == 1 && uris.front().starts_with(scheme) ? uris.front().substr(scheme.size())
                                                              : std::string();
}

/// What it says it may be used for cannot be told where the extension cannot be read.
bool clientAuthentication(const Json& c) {
  return contains(c["extendedKeyUsage"].strings(), "clientAuth");
}

/// Names that hold for the identity and not for this one certificate.
std::vector<std::string> identityNames(const Json& c, const std::string& spiffe) {
  std::vector<std::string> out;
  if (!spiffe.empty()) out.push_back(keys::spiffe(spiffe));
  const std::string& authority = c["authorityKeyId"]["keyId"].asString();
  const std::string& subject = c["subject"]["text"].asString();
  if (!authority.empty() && !subject.empty()) out.push_back(keys::x509Subject(authority, subject));
  return out;
}

void certificate(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string &sha256 = c["sha256"].asString(), &key = c["key"]["sha256"].asString();
  const std::string &subject = c["subjectOneline"].asString(), &serial = c["serial"].asString();
  out.selfKeys = {keys::x509Sha256(sha256), keys::x509Sha1(c["sha1"].asString()),
                  keys::x509Issued(c["issuer"]["text"].asString(), serial),
                  keys::x509Row(serial, c["notAfter"].asString(), subject)};
  if (!key.empty()) out.selfKeys.push_back(keys::x509Key(key));
  const std::string spiffe = spiffeId(c);
  if (c["basicConstraints"]["ca"].asBool() || (spiffe.empty() && !clientAuthentication(c))) return;
  out.principal = true;
  out.rank = 6;
  out.system = "x509";
  out.kindLabel = "X.509 identity";
  out.place = c["issuer"]["text"].asString();
  out.neutralUid = spiffe.empty() ? "x509:" + key : "spiffe://" + spiffe;
  // The same public key on two names is a shared key, not one identity: it joins nothing.
  out.nameKeys = identityNames(c, spiffe);
  out.nameKeys.push_back(keys::x509Sha256(sha256));
  out.selfKeys.insert(out.selfKeys.end(), out.nameKeys.begin(), out.nameKeys.end());
  out.searchTerms = {sha256, key, serial, c["subject"]["text"].asString(), out.neutralUid};
  for (const char* kind : {"dns", "email", "uri"})
    for (const std::string& name : c["names"][kind].strings())
      out.searchTerms.push_back(name);
}

void revokedEntry(const Document& d, Description& out) {
  out.namingKeys = {keys::x509Issued(d.content["issuer"].asString(), d.content["serial"].asString())};
}

void registerEntry(const Document& d, Description& out) {
  const Json& c = d.content;
  out.namingKeys = {keys::x509Row(c["serial"].asString(), c["expires"].asString(), c["subject"].asString())};
}

} // namespace

bool x509(const Document& document, Description& out) {
  const std::string& kind = document.object.kind;
  if (kind == "x509.certificate")
    certificate(document, out);
  else if (kind == "x509.crl-entry")
    revokedEntry(document, out);
  else if (kind == "x509.register-entry")
    registerEntry(document, out);
  else
    return kind == "x509.crl";
  return true;
}

} // namespace countersign::kinds
