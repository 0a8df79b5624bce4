// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/policy.h"

#include "models/access/vault/hcl_lexer.h"
#include "models/access/vault/template.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace countersign::vault {
namespace {

using Kind = hcl::Value::Kind;

/// The keys of a path; keys that the engine does not have are errors, which is how misspelt ones are found.
std::vector<std::string_view> validKeys(const Engine& engine) {
  std::vector<std::string_view> keys{"comment",           "policy",
                                     "capabilities",      "allowed_parameters",
                                     "denied_parameters", "required_parameters",
                                     "min_wrapping_ttl",  "max_wrapping_ttl",
                                     "mfa_methods",       "control_group"};
  if (engine.hasSubscribe()) keys.emplace_back("subscribe_event_types");
  if (engine.hasPaginationLimit()) keys.emplace_back("pagination_limit");
  if (engine.hasPathExpiration()) keys.emplace_back("expiration");
  if (engine.hasListKeysFilter()) keys.emplace_back("list_scan_response_keys_filter_path");
  return keys;
}

Result<void> checkKeys(const hcl::Body& items, const std::vector<std::string_view>& valid,
                       const std::string& where) {
  for (const hcl::Item& item : items) {
    const std::string& key = item.keys.front();
    if (std::find(valid.begin(), valid.end(), key) != valid.end()) continue;
    std::string message = where + "invalid key \"" + key + '"';
    if (item.line > 0) message += " on line " + std::to_string(item.line);
    return hcl::errorAt(ErrorCode::Malformed, std::move(message), item.line);
  }
  return {};
}

/// One path while it is read.
struct Reading {
  const Engine& engine;
  PathRule rule;
  std::string policy;
  std::vector<std::string> capabilities;
  Spellings allowedNames, deniedNames;
  hcl::Value minWrappingTtl, maxWrappingTtl; ///< read only where the path is no deny
};

Result<void> readParameters(const hcl::Item& item, Parameters& out, Spellings& spellings) {
  if (item.keys.size() > 1) {
    hcl::Item inner{{item.keys.begin() + 1, item.keys.end()}, item.value, item.line};
    return decodeParameters({std::move(inner)}, out, spellings);
  }
  if (item.value.kind != Kind::Object)
    return hcl::errorAt(ErrorCode::Malformed, item.keys.front() + ": parameters and their values expected",
                        item.line);
  return decodeParameters(item.value.items, out, spellings);
}

Result<void> readExpiration(const hcl::Item& item, PathRule& rule) {
  COUNTERSIGN_ASSIGN(const std::string text, decodeString(item.value));
  if (text.empty()) return {};
  if (const auto time = parseRfc3339(text)) {
    rule.expiration = *time;
    return {};
  }
  constexpr std::int64_t mostSeconds = 9'000'000'000'000; // what microseconds in 64 bits hold
  std::int64_t seconds = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failed != std::errc() || end != text.data() + text.size() || std::abs(seconds) > mostSeconds)
    return hcl::errorAt(ErrorCode::Malformed, "invalid expiration time", item.line);
  rule.expiration = Instant(std::chrono::seconds(seconds));
  return {};
}

Result<void> appendStrings(const hcl::Item& item, std::vector<std::string>& out) {
  COUNTERSIGN_ASSIGN(const std::vector<std::string> more, decodeStrings(item.value));
  out.insert(out.end(), more.begin(), more.end());
  return {};
}

/// Repeated keys: a later text or number replaces the earlier one, lists are joined (hcl/decoder.go,
/// decodeStruct).
Result<void> readKey(const hcl::Item& item, Reading& reading) {
  const std::string& key = item.keys.front();
  Permissions& p = reading.rule.permissions;
  if (key == "allowed_parameters") return readParameters(item, p.allowed, reading.allowedNames);
  if (key == "denied_parameters") return readParameters(item, p.denied, reading.deniedNames);
  if (key == "comment" || key == "subscribe_event_types") return {};
  if (key == "control_group") {
    p.controlGroup = true;
    return {};
  }
  if (item.keys.size() > 1) return hcl::errorAt(ErrorCode::Malformed, key + " takes no label", item.line);
  if (key == "capabilities") return appendStrings(item, reading.capabilities);
  if (key == "required_parameters") return appendStrings(item, p.required);
  if (key == "mfa_methods") return appendStrings(item, p.mfaMethods);
  if (key == "expiration") return readExpiration(item, reading.rule);
  if (key == "pagination_limit") {
    COUNTERSIGN_ASSIGN(p.paginationLimit, decodeInteger(item.value));
  } else if (key == "policy") {
    COUNTERSIGN_ASSIGN(reading.policy, decodeString(item.value));
  } else if (key == "list_scan_response_keys_filter_path") {
    COUNTERSIGN_ASSIGN(p.listKeysFilter, decodeString(item.value));
  } else {
    (key.starts_with("min") ? reading.minWrappingTtl : reading.maxWrappingTtl) = item.value;
  }
  return {};
}

/// `policy` and `capabilities` unite; one "deny" is all that stays.
Result<void> uniteCapabilities(Reading& reading) {
  Permissions& p = reading.rule.permissions;
  const std::string where = "path \"" + reading.rule.key + "\": ";
  if (!reading.policy.empty()) {
    const auto legacy = legacyPolicy(reading.policy);
    if (!legacy)
      return hcl::errorAt(ErrorCode::Malformed, where + "invalid policy \"" + reading.policy + '"',
                          reading.rule.line);
    p.capabilities = *legacy;
    if (legacy->has(Capability::Deny)) return {};
  }
  for (const std::string& name : reading.capabilities) {
    const auto capability = capabilityNamed(name, reading.engine);
    if (!capability)
      return hcl::errorAt(ErrorCode::Malformed, where + "invalid capability \"" + name + '"',
                          reading.rule.line);
    if (*capability == Capability::Deny) {
      p.capabilities = {static_cast<std::uint32_t>(Capability::Deny)};
      return {};
    }
    p.capabilities.add(*capability);
  }
  return {};
}

Result<void> checkPermissions(Reading& reading) {
  PathRule& rule = reading.rule;
  Permissions& p = rule.permissions;
  if (p.capabilities.has(Capability::Deny)) {
    p = Permissions{};
    p.capabilities.add(Capability::Deny);
    return {};
  }
  COUNTERSIGN_ASSIGN(p.minWrappingTtl, decodeDuration(reading.minWrappingTtl));
  COUNTERSIGN_ASSIGN(p.maxWrappingTtl, decodeDuration(reading.maxWrappingTtl));
  if (p.minWrappingTtl != Duration(0) && p.maxWrappingTtl != Duration(0) &&
      p.maxWrappingTtl < p.minWrappingTtl)
    return hcl::errorAt(ErrorCode::Malformed, "max_wrapping_ttl cannot be less than min_wrapping_ttl",
                        rule.line);
  if (!p.listKeysFilter.empty() && !p.capabilities.has(Capability::List))
    return hcl::errorAt(
        ErrorCode::Malformed,
        "list_scan_response_keys_filter_path needs to be used on a path with the list capability", rule.line);
  return {};
}

Result<PathRule> readPath(const hcl::Item& item, const Engine& engine) {
  Reading reading{engine, {}, {}, {}, {}, {}, {}, {}};
  reading.rule.key = item.keys.empty() ? "path" : item.keys.front();
  reading.rule.line = item.line;
  const std::string where = "path \"" + reading.rule.key + "\": ";
  if (!balancedTemplate(reading.rule.key))
    return hcl::errorAt(ErrorCode::Malformed, where + "unbalanced templating characters", item.line);
  if (item.value.kind != Kind::Object)
    return hcl::errorAt(ErrorCode::Malformed, where + "no block of permissions", item.line);
  COUNTERSIGN_TRY(checkKeys(item.value.items, validKeys(engine), where));
  for (const hcl::Item& one : item.value.items)
    COUNTERSIGN_TRY(readKey(one, reading));
  auto placement = placePattern(reading.rule.key);
  if (!placement) return hcl::errorAt(ErrorCode::Malformed, placement.error().message, item.line);
  reading.rule.placement = std::move(*placement);
  COUNTERSIGN_TRY(uniteCapabilities(reading));
  COUNTERSIGN_TRY(checkPermissions(reading));
  return std::move(reading.rule);
}

} // namespace

Result<Placement> placePattern(std::string_view key) {
  Placement out;
  if (!key.empty() && key.front() == '/') key.remove_prefix(1);
  if (key.find("+*") != std::string_view::npos)
    return failure(ErrorCode::Malformed,
                   "path \"" + std::string(key) + "\": invalid use of wildcards ('+*' is forbidden)");
  out.segmentWildcards = key == "+" || key.find("/+") != std::string_view::npos || key.starts_with("+/");
  out.prefix = !out.segmentWildcards && key.ends_with('*');
  if (out.prefix) key.remove_suffix(1);
  out.path = key;
  return out;
}

Result<Policy> parsePolicy(std::string_view text, const Engine& engine) {
  COUNTERSIGN_ASSIGN(const hcl::Body root, hcl::parse(text));
  COUNTERSIGN_TRY(checkKeys(root, {"name", "path"}, ""));
  Policy out;
  for (const hcl::Item& item : hcl::filter(root, "name")) {
    if (!item.keys.empty()) return hcl::errorAt(ErrorCode::Malformed, "name takes no label", item.line);
    COUNTERSIGN_ASSIGN(out.name, decodeString(item.value));
  }
  for (const hcl::Item& item : hcl::filter(root, "path")) {
    COUNTERSIGN_ASSIGN(PathRule rule, readPath(item, engine));
    out.rules.push_back(std::move(rule));
  }
  return out;
}

} // namespace countersign::vault
