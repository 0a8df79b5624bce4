// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "brute_force.h"
#include "tests/seed.h"

#include <QByteArray>
#include <QtGlobal>
#include <random>

/// Small universes, in which patterns often meet.
class Universe {
public:
  explicit Universe(unsigned seed) : random_(seed) {}

  std::vector<brute::Policy> policies() {
    std::vector<brute::Policy> out(1 + below(3));
    for (brute::Policy& policy : out)
      for (std::size_t i = 1 + below(5); i > 0; --i)
        policy.push_back(rule());
    return out;
  }
  /// Segments can be empty but for the first: a leading slash is dropped.
  std::string path(bool pattern = false) {
    std::string out = pattern && below(4) == 0 ? "+" : segments_[below(3)];
    for (std::size_t i = below(4); i > 0; --i) {
      const std::size_t kind = below(10);
      out += '/';
      out += pattern && kind < 3 ? "+" : pattern && kind == 3 ? "a+" : segments_[below(segments_.size())];
    }
    if (below(6) == 0) out += '/';
    if (pattern && out.back() != '+' && below(3) == 0) out += '*';
    return out;
  }
  brute::Request request() {
    brute::Request out{operations_[below(operations_.size())], path(), names(2), -1};
    if (below(2) == 0) out.wrap = static_cast<int>(below(6));
    return out;
  }

private:
  std::size_t below(std::size_t n) { return random_() % n; }
  std::set<std::string> names(std::size_t most) {
    std::set<std::string> out;
    for (std::size_t i = below(most + 1); i > 0; --i)
      out.insert(parameters_[below(parameters_.size())]);
    return out;
  }
  brute::Rule rule() {
    brute::Rule out;
    out.path = path(true);
    if (below(8) == 0) {
      out.capabilities = {"deny"}; // what else such a rule says is not kept
      return out;
    }
    for (std::size_t i = below(4); i > 0; --i)
      out.capabilities.insert(operations_[below(operations_.size())]);
    const bool star = below(8) == 0;
    if (below(4) == 0) out.required = names(1);
    if (below(4) == 0) out.denied = names(2);
    if (below(4) == 0) out.allowed = names(3);
    if (star && !out.allowed.empty()) out.allowed.insert("*");
    if (below(5) == 0) out.minWrap = 1 + static_cast<int>(below(2));
    if (below(5) == 0) out.maxWrap = 3 + static_cast<int>(below(2));
    return out;
  }

  std::mt19937 random_;
  const std::vector<std::string> segments_{"a", "b", "ab", ""};
  const std::vector<std::string> operations_{"read", "list", "create", "update", "delete", "patch"};
  const std::vector<std::string> parameters_{"x", "y", "z"};
};
