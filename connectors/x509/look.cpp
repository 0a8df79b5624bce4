// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/look.h"

#include "connectors/common/text_decoding.h"
#include "connectors/x509/pem.h"

#include <algorithm>
#include <array>
#include <string>

namespace countersign::x509 {
namespace {

bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "V<TAB>261121000000Z<TAB><TAB>1000<TAB>unknown<TAB>/CN=x".
bool registerRow(std::string_view line) {
  if (line.size() < 12 || std::string_view("VRE").find(line[0]) == std::string_view::npos || line[1] != '\t')
    return false;
  const auto tab = line.find('\t', 2);
  if (tab == std::string_view::npos || std::count(line.begin(), line.end(), '\t') < 5) return false;
  const std::string_view expiry = line.substr(2, tab - 2);
  return expiry.ends_with('Z') && digits(expiry.substr(0, expiry.size() - 1));
}

/// The first line that is no comment.
std::string_view firstLine(std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!line.empty() && line[0] != '#' && line != "\r") return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

} // namespace

BlockKind blockKind(std::string_view label) {
  if (label.find("PRIVATE KEY") != std::string_view::npos) return BlockKind::PrivateKey;
  if (label == "CERTIFICATE" || label == "X509 CERTIFICATE" || label == "TRUSTED CERTIFICATE")
    return BlockKind::Certificate;
  if (label == "X509 CRL" || label == "CRL") return BlockKind::RevocationList;
  if (label == "PKCS7" || label == "CMS" || label == "PKCS #7 SIGNED DATA") return BlockKind::Pkcs7;
  if (label == "PKCS12") return BlockKind::Pkcs12;
  if (label == binaryLabel) return BlockKind::Binary;
  if (label.ends_with("CERTIFICATE REQUEST")) return BlockKind::Request;
  if (label.ends_with("PUBLIC KEY") || label.ends_with("PARAMETERS")) return BlockKind::Harmless;
  return BlockKind::Unknown;
}

FileKind fileKind(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] == '{' || head[first] == '[') return FileKind::Other;
  PemScanner blocks(head);
  while (const auto block = blocks.next())
    if (blockKind(block->label) != BlockKind::Unknown) return FileKind::Pem;
  const std::string_view line = firstLine(head);
  if (registerRow(line)) return FileKind::Register;
  return line.starts_with("unique_subject = ") ? FileKind::RegisterAttributes : FileKind::Other;
}

bool certificateName(std::string_view name) {
  constexpr std::array<std::string_view, 10> endings{".pem", ".crt", ".cer", ".der", ".p7b",
                                                     ".p7c", ".p12", ".pfx", ".crl", ".cert"};
  std::string lower(name.substr(name.size() - std::min<std::size_t>(name.size(), 8)));
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

} // namespace countersign::x509
