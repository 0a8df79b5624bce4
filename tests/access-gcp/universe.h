// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "brute_force.h"
#include "models/access/gcp/objects.h"

#include <cstdint>
#include <random>
#include <string>

namespace countersign::test {

/// How the parts of a world are called, by their number.
std::string nodeText(int i);
std::string principalText(int i);
std::string permissionText(int p);
std::string roleText(int i);

/// What exports of such a world show.
gcp::Objects objectsOf(const World& world);

/// Draws worlds.
class Maker {
public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  World world() {
    World out;
    out.parent[2] = below(2);
    for (std::size_t project = 3; project < 6; ++project)
      out.parent[project] = below(3);
    for (auto& role : out.roles)
      for (int i = below(5); i > 0; --i)
        role.insert(below(8));
    for (auto& group : out.groups)
      for (int i = below(3); i > 0; --i)
        group.push_back(chance(0.5) ? Named{Sort::Group, below(groupCount)} : member(false));
    for (int i = below(8); i > 0; --i) {
      Bound b{below(nodeCount), below(roleCount), chance(0.6) ? 0 : 1 + below(2), {}};
      if (b.role == 0) {
        b.node = 3 + below(3);
        b.time = 0;
      }
      for (int k = 1 + below(2); k > 0; --k)
        b.members.push_back(chance(0.15) ? Named{Sort::Owner, 3 + below(3)} : member(false));
      out.bound.push_back(std::move(b));
    }
    for (int i = below(4); i > 0; --i)
      out.rules.push_back({below(6), chance(0.7) ? 0 : 1 + below(2), members(1 + below(2)), members(below(2)),
                           entries(1 + below(2)), entries(below(2))});
    return out;
  }

private:
  Named member(bool inDeny) {
    switch (below(inDeny ? 6 : 9)) {
    case 0:
    case 1:
    case 2:
      return {Sort::Single, below(principalCount)};
    case 3:
      return {Sort::Group, below(groupCount)};
    case 4:
      return {Sort::Everybody, 0};
    case 5:
      return {Sort::Pool, 0};
    case 6:
      return {Sort::Google, 0};
    case 7:
      return {Sort::Domain, 0};
    default:
      return {Sort::AccountsOf, below(6)};
    }
  }
  std::vector<Named> members(int n) {
    std::vector<Named> out;
    for (; n > 0; --n)
      out.push_back(member(true));
    return out;
  }
  std::vector<Entry> entries(int n) {
    std::vector<Entry> out;
    for (; n > 0; --n)
      out.push_back({below(2), below(3), below(3)});
    return out;
  }
  std::mt19937 random_;
};

} // namespace countersign::test
