// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/names.h"

#include "connectors/x509/values.h"
#include "models/identity/digest.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <map>

namespace countersign::x509 {
namespace {

/// RFC 4514 3; a table of our own, so that no other version of a library changes a text.
std::string_view shortType(std::string_view oid) {
  static const std::map<std::string_view, std::string_view> names{{"2.5.4.3", "CN"},
                                                                  {"2.5.4.6", "C"},
                                                                  {"2.5.4.7", "L"},
                                                                  {"2.5.4.8", "ST"},
                                                                  {"2.5.4.9", "STREET"},
                                                                  {"2.5.4.10", "O"},
                                                                  {"2.5.4.11", "OU"},
                                                                  {"0.9.2342.19200300.100.1.1", "UID"},
                                                                  {"0.9.2342.19200300.100.1.25", "DC"}};
  const auto found = names.find(oid);
  return found == names.end() ? std::string_view() : found->second;
}

/// Types that RFC 4514 has no name for, for people and for lists of attributes.
std::string_view longType(std::string_view oid) {
  static const std::map<std::string_view, std::string_view> names{{"1.2.840.113549.1.9.1", "emailAddress"},
                                                                  {"2.5.4.4", "surname"},
                                                                  {"2.5.4.5", "serialNumber"},
                                                                  {"2.5.4.12", "title"},
                                                                  {"2.5.4.13", "description"},
                                                                  {"2.5.4.15", "businessCategory"},
                                                                  {"2.5.4.17", "postalCode"},
                                                                  {"2.5.4.42", "givenName"},
                                                                  {"2.5.4.46", "dnQualifier"},
                                                                  {"2.5.4.65", "pseudonym"},
                                                                  {"2.5.4.97", "organizationIdentifier"}};
  const std::string_view known = shortType(oid);
  if (!known.empty()) return known;
  const auto found = names.find(oid);
  return found == names.end() ? oid : found->second;
}

void appendEscaped(std::string& out, const std::string& value, bool isText) {
  if (!isText) { // "#0403…" is no text, and '#' must not be escaped
    out += value;
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\0') {
      out += "\\00";
      continue;
    }
    const bool edge = (c == ' ' && (i == 0 || i + 1 == value.size())) || (c == '#' && i == 0);
    if (edge || std::string_view("\\\"+,;<>").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

struct Entry {
  std::string oid, value;
  bool isText = true;
  int set = 0; ///< number of its relative name
};

std::vector<Entry> entriesOf(const X509_NAME* name) {
  std::vector<Entry> out;
  for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    const ASN1_STRING* data = X509_NAME_ENTRY_get_data(entry);
    Entry e{oidText(X509_NAME_ENTRY_get_object(entry)), {}, true, X509_NAME_ENTRY_set(entry)};
    e.value = valueText(data, &e.isText);
    out.push_back(std::move(e));
  }
  return out;
}

std::string ipText(std::string_view octets) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (octets.size() == 4 && inet_ntop(AF_INET, octets.data(), text.data(), text.size()) != nullptr)
    return text.data();
  if (octets.size() == 16 && inet_ntop(AF_INET6, octets.data(), text.data(), text.size()) != nullptr)
    return text.data();
  // Constraints on names have an address and its mask.
  if (octets.size() == 8 || octets.size() == 32)
    return ipText(octets.substr(0, octets.size() / 2)) + '/' + ipText(octets.substr(octets.size() / 2));
  return '#' + toHex(octets);
}

std::string anyText(const ASN1_TYPE* value) {
  if (value == nullptr) return {};
  switch (value->type) {
  case V_ASN1_UTF8STRING:
  case V_ASN1_PRINTABLESTRING:
  case V_ASN1_IA5STRING:
  case V_ASN1_VISIBLESTRING:
  case V_ASN1_BMPSTRING:
    return valueText(value->value.asn1_string);
  default:
    return '#' + toHex(derOf<ASN1_TYPE>(
                     value, [](const ASN1_TYPE* t, unsigned char** out) { return i2d_ASN1_TYPE(t, out); }));
  }
}

/// The member that holds this kind of name, and the name.
std::pair<const char*, std::string> kindAndText(const GENERAL_NAME* name) {
  switch (name->type) {
  case GEN_DNS:
    return {"dns", asciiText(name->d.dNSName)};
  case GEN_EMAIL:
    return {"email", asciiText(name->d.rfc822Name)};
  case GEN_URI:
    return {"uri", asciiText(name->d.uniformResourceIdentifier)};
  case GEN_IPADD:
    return {"ip", ipText(bytesOf(name->d.iPAddress))};
  case GEN_DIRNAME:
    return {"directory", nameText(name->d.directoryName)};
  case GEN_RID:
    return {"registeredId", oidText(name->d.registeredID)};
  case GEN_OTHERNAME:
    return {"other", anyText(name->d.otherName->value)};
  default:
    return {"other", '#' + toHex(derOf<GENERAL_NAME>(name, [](const GENERAL_NAME* n, unsigned char** out) {
                       return i2d_GENERAL_NAME(n, out);
                     }))};
  }
}

std::string otherType(const GENERAL_NAME* name) {
  if (name->type == GEN_OTHERNAME) return oidText(name->d.otherName->type_id);
  return name->type == GEN_X400 ? "x400Address" : "ediPartyName";
}

} // namespace

std::string nameText(const X509_NAME* name) {
  std::string out;
  const std::vector<Entry> entries = entriesOf(name);
  // Relative names from the last to the first, the attributes inside one in their order.
  for (std::size_t end = entries.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && entries[begin - 1].set == entries[end - 1].set)
      --begin;
    if (!out.empty()) out += ',';
    for (std::size_t i = begin; i < end; ++i) {
      const std::string_view type = shortType(entries[i].oid);
      if (i > begin) out += '+';
      out += std::string(type.empty() ? std::string_view(entries[i].oid) : type) + '=';
      appendEscaped(out, entries[i].value, entries[i].isText);
    }
    end = begin;
  }
  return out;
}

Json nameContent(const X509_NAME* name) {
  Json attributes = Json::array();
  int set = -1;
  for (Entry& entry : entriesOf(name)) {
    Json one = Json::object();
    one.set("type", Json(longType(entry.oid))).set("oid", Json(entry.oid)).set("value", Json(entry.value));
    if (entry.set == set) one.set("joined", Json(true));
    set = entry.set;
    attributes.push(std::move(one));
  }
  Json out = Json::object();
  out.setUnlessEmpty("text", Json(nameText(name))).setUnlessEmpty("attributes", std::move(attributes));
  return out;
}

std::string onelineText(const X509_NAME* name) {
  const ErrorQueue queue;
  char* text = X509_NAME_oneline(name, nullptr, 0);
  std::string out = text == nullptr ? "" : text;
  OPENSSL_free(text);
  return validUtf8(out) ? out : std::string();
}

std::string generalNameText(const GENERAL_NAME* name) {
  const auto [kind, text] = kindAndText(name);
  return std::string(kind) + ':' + (std::string_view(kind) == "other" ? otherType(name) + '=' : "") + text;
}

Json generalNames(const GENERAL_NAMES* names) {
  std::map<std::string_view, std::vector<std::string>> byKind;
  std::map<std::pair<std::string, std::string>, bool> others;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    auto [kind, text] = kindAndText(name);
    if (std::string_view(kind) == "other")
      others[{otherType(name), std::move(text)}] = true;
    else
      byKind[kind].push_back(std::move(text));
  }
  Json out = Json::object();
  for (auto& [kind, texts] : byKind)
    out.set(std::string(kind), Json::stringSet(std::move(texts)));
  Json list = Json::array();
  for (const auto& [other, there] : others) {
    Json one = Json::object();
    list.push(std::move(one.set("oid", Json(other.first)).set("value", Json(other.second))));
  }
  out.setUnlessEmpty("other", std::move(list));
  return out;
}

} // namespace countersign::x509
