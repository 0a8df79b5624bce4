// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A second reading of who may do what, one concrete request at a time: written from the vendors' texts,
/// without anything of the program's evaluators.
namespace countersign::second {

using Texts = std::vector<std::string>;

/// `*` is any run of characters and `?` one (IAM User Guide, "IAM JSON policy elements: Resource").
inline bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*')
    return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         matches(pattern.substr(1), text.substr(1));
}

inline std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// --- AWS -----------------------------------------------------------------------------------------------

/// What a statement asks of the one context key there is (aws:SourceVpce).
enum class Op { None, Equals, NotEquals, Like };
/// The value of that key in a request; nothing: it is absent.
using Key = std::optional<std::string>;

inline const std::array<Key, 3>& keys() {
  static const std::array<Key, 3> all{std::nullopt, "vpce-1", "other"};
  return all;
}

/// StringEquals "vpce-1", StringNotEquals "vpce-1", StringLike "vpce-*": an absent key fulfils only the
/// negated one (IAM User Guide, "IAM JSON policy elements: Condition operators").
inline bool holds(Op op, const Key& key) {
  switch (op) {
  case Op::Equals:
    return key == "vpce-1";
  case Op::NotEquals:
    return key != "vpce-1";
  case Op::Like:
    return key && key->rfind("vpce-", 0) == 0;
  case Op::None:
    break;
  }
  return true;
}

struct Statement {
  bool allow = true, notAction = false, notResource = false;
  Texts actions, resources;
  Op op = Op::None;
};
using Policy = std::vector<Statement>;

inline bool isAbout(const Statement& s, const std::string& action, const std::string& resource) {
  const bool fits = std::any_of(s.actions.begin(), s.actions.end(),
                                [&](const std::string& a) { return matches(lower(a), lower(action)); });
  const bool on = std::any_of(s.resources.begin(), s.resources.end(),
                              [&](const std::string& r) { return matches(r, resource); });
  return fits != s.notAction && on != s.notResource;
}

/// An explicit denial wins, and nothing is allowed by default (IAM User Guide, "Policy evaluation logic").
inline bool allows(const Policy& policy, const std::string& action, const std::string& resource,
                   const Key& key) {
  bool out = false;
  for (const Statement& s : policy) {
    if (!isAbout(s, action, resource) || !holds(s.op, key)) continue;
    if (!s.allow) return false;
    out = true;
  }
  return out;
}

inline bool hasCondition(const Policy& policy) {
  return std::any_of(policy.begin(), policy.end(), [](const Statement& s) { return s.op != Op::None; });
}

/// One role: what intent says, what its own policies say, and what is above them.
struct Role {
  std::string name, account;
  bool declared = true; ///< intent knows it
  bool allShown = true; ///< no policy is attached whose text was not exported
  bool hasBoundary = false;
  Policy intent, live, boundary;
};

/// One policy a level, from the root down. Empty: no organization policies were exported.
using Levels = std::vector<Policy>;

inline bool requested(const Role& r, const std::string& action, const std::string& on, const Key& key) {
  return allows(r.intent, action, on, key);
}
inline bool applied(const Role& r, const std::string& action, const std::string& on, const Key& key) {
  return allows(r.live, action, on, key);
}
/// Every level and the boundary have to allow it, too.
inline bool effective(const Role& r, const Levels& levels, const std::string& action, const std::string& on,
                      const Key& key) {
  return applied(r, action, on, key) && (!r.hasBoundary || allows(r.boundary, action, on, key)) &&
         std::all_of(levels.begin(), levels.end(),
                     [&](const Policy& level) { return allows(level, action, on, key); });
}

// --- Kubernetes ----------------------------------------------------------------------------------------

struct Rule {
  Texts verbs, groups, resources, names, urls;
};
struct Access { ///< `url` or a resource
  std::string verb, group, resource, ns, name, url;
};

/// RBAC: a rule fits where each of its lists does; "*" is all, "*/log" that subresource of all, and a path
/// may end in "*" (Kubernetes documentation, "Using RBAC Authorization").
inline bool isAbout(const Rule& rule, const Access& a) {
  const auto has = [](const Texts& list, const std::string& text) {
    return std::any_of(list.begin(), list.end(),
                       [&](const std::string& one) { return one == "*" || one == text; });
  };
  if (!has(rule.verbs, a.verb)) return false;
  if (!a.url.empty())
    return std::any_of(rule.urls.begin(), rule.urls.end(), [&](const std::string& u) {
      return u == a.url || (u.back() == '*' && a.url.rfind(u.substr(0, u.size() - 1), 0) == 0);
    });
  const auto slash = a.resource.find('/');
  const std::string sub = slash == std::string::npos ? std::string() : "*" + a.resource.substr(slash);
  const bool named =
      rule.names.empty() || std::find(rule.names.begin(), rule.names.end(), a.name) != rule.names.end();
  return named && has(rule.groups, a.group) &&
         (has(rule.resources, a.resource) || (!sub.empty() && has(rule.resources, sub)));
}

/// A set of rules, and where it is bound: everywhere, or in one namespace.
struct Bound {
  bool wide = false;
  std::string ns;
  std::vector<Rule> rules;
  bool toGroup = false; ///< through the group of all accounts of the namespace
};

/// Paths belong to no namespace: only what is bound everywhere gives them.
inline bool allows(const std::vector<Bound>& all, const Access& a) {
  return std::any_of(all.begin(), all.end(), [&](const Bound& b) {
    return (b.wide || (a.url.empty() && b.ns == a.ns)) &&
           std::any_of(b.rules.begin(), b.rules.end(), [&](const Rule& r) { return isAbout(r, a); });
  });
}

struct Account {
  std::string name;
  bool declared = true;
  std::vector<Bound> intent, live;
};

} // namespace countersign::second
