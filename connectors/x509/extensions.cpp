// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/extensions.h"

#include "connectors/x509/names.h"
#include "connectors/x509/values.h"

#include <algorithm>
#include <array>
#include <map>

namespace countersign::x509 {
namespace {

/// RFC 5280 4.2.1.12; a table of our own, so that no other version of a library changes a text.
std::string purposeName(const std::string& oid) {
  static const std::map<std::string_view, const char*> names{
      {"1.3.6.1.5.5.7.3.1", "serverAuth"},   {"1.3.6.1.5.5.7.3.2", "clientAuth"},
      {"1.3.6.1.5.5.7.3.3", "codeSigning"},  {"1.3.6.1.5.5.7.3.4", "emailProtection"},
      {"1.3.6.1.5.5.7.3.8", "timeStamping"}, {"1.3.6.1.5.5.7.3.9", "OCSPSigning"},
      {"2.5.29.37.0", "anyExtendedKeyUsage"}};
  const auto found = names.find(oid);
  return found == names.end() ? oid : found->second;
}

Json keyUsage(const ASN1_BIT_STRING* bits) {
  constexpr std::array<const char*, 9> names{"digitalSignature", "nonRepudiation", "keyEncipherment",
                                             "dataEncipherment", "keyAgreement",   "keyCertSign",
                                             "cRLSign",          "encipherOnly",   "decipherOnly"};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (ASN1_BIT_STRING_get_bit(bits, static_cast<int>(i)) != 0) out.emplace_back(names[i]);
  return Json::stringSet(std::move(out));
}

Json purposes(const EXTENDED_KEY_USAGE* list) {
  std::vector<std::string> out;
  for (int i = 0; i < sk_ASN1_OBJECT_num(list); ++i)
    out.push_back(purposeName(oidText(sk_ASN1_OBJECT_value(list, i))));
  return Json::stringSet(std::move(out));
}

Json subtrees(const STACK_OF(GENERAL_SUBTREE) * list) {
  std::vector<std::string> out;
  for (int i = 0; i < sk_GENERAL_SUBTREE_num(list); ++i)
    out.push_back(generalNameText(sk_GENERAL_SUBTREE_value(list, i)->base));
  return Json::stringSet(std::move(out));
}

Json policies(const CERTIFICATEPOLICIES* list) {
  std::vector<std::string> out;
  for (int i = 0; i < sk_POLICYINFO_num(list); ++i)
    out.push_back(oidText(sk_POLICYINFO_value(list, i)->policyid));
  return Json::stringSet(std::move(out));
}

Json basicConstraints(const BASIC_CONSTRAINTS* value) {
  Json out = Json::object();
  out.set("ca", Json(value->ca != 0));
  if (value->pathlen != nullptr) out.set("pathLength", Json(integerText(value->pathlen)));
  return out;
}

} // namespace

void* Extensions::value(int nid) {
  const ErrorQueue queue;
  int critical = -1;
  void* out = X509V3_get_d2i(list_, nid, &critical, nullptr);
  // -1: it is not there; -2: it stands twice.
  if (out == nullptr && critical != -1) unreadable_.push_back(oidText(OBJ_nid2obj(nid)));
  return out;
}

Json Extensions::oids(bool criticalOnly) const {
  std::vector<std::string> out;
  for (int i = 0; i < sk_X509_EXTENSION_num(list_); ++i) {
    X509_EXTENSION* one = sk_X509_EXTENSION_value(list_, i);
    if (!criticalOnly || X509_EXTENSION_get_critical(one) != 0)
      out.push_back(oidText(X509_EXTENSION_get_object(one)));
  }
  return Json::stringSet(std::move(out));
}
Json Extensions::oids() const {
  return oids(false);
}
Json Extensions::criticalOids() const {
  return oids(true);
}

Json authorityKeyId(Extensions& extensions) {
  Json out = Json::object();
  const auto id = extensions.get<AUTHORITY_KEYID, AUTHORITY_KEYID_free>(NID_authority_key_identifier);
  if (!id) return out;
  if (id->keyid != nullptr) out.setUnlessEmpty("keyId", Json(octetsHex(id->keyid)));
  if (id->issuer != nullptr) {
    std::vector<std::string> names;
    for (int i = 0; i < sk_GENERAL_NAME_num(id->issuer); ++i) {
      const GENERAL_NAME* name = sk_GENERAL_NAME_value(id->issuer, i);
      names.push_back(name->type == GEN_DIRNAME ? nameText(name->d.directoryName) : generalNameText(name));
    }
    out.setUnlessEmpty("issuer", Json::stringSet(std::move(names)));
  }
  if (id->serial != nullptr) out.set("serial", Json(integerHex(id->serial)));
  return out;
}

Json distributionUris(const CRL_DIST_POINTS* points) {
  std::vector<std::string> out;
  for (int i = 0; i < sk_DIST_POINT_num(points); ++i) {
    const DIST_POINT* point = sk_DIST_POINT_value(points, i);
    if (point->distpoint == nullptr || point->distpoint->type != 0) continue;
    const GENERAL_NAMES* names = point->distpoint->name.fullname;
    for (int n = 0; n < sk_GENERAL_NAME_num(names); ++n)
      if (const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, n); name->type == GEN_URI)
        out.push_back(asciiText(name->d.uniformResourceIdentifier));
  }
  return Json::stringSet(std::move(out));
}

void addExtensions(Extensions& x, Json& content) {
  if (const auto id = x.get<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>(NID_subject_key_identifier))
    content.setUnlessEmpty("subjectKeyId", Json(octetsHex(id.get())));
  content.setUnlessEmpty("authorityKeyId", authorityKeyId(x));
  if (const auto names = x.get<GENERAL_NAMES, GENERAL_NAMES_free>(NID_subject_alt_name))
    content.setUnlessEmpty("names", generalNames(names.get()));
  if (const auto bits = x.get<ASN1_BIT_STRING, ASN1_BIT_STRING_free>(NID_key_usage))
    content.set("keyUsage", keyUsage(bits.get()));
  if (const auto list = x.get<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>(NID_ext_key_usage))
    content.set("extendedKeyUsage", purposes(list.get()));
  if (const auto basic = x.get<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>(NID_basic_constraints))
    content.set("basicConstraints", basicConstraints(basic.get()));
  if (const auto limits = x.get<NAME_CONSTRAINTS, NAME_CONSTRAINTS_free>(NID_name_constraints)) {
    Json both = Json::object();
    both.setUnlessEmpty("permitted", subtrees(limits->permittedSubtrees));
    both.setUnlessEmpty("excluded", subtrees(limits->excludedSubtrees));
    content.set("nameConstraints", std::move(both));
  }
  if (const auto list = x.get<CERTIFICATEPOLICIES, CERTIFICATEPOLICIES_free>(NID_certificate_policies))
    content.setUnlessEmpty("policies", policies(list.get()));
  if (const auto points = x.get<CRL_DIST_POINTS, CRL_DIST_POINTS_free>(NID_crl_distribution_points))
    content.setUnlessEmpty("revocationLists", distributionUris(points.get()));
  content.setUnlessEmpty("extensions", x.oids());
  content.setUnlessEmpty("critical", x.criticalOids());
  content.setUnlessEmpty("unreadable", Json::stringSet(x.unreadable()));
}

} // namespace countersign::x509
