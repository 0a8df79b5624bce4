// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/crl.h"

#include "connectors/x509/certificate.h"
#include "connectors/x509/extensions.h"
#include "connectors/x509/names.h"
#include "connectors/x509/values.h"

namespace countersign::x509 {
namespace {

std::size_t entriesOf(X509_CRL* crl) {
  const int count = sk_X509_REVOKED_num(X509_CRL_get_REVOKED(crl));
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

/// RFC 5280 5.2.5: a list may be about a part of what its issuer issued.
void addDistributionPoint(Extensions& extensions, Json& content) {
  const auto point =
      extensions.get<ISSUING_DIST_POINT, ISSUING_DIST_POINT_free>(NID_issuing_distribution_point);
  if (!point) return;
  Json out = Json::object();
  if (point->distpoint != nullptr && point->distpoint->type == 0) {
    std::vector<std::string> names;
    for (int i = 0; i < sk_GENERAL_NAME_num(point->distpoint->name.fullname); ++i)
      names.push_back(generalNameText(sk_GENERAL_NAME_value(point->distpoint->name.fullname, i)));
    out.setUnlessEmpty("names", Json::stringSet(std::move(names)));
  }
  const auto flag = [&](int value, const char* member) {
    if (value > 0) out.set(member, Json(true));
  };
  flag(point->onlyuser, "onlyUser");
  flag(point->onlyCA, "onlyAuthorities");
  flag(point->onlyattr, "onlyAttributes");
  flag(point->indirectCRL, "indirect");
  if (point->onlysomereasons != nullptr) out.set("onlySomeReasons", Json(true));
  content.set("distributionPoint", std::move(out));
}

void addExtensions(X509_CRL* crl, CrlDocument& out) {
  Json& c = out.document.content;
  Extensions extensions(X509_CRL_get0_extensions(crl));
  c.setUnlessEmpty("authorityKeyId", authorityKeyId(extensions));
  if (const auto number = extensions.get<ASN1_INTEGER, ASN1_INTEGER_free>(NID_crl_number))
    c.set("number", Json(integerText(number.get())));
  if (const auto base = extensions.get<ASN1_INTEGER, ASN1_INTEGER_free>(NID_delta_crl))
    c.set("deltaOf", Json(integerText(base.get())));
  addDistributionPoint(extensions, c);
  c.setUnlessEmpty("critical", extensions.criticalOids());
  c.setUnlessEmpty("unreadable", Json::stringSet(extensions.unreadable()));
  for (const std::string& oid : extensions.unreadable())
    out.unreadable.push_back("the extension " + oid);
}

void addTime(const ASN1_TIME* time, const char* member, CrlDocument& out) {
  if (time == nullptr) return;
  if (const auto at = timeOf(time))
    out.document.content.set(member, Json(formatRfc3339(*at)));
  else
    out.unreadable.push_back(std::string("the time ") + member);
}

/// The authority that a list's entries are about, as it stands in the list and its entries.
struct Issuer {
  std::string name, keyId;
};

Json entryContent(X509_REVOKED* entry, Issuer& issuer) {
  Json c = Json::object();
  Extensions extensions(X509_REVOKED_get0_extensions(entry));
  // RFC 5280 5.3.3: in an indirect list an issuer holds for all entries behind it too.
  if (const auto names = extensions.get<GENERAL_NAMES, GENERAL_NAMES_free>(NID_certificate_issuer))
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i)
      if (const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i); name->type == GEN_DIRNAME)
        issuer = {nameText(name->d.directoryName), {}};
  c.set("issuer", Json(issuer.name)).setUnlessEmpty("authorityKeyId", Json(issuer.keyId));
  c.set("serial", Json(integerHex(X509_REVOKED_get0_serialNumber(entry))));
  if (const auto at = timeOf(X509_REVOKED_get0_revocationDate(entry)))
    c.set("revoked", Json(formatRfc3339(*at)));
  if (const auto reason = extensions.get<ASN1_ENUMERATED, ASN1_ENUMERATED_free>(NID_crl_reason)) {
    const long number = ASN1_ENUMERATED_get(reason.get());
    const std::string_view known = reasonName(number);
    c.set("reason", Json(known.empty() ? std::to_string(number) : std::string(known)));
  }
  if (const auto since = extensions.get<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free>(NID_invalidity_date))
    if (const auto at = timeOf(since.get())) c.set("invalidSince", Json(formatRfc3339(*at)));
  c.setUnlessEmpty("unreadable", Json::stringSet(extensions.unreadable()));
  return c;
}

Document entryDocument(Json content, const std::string& list) {
  const std::string issuer = content["issuer"].asString(), keyId = content["authorityKeyId"].asString(),
                    serial = content["serial"].asString();
  Document d;
  d.schema = "x509.crl-entry/1";
  d.object = {"x509.crl-entry",
              issuer + (keyId.empty() ? "" : '#' + keyId) + '/' + serial,
              serial + " of " + issuer,
              {}};
  d.part = certificatesPart;
  d.content = std::move(content);
  d.content.set("list", Json(list));
  return d;
}

} // namespace

CrlDocument crlDocument(X509_CRL* crl, std::string_view der) {
  const ErrorQueue queue;
  CrlDocument out;
  Document& d = out.document;
  const std::string sha256 = fingerprint(der);
  d.content.set("sha256", Json(sha256)).set("issuer", nameContent(X509_CRL_get_issuer(crl)));
  addTime(X509_CRL_get0_lastUpdate(crl), "thisUpdate", out);
  addTime(X509_CRL_get0_nextUpdate(crl), "nextUpdate", out);
  out.thisUpdate = timeOf(X509_CRL_get0_lastUpdate(crl));
  const X509_ALGOR* algorithm = nullptr;
  X509_CRL_get0_signature(crl, nullptr, &algorithm);
  int digest = NID_undef;
  if (OBJ_find_sigid_algs(X509_CRL_get_signature_nid(crl), &digest, nullptr) != 1) digest = NID_undef;
  d.content.set("signature", signatureContent(algorithm, digest));
  addExtensions(crl, out);
  out.entries = entriesOf(crl);
  d.content.set("entries", Json(static_cast<std::int64_t>(out.entries)));
  const std::string issuer = d.content["issuer"]["text"].asString();
  const auto point = canonicalJson(d.content["distributionPoint"]);
  out.series = issuer + '#' + d.content["authorityKeyId"]["keyId"].asString() + '#' + point.value_or("") +
               (d.content.has("deltaOf") ? "#delta" : "");
  d.schema = "x509.crl/1";
  d.object = {"x509.crl", sha256, "CRL of " + issuer, sha256};
  d.part = certificatesPart;
  return out;
}

Result<void> forEachEntry(X509_CRL* crl, std::size_t limit,
                          const std::function<Result<void>(Document)>& take) {
  const ErrorQueue queue;
  Extensions extensions(X509_CRL_get0_extensions(crl));
  Issuer issuer{nameText(X509_CRL_get_issuer(crl)), authorityKeyId(extensions)["keyId"].asString()};
  const std::string list = "CRL of " + issuer.name;
  STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(crl);
  for (int i = 0; i < sk_X509_REVOKED_num(entries) && static_cast<std::size_t>(i) < limit; ++i)
    COUNTERSIGN_TRY(take(entryDocument(entryContent(sk_X509_REVOKED_value(entries, i), issuer), list)));
  return {};
}

} // namespace countersign::x509
