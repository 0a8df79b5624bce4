// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <vector>

/// Small organizations, and who may do what in them by trying everything out; written without the evaluator.
namespace countersign::test {

inline constexpr int nodeCount = 9, principalCount = 6, groupCount = 4, roleCount = 4;
enum class Sort { Single, Group, Everybody, Google, Domain, Pool, AccountsOf, Owner };
struct Named {
  Sort sort;
  int i; ///< which principal, group, node
};
struct Entry {
  int service, resource, verb; ///< 2: any
};
struct Bound {
  int node, role, time; ///< time 0: no condition, 1: holds now, 2: does not
  std::vector<Named> members;
};
struct Rule {
  int node, time;
  std::vector<Named> denied, exceptions;
  std::vector<Entry> permissions, exceptPermissions;
};
/// Node 0: organization, 1 and 2: folders, 3 to 5: projects, 6 to 8: a topic in each. Principals 0 to 3 are
/// service accounts of project 3 + i % 3, 4 a user, 5 of a pool. Permission = service * 4 + resource * 2 +
/// verb.
struct World {
  std::array<int, nodeCount> parent{-1, 0, 0, 0, 0, 0, 3, 4, 5};
  std::array<std::set<int>, roleCount> roles;
  std::array<std::vector<Named>, groupCount> groups;
  std::vector<Bound> bound;
  std::vector<Rule> rules;
};

/// The rules as the documentation has them, with tables of truth in place of walks.
class BruteForce {
public:
  explicit BruteForce(const World& world) : w_(world) {
    for (bool more = true; more;) {
      more = false;
      for (int g = 0; g < groupCount; ++g)
        for (int p = 0; p < principalCount; ++p)
          if (!in_[at(g)][at(p)] && any(w_.groups[at(g)], p)) more = in_[at(g)][at(p)] = true;
    }
  }
  bool inside(int node, int above) const {
    for (; node >= 0; node = w_.parent[at(node)])
      if (node == above) return true;
    return false;
  }
  bool denied(int p, int permission, int node) const {
    return std::any_of(w_.rules.begin(), w_.rules.end(), [&](const Rule& r) {
      return inside(node, r.node) && r.time != 2 && any(r.denied, p) && !any(r.exceptions, p) &&
             matches(r.permissions, permission) && !matches(r.exceptPermissions, permission);
    });
  }
  bool allowed(int p, int permission, int node) const {
    return std::any_of(w_.bound.begin(), w_.bound.end(), [&](const Bound& b) {
      return inside(node, b.node) && b.time != 2 && w_.roles[at(b.role)].count(permission) > 0 &&
             any(b.members, p);
    });
  }

private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  static bool matches(const std::vector<Entry>& list, int permission) {
    return std::any_of(list.begin(), list.end(), [&](const Entry& e) {
      return e.service == permission / 4 && (e.resource == 2 || e.resource == permission / 2 % 2) &&
             (e.verb == 2 || e.verb == permission % 2);
    });
  }
  bool any(const std::vector<Named>& list, int p) const {
    return std::any_of(list.begin(), list.end(), [&](const Named& m) { return is(m, p); });
  }
  bool is(const Named& m, int p) const {
    switch (m.sort) {
    case Sort::Single:
      return m.i == p;
    case Sort::Group:
      return in_[at(m.i)][at(p)];
    case Sort::Everybody:
      return true;
    case Sort::Google:
      return p != 5;
    case Sort::Domain:
      return p == 4;
    case Sort::Pool:
      return p == 5;
    case Sort::AccountsOf:
      return p < 4 && inside(3 + p % 3, m.i);
    case Sort::Owner:
      return std::any_of(w_.bound.begin(), w_.bound.end(), [&](const Bound& b) {
        return b.role == 0 && b.node == m.i &&
               std::any_of(b.members.begin(), b.members.end(),
                           [&](const Named& n) { return n.sort != Sort::Owner && is(n, p); });
      });
    }
    return false;
  }
  const World& w_;
  std::array<std::array<bool, principalCount>, groupCount> in_{};
};

} // namespace countersign::test
