// SPDX-License-Identifier: Apache-2.0
#include "brute_force.h"

#include <optional>

namespace brute {
namespace {

/// Is this letter a `+` that stands for a segment?
bool isSegment(const std::string& pattern, std::size_t at) {
  return pattern[at] == '+' && (at == 0 || pattern[at - 1] == '/') &&
         (at + 1 == pattern.size() || pattern[at + 1] == '/');
}

bool hasPlus(const std::string& pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (isSegment(pattern, i)) return true;
  return false;
}

/// Letter by letter, with every way to fill `+` and `*` tried. A `+` is one only as a whole segment.
bool fits(const std::string& pattern, std::size_t p, const std::string& path, std::size_t at) {
  if (p == pattern.size()) return at == path.size();
  if (pattern[p] == '*' && p + 1 == pattern.size()) return true;
  if (!isSegment(pattern, p))
    return at < path.size() && pattern[p] == path[at] && fits(pattern, p + 1, path, at + 1);
  for (std::size_t end = at; end <= path.size(); ++end) {
    if (fits(pattern, p + 1, path, end)) return true;
    if (end < path.size() && path[end] == '/') return false;
  }
  return false;
}

/// Of two different patterns that both match: is `a` the better one? "Policy syntax" of the documentation.
bool better(const std::string& a, const std::string& b) {
  const auto wild = [](const std::string& s) { return hasPlus(s) || s.ends_with('*'); };
  if (!wild(a) || !wild(b)) return !wild(a);
  const auto first = [](const std::string& s) { return hasPlus(s) ? s.find('+') : s.size() - 1; };
  if (first(a) != first(b)) return first(a) > first(b);
  const bool globA = a.ends_with('*'), globB = b.ends_with('*');
  if (globA != globB) return globB;
  const auto pluses = [](const std::string& s) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < s.size(); ++i)
      n += isSegment(s, i) ? 1U : 0U;
    return n;
  };
  if (pluses(a) != pluses(b)) return pluses(a) < pluses(b);
  if (a.size() != b.size()) return a.size() > b.size();
  return a > b;
}

std::optional<std::string> bestPattern(const std::vector<Policy>& policies, const std::string& path,
                                       bool exactOnly) {
  std::optional<std::string> best;
  for (const Policy& policy : policies)
    for (const Rule& rule : policy) {
      const bool matches = exactOnly ? rule.path == path && !hasPlus(path) && !path.ends_with('*')
                                     : fits(rule.path, 0, path, 0);
      if (matches && (!best || (rule.path != *best && better(rule.path, *best)))) best = rule.path;
    }
  return best;
}

std::optional<std::string> patternFor(const std::vector<Policy>& policies, const std::string& path,
                                      bool listing) {
  if (const auto exact = bestPattern(policies, path, true)) return exact;
  const bool cut = listing && path.size() > 1 && path.ends_with('/');
  const std::string shorter = cut ? path.substr(0, path.size() - 1) : path;
  if (cut)
    if (const auto exact = bestPattern(policies, shorter, true)) return exact;
  if (const auto found = bestPattern(policies, path, false)) return found;
  return cut ? bestPattern(policies, shorter, false) : std::nullopt;
}

/// All rules with that pattern as one.
Rule merged(const std::vector<Policy>& policies, const std::string& pattern) {
  Rule out;
  for (const Policy& policy : policies)
    for (const Rule& rule : policy) {
      if (rule.path != pattern) continue;
      out.capabilities.insert(rule.capabilities.begin(), rule.capabilities.end());
      out.required.insert(rule.required.begin(), rule.required.end());
      out.denied.insert(rule.denied.begin(), rule.denied.end());
      out.allowed.insert(rule.allowed.begin(), rule.allowed.end());
      if (rule.minWrap > 0 && (out.minWrap == 0 || rule.minWrap < out.minWrap)) out.minWrap = rule.minWrap;
      if (rule.maxWrap > 0 && (out.maxWrap == 0 || rule.maxWrap < out.maxWrap)) out.maxWrap = rule.maxWrap;
    }
  return out;
}

std::string block(const std::string& name, const std::set<std::string>& parameters) {
  if (parameters.empty()) return {};
  std::string out = "  " + name + " = {";
  for (const std::string& one : parameters)
    out += " \"" + one + "\" = []\n";
  return out + "}\n";
}

std::string list(const std::string& name, const std::set<std::string>& texts) {
  std::string out = "  " + name + " = [";
  for (const std::string& text : texts)
    out += '"' + text + "\", ";
  return out + "]\n";
}

bool parametersFit(const Rule& rule, const std::set<std::string>& parameters) {
  for (const std::string& name : rule.required)
    if (parameters.count(name) == 0) return false;
  for (const std::string& name : parameters) {
    if (rule.denied.count(name) != 0 || rule.denied.count("*") != 0) return false;
    if (!rule.allowed.empty() && rule.allowed.count(name) == 0 && rule.allowed.count("*") == 0) return false;
  }
  return true;
}

} // namespace

std::string toHcl(const Policy& policy) {
  std::string out;
  for (const Rule& rule : policy) {
    out += "path \"" + rule.path + "\" {\n" + list("capabilities", rule.capabilities) +
           block("allowed_parameters", rule.allowed) + block("denied_parameters", rule.denied);
    if (!rule.required.empty()) out += list("required_parameters", rule.required);
    if (rule.minWrap > 0) out += "  min_wrapping_ttl = " + std::to_string(rule.minWrap) + '\n';
    if (rule.maxWrap > 0) out += "  max_wrapping_ttl = " + std::to_string(rule.maxWrap) + '\n';
    out += "}\n";
  }
  return out;
}

std::vector<std::string> capabilities(const std::vector<Policy>& policies, const std::string& path) {
  const auto pattern = patternFor(policies, path, true);
  if (!pattern) return {"deny"};
  const Rule rule = merged(policies, *pattern);
  if (rule.capabilities.empty() || rule.capabilities.count("deny") != 0) return {"deny"};
  return {rule.capabilities.begin(), rule.capabilities.end()};
}

bool allows(const std::vector<Policy>& policies, const Request& request) {
  const auto pattern = patternFor(policies, request.path, request.operation == "list");
  if (!pattern) return false;
  const Rule rule = merged(policies, *pattern);
  if (rule.capabilities.count("deny") != 0 || rule.capabilities.count(request.operation) == 0) return false;
  if (rule.maxWrap > 0 && (request.wrap < 0 || request.wrap > rule.maxWrap)) return false;
  if (rule.minWrap > 0 && request.wrap < rule.minWrap) return false;
  const bool looked = request.operation != "list" && request.operation != "delete";
  return !looked || parametersFit(rule, request.parameters);
}

} // namespace brute
