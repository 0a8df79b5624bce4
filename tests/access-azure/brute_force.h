// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string>
#include <vector>

/// The documented rules once more, written straight down over a small universe, without the evaluator's
/// types.
namespace countersign::azure::test {

struct SmallBlock {
  std::vector<std::string> actions, nots, data, notData;
};
struct SmallRole {
  std::string id;
  std::vector<SmallBlock> blocks;
};
struct SmallAssignment {
  std::string id, who, role, scope;
};
struct SmallDeny {
  std::string id, scope;
  bool children = true;
  std::vector<std::string> who, but;
  std::vector<SmallBlock> blocks;
};
struct Universe {
  std::vector<SmallRole> roles;
  std::vector<SmallAssignment> assignments;
  std::vector<SmallDeny> denies;
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  std::vector<std::pair<std::string, std::string>> parents; ///< subscription or management group, and its own
};

inline bool glob(const std::string& p, const std::string& t, std::size_t i = 0, std::size_t j = 0) {
  if (i == p.size()) return j == t.size();
  if (p[i] == '*') return glob(p, t, i + 1, j) || (j < t.size() && glob(p, t, i, j + 1));
  return j < t.size() && p[i] == t[j] && glob(p, t, i + 1, j + 1);
}

inline bool inGroup(const Universe& u, const std::string& who, const std::string& group, int depth = 0) {
  if (who == group) return true;
  if (depth > 8) return false;
  for (const auto& [name, members] : u.groups)
    if (name == group)
      for (const std::string& member : members)
        if (inGroup(u, who, member, depth + 1)) return true;
  return false;
}

inline bool below(const Universe& u, const std::string& inner, const std::string& outer) {
  if (outer == "/" || inner == outer || inner.rfind(outer + "/", 0) == 0) return true;
  for (const auto& [child, parent] : u.parents)
    if ((inner == child || inner.rfind(child + "/", 0) == 0) && below(u, parent, outer)) return true;
  return false;
}

inline bool about(const SmallBlock& b, bool data, const std::string& action) {
  bool yes = false;
  for (const std::string& p : data ? b.data : b.actions)
    yes = yes || glob(p, action);
  for (const std::string& p : data ? b.notData : b.nots)
    yes = yes && !glob(p, action);
  return yes;
}

/// 0: no role gives it, 1: allowed, 2: a deny assignment forbids it.
inline int truly(const Universe& u, const std::string& who, bool data, const std::string& action,
                 const std::string& scope) {
  for (const SmallDeny& d : u.denies) {
    bool named = false, excluded = false, concerned = false;
    for (const std::string& id : d.who)
      named = named || id == "00000000-0000-0000-0000-000000000000" || inGroup(u, who, id);
    for (const std::string& id : d.but)
      excluded = excluded || inGroup(u, who, id);
    for (const SmallBlock& b : d.blocks)
      concerned = concerned || about(b, data, action);
    if (named && !excluded && concerned && (d.children ? below(u, scope, d.scope) : scope == d.scope))
      return 2;
  }
  for (const SmallAssignment& a : u.assignments)
    if (inGroup(u, who, a.who) && below(u, scope, a.scope))
      for (const SmallRole& r : u.roles)
        if (r.id == a.role)
          for (const SmallBlock& b : r.blocks)
            if (about(b, data, action)) return 1;
  return 0;
}

} // namespace countersign::azure::test
