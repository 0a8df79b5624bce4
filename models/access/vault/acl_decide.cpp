// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/acl.h"

#include <algorithm>
#include <charconv>

namespace countersign::vault {
namespace {

/// The capability that an operation needs; Deny for operations that no capability allows.
Capability needed(std::string_view operation) {
  if (operation == "read") return Capability::Read;
  if (operation == "list") return Capability::List;
  if (operation == "scan") return Capability::Scan;
  if (operation == "create") return Capability::Create;
  if (operation == "patch") return Capability::Patch;
  if (operation == "delete") return Capability::Delete;
  if (operation == "recover") return Capability::Recover;
  if (operation == "update" || operation == "revoke" || operation == "renew" || operation == "rollback")
    return Capability::Update;
  return Capability::Deny;
}

/// Globs of values: a `*` at the beginning, at the end, or both (strutil.GlobbedStringsMatch).
bool globMatches(std::string_view pattern, std::string_view text) {
  if (pattern.size() < 2) return pattern == text;
  const bool front = pattern.front() == '*', back = pattern.back() == '*';
  if (front && back) return text.find(pattern.substr(1, pattern.size() - 2)) != std::string_view::npos;
  if (front) return text.ends_with(pattern.substr(1));
  if (back) return text.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == text;
}

Json sorted(const Json& value) {
  if (value.isArray()) {
    Json out = Json::array();
    for (const Json& element : value.items())
      out.push(sorted(element));
    return out;
  }
  if (!value.isObject()) return value;
  std::map<std::string, Json> members;
  for (const auto& [name, member] : value.members())
    members[name] = sorted(member);
  Json out = Json::object();
  for (auto& [name, member] : members)
    out.set(name, std::move(member));
  return out;
}

bool holdsNumber(const Json& value) {
  if (value.isNumber()) return true;
  for (const Json& element : value.items())
    if (holdsNumber(element)) return true;
  for (const auto& member : value.members())
    if (holdsNumber(member.second)) return true;
  return false;
}

/// No values in the list stand for any value (acl.go, valueInParameterList).
bool valueListed(const Json& value, const std::vector<ParameterValue>& list, bool overHttp) {
  if (list.empty()) return true;
  if (overHttp && holdsNumber(value)) return false;
  const Json wanted = sorted(value);
  return std::any_of(list.begin(), list.end(), [&](const ParameterValue& one) {
    if (one.value.isString() && value.isString()) return globMatches(one.value.asString(), value.asString());
    return one.comparable && one.value == wanted;
  });
}

bool refuse(Decision& decision, Denial denial, const std::string& parameter = {}) {
  decision.denial = denial;
  decision.parameter = parameter;
  return false;
}

bool wrappingAllows(const Permissions& p, const Request& request) {
  if (p.maxWrappingTtl > Duration(0) && (!request.wrapTtl || *request.wrapTtl > p.maxWrappingTtl))
    return false;
  if (p.minWrappingTtl > Duration(0) && (!request.wrapTtl || *request.wrapTtl < p.minWrappingTtl))
    return false;
  // Merged policies can ask for more than they allow.
  return p.minWrappingTtl == Duration(0) || p.maxWrappingTtl == Duration(0) ||
         p.maxWrappingTtl >= p.minWrappingTtl;
}

/// "Parameter constraints": required, then denied, then allowed; names in any case.
bool parametersAllow(const Permissions& p, const Request& request, Decision& decision) {
  for (const std::string& name : p.required)
    if (std::none_of(request.parameters.begin(), request.parameters.end(),
                     [&](const Json::Member& m) { return m.first == lowerCase(name); }))
      return refuse(decision, Denial::Required, name);
  if (request.parameters.empty()) return true;
  if (p.denied.count("*") != 0) return refuse(decision, Denial::DeniedParameter, "*");
  for (const auto& [name, value] : request.parameters)
    if (const auto found = p.denied.find(lowerCase(name));
        found != p.denied.end() && valueListed(value, found->second, request.overHttp))
      return refuse(decision, Denial::DeniedParameter, name);
  const bool any = p.allowed.count("*") != 0;
  if (p.allowed.empty() || (any && p.allowed.size() == 1)) return true;
  for (const auto& [name, value] : request.parameters) {
    const auto found = p.allowed.find(lowerCase(name));
    if (found == p.allowed.end() ? !any : !valueListed(value, found->second, request.overHttp))
      return refuse(decision, Denial::NotAllowedParameter, name);
  }
  return true;
}

std::optional<std::int64_t> wholeNumber(const Json& value) {
  if (value.isInt()) return value.asInt();
  std::int64_t number = 0;
  const std::string& text = value.asString();
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// OpenBao `pagination_limit`: a larger `limit` is denied; one that is missing is denied only where it is
/// required.
bool paginationAllows(const Permissions& p, const Request& request, Decision& decision) {
  if (p.paginationLimit <= 0) return true;
  const auto given = std::find_if(request.parameters.begin(), request.parameters.end(),
                                  [](const Json::Member& m) { return m.first == "limit"; });
  if (given == request.parameters.end()) {
    const bool required = std::any_of(p.required.begin(), p.required.end(),
                                      [](const std::string& name) { return lowerCase(name) == "limit"; });
    return required ? refuse(decision, Denial::Required, "limit") : true;
  }
  const auto limit = wholeNumber(given->second);
  const bool good = limit ? *limit >= 0 && *limit <= p.paginationLimit : given->second.asString() == "max";
  return good ? true : refuse(decision, Denial::Pagination, "limit");
}

std::vector<std::string> granting(const MergedRule& rule, Capability capability) {
  std::vector<std::string> out;
  for (const Source& source : rule.sources)
    if (source.capabilities.has(capability) && std::find(out.begin(), out.end(), source.policy) == out.end())
      out.push_back(source.policy);
  return out;
}

} // namespace

Decision Acl::decide(const Request& request) const {
  Decision out;
  if (root_) {
    out.allowed = out.sudo = out.root = true;
    out.grantingPolicies = {"root"};
    return out;
  }
  if (request.operation == "help") {
    out.allowed = true;
    return out;
  }
  const bool listing = request.operation == "list" || request.operation == "scan";
  out.rule = ruleFor(request.path, request.operation == "list" || (listing && engine_.hasScan()));
  out.denial = Denial::NoRule;
  if (out.rule == nullptr) return out;
  const Permissions& p = out.rule->permissions;
  out.sudo = p.capabilities.has(Capability::Sudo);
  const Capability capability = needed(request.operation);
  out.denial = p.capabilities.has(Capability::Deny) ? Denial::Deny : Denial::NoCapability;
  if (capability == Capability::Deny || !p.capabilities.has(capability)) return out;
  out.denial = Denial::Wrapping;
  if (!wrappingAllows(p, request)) return out;
  out.denial = Denial::None;
  const bool checksParameters = capability == Capability::Read || request.operation == "update" ||
                                capability == Capability::Create || capability == Capability::Patch;
  if (checksParameters && !parametersAllow(p, request, out)) return out;
  if (listing && !paginationAllows(p, request, out)) return out;
  out.allowed = true;
  out.grantingPolicies = granting(*out.rule, capability);
  return out;
}

} // namespace countersign::vault
