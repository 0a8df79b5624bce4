// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/secrets.h"

#include <algorithm>
#include <array>

namespace countersign::terraform {
namespace {

constexpr std::array parts = std::to_array<std::string_view>(
    {"secret", "password", "passwd", "passphrase", "privatekey", "token", "credential", "apikey", "accesskey",
     "authkey", "connectionstring", "sharedkey", "bcrypthash", "kubeconfig", "userdata", "psk",
     "privatepem"});

constexpr std::array labelWords =
    std::to_array<std::string_view>({"secret", "password", "passwd", "passphrase", "token", "credentials",
                                     "privatekey", "apikey", "secretkey"});

constexpr std::array structure = std::to_array<std::string_view>({"action_reason",
                                                                  "actions",
                                                                  "address",
                                                                  "alias",
                                                                  "applyable",
                                                                  "attribute",
                                                                  "complete",
                                                                  "config_addr",
                                                                  "config_kind",
                                                                  "config_mode",
                                                                  "create_before_destroy",
                                                                  "deferred_reason",
                                                                  "dependencies",
                                                                  "depends_on",
                                                                  "deposed",
                                                                  "deposed_key",
                                                                  "each",
                                                                  "errored",
                                                                  "format_version",
                                                                  "full_name",
                                                                  "generation",
                                                                  "index",
                                                                  "index_key",
                                                                  "kind",
                                                                  "lineage",
                                                                  "mode",
                                                                  "module",
                                                                  "module_address",
                                                                  "module_name",
                                                                  "name",
                                                                  "object_addr",
                                                                  "object_kind",
                                                                  "previous_address",
                                                                  "provider",
                                                                  "provider_config_key",
                                                                  "provider_name",
                                                                  "reason",
                                                                  "references",
                                                                  "replace_paths",
                                                                  "resource",
                                                                  "schema_version",
                                                                  "identity_schema_version",
                                                                  "sensitive",
                                                                  "sensitive_attributes",
                                                                  "sensitive_values",
                                                                  "before_sensitive",
                                                                  "after_sensitive",
                                                                  "after_unknown",
                                                                  "serial",
                                                                  "source",
                                                                  "status",
                                                                  "tainted",
                                                                  "terraform_version",
                                                                  "timestamp",
                                                                  "type",
                                                                  "version",
                                                                  "version_constraint"});

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Letters and digits alone, in lower case: "Private-Key" and "private_key" are one name.
std::string bare(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (isWord(c)) out.push_back(lower(c));
  return out;
}

} // namespace

bool secretName(std::string_view name) {
  const std::string plain = bare(name);
  return plain == "private" || std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
           return plain.find(part) != std::string::npos;
         });
}

bool secretLabel(std::string_view key) {
  const std::string plain = bare(key.substr(key.rfind('/') + 1));
  return std::any_of(labelWords.begin(), labelWords.end(), [&](std::string_view word) {
    return plain.size() >= word.size() && plain.compare(plain.size() - word.size(), word.size(), word) == 0;
  });
}

bool structuralMember(std::string_view name) {
  return std::find(structure.begin(), structure.end(), name) != structure.end();
}

} // namespace countersign::terraform
