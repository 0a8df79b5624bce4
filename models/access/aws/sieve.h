// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/aws/prepared.h"

#include <string>
#include <vector>

namespace countersign::iam {

/// Policies of one kind: they deny, and those that limit have to allow too.
struct Limit {
  std::string name;
  bool limits = true;
  std::vector<Prepared> allows, denies;
};

/// A part of a row while it goes through the limits.
struct Piece {
  Region region;
  std::vector<std::string> conditions, missing;
  std::vector<WhyStep> limits;
  std::vector<const Prepared*> mayAllow; ///< statements of the limit at hand that may allow it
};
using Pieces = std::vector<Piece>;

/// "p1 denies it (Sid)", of a statement.
WhyStep stepOf(const std::string& layer, const Prepared& statement, const char* verb);

/// Takes pieces apart where a statement is about a part of them. `live` are those that go on, `denied` those
/// that do not.
class Sieve {
public:
  explicit Sieve(Splitter& splitter) : split_(splitter) {}
  void deny(const std::string& layer, const Prepared& deny);
  void allow(const Limit& limit);

  Pieces live, denied;

private:
  template <class Inside>
  void divide(const Prepared& statement, const Inside& inside);

  Splitter& split_;
};

} // namespace countersign::iam
