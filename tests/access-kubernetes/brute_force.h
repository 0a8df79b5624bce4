// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rbac_world.h"

#include <random>
#include <set>

/// A second opinion on RBAC over a small universe: wildcards are written out, and everything is tried.
namespace countersign::test {

/// "zz" stands for all that no rule names.
struct Universe {
  Texts verbs{"get", "create", "zz"};
  Texts groups{"", "apps", "zz"};
  Texts resources{"pods", "pods/log", "nodes", "nodes/log", "zz", "zz/log", "zz/zz"};
  Texts names{"", "a", "b", "zz"};
  Texts namespaces{"", "n", "m", "zz"};
  Texts paths{"zz", "/", "/zz", "/a", "/azz", "/a/", "/a/b", "/a/bzz", "/a/zz", "/b"};
  Texts users{"jane", "system:serviceaccount:n:one", "system:serviceaccount:m:two"};

  std::vector<rbac::Request> requests() const;
};

inline std::vector<rbac::Request> Universe::requests() const {
  std::vector<rbac::Request> out;
  for (const std::string& verb : verbs) {
    for (const std::string& url : paths)
      out.push_back(path(verb, url));
    for (const std::string& group : groups)
      for (const std::string& resource : resources)
        for (const std::string& ns : namespaces)
          for (const std::string& name : names) {
            out.push_back(request(verb, resource, ns, name));
            out.back().apiGroup = group;
          }
  }
  return out;
}

/// The members of `all` that a rule's list stands for.
inline std::set<std::string> writtenOut(const Texts& list, const Texts& all) {
  std::set<std::string> out;
  for (const std::string& text : list)
    for (const std::string& one : all) {
      const bool star = text == "*";
      const bool sub = text == "*/log" && one.find("/log") != std::string::npos;
      const bool prefix = !text.empty() && text.front() == '/' && text.back() == '*' &&
                          one.rfind(text.substr(0, text.size() - 1), 0) == 0;
      if (star || sub || prefix || text == one) out.insert(one);
    }
  return out;
}

/// All requests (by place in the universe's list) that a rule allows.
class BruteForce {
public:
  explicit BruteForce(Universe universe = {})
      : universe_(std::move(universe)), requests_(universe_.requests()) {}

  const std::vector<rbac::Request>& requests() const { return requests_; }
  const Universe& universe() const { return universe_; }

  std::set<std::size_t> allowed(const rbac::PolicyRule& rule) const {
    const auto verbs = writtenOut(rule.verbs, universe_.verbs),
               groups = writtenOut(rule.apiGroups, universe_.groups);
    const auto resources = writtenOut(rule.resources, universe_.resources);
    const auto urls = writtenOut(rule.nonResourceUrls, universe_.paths);
    const std::set<std::string> names(rule.resourceNames.begin(), rule.resourceNames.end());
    std::set<std::size_t> out;
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      const rbac::Request& q = requests_[i];
      const std::string combined = q.subresource.empty() ? q.resource : q.resource + "/" + q.subresource;
      const bool fits = q.resourceRequest ? groups.count(q.apiGroup) && resources.count(combined) &&
                                                (names.empty() || names.count(q.name))
                                          : urls.count(q.path) != 0;
      if (fits && verbs.count(q.verb)) out.insert(i);
    }
    return out;
  }

  /// Names of the bindings that let a user do each request.
  std::vector<std::set<std::string>> granted(const rbac::Objects& objects, const rbac::User& user) const {
    std::vector<std::set<std::string>> out(requests_.size());
    for (const rbac::Binding& b : objects.bindings) {
      if (!names(b, user)) continue;
      for (const rbac::Role& r : objects.roles) {
        if (r.name != b.roleName || r.ns != (b.roleKind == "Role" ? b.ns : "")) continue;
        if (b.roleKind == "Role" && b.ns.empty()) continue;
        for (const rbac::PolicyRule& rule : r.rules)
          for (const std::size_t i : allowed(rule))
            if (b.ns.empty() || b.ns == requests_[i].ns) out[i].insert(b.shown());
      }
    }
    return out;
  }

private:
  static bool names(const rbac::Binding& binding, const rbac::User& user) {
    for (const rbac::Subject& s : binding.subjects) {
      const std::string ns = s.ns.empty() ? binding.ns : s.ns;
      if (s.kind == "User" && s.name == user.name) return true;
      if (s.kind == "ServiceAccount" && "system:serviceaccount:" + ns + ":" + s.name == user.name &&
          !ns.empty())
        return true;
      for (const std::string& group : user.groups)
        if (s.kind == "Group" && group == s.name) return true;
    }
    return false;
  }

  Universe universe_;
  std::vector<rbac::Request> requests_;
};

/// Draws rules and clusters.
class Drawing {
public:
  explicit Drawing(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  const std::string& one(const Texts& of) { return of[below(of.size())]; }
  Texts some(const Texts& of, std::size_t atLeast = 1) {
    Texts out;
    for (std::size_t n = atLeast + below(3); n > 0; --n)
      out.push_back(one(of));
    return out;
  }

  rbac::PolicyRule rule() {
    if (below(4) == 0)
      return urlRule(some({"get", "create", "*"}),
                     some({"/", "/a", "/a/*", "/a/b*", "/*", "*", "/b", "/a*"}));
    return test::rule(some({"get", "create", "*"}), some({"", "apps", "*"}),
                      some({"pods", "pods/log", "nodes", "nodes/log", "*/log", "*"}),
                      below(2) ? Texts() : some({"a", "b"}));
  }
  rbac::PolicyRules rules(std::size_t most) {
    rbac::PolicyRules out;
    for (std::size_t n = below(most + 1); n > 0; --n)
      out.push_back(rule());
    return out;
  }
  rbac::Subject subject() {
    switch (below(4)) {
    case 0:
      return {"User", one({"jane", "system:serviceaccount:n:one"}), {}};
    case 1:
      return {"Group",
              one({"system:serviceaccounts", "system:serviceaccounts:m", "system:authenticated", "g"}),
              {}};
    default:
      return {"ServiceAccount", one({"one", "two"}), one({"n", "m", ""})};
    }
  }
  World world() {
    World w;
    for (const std::string& ns : {std::string(), std::string("n"), std::string("m")})
      for (const std::string& name : {std::string("r"), std::string("s")})
        if (below(5) != 0) w.role(ns, name, rules(2));
    for (std::size_t n = below(6); n > 0; --n) {
      std::vector<rbac::Subject> subjects;
      for (std::size_t k = below(3); k > 0; --k)
        subjects.push_back(subject());
      w.bind(one({"", "n", "m"}), "b" + std::to_string(n), one({"r", "s", "cluster:r", "cluster:s"}),
             std::move(subjects));
    }
    return w;
  }

private:
  std::mt19937 random_;
};

} // namespace countersign::test
