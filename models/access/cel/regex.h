// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/value.h"

#include <memory>
#include <string>

namespace countersign::cel {

/// A pattern in the syntax of RE2, which is that of the engines; the time is linear in the text.
class Regex {
public:
  explicit Regex(const std::string& pattern);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  /// Whether it is found anywhere in the text; a fault where it is no pattern, unknown where it is too large.
  Value matches(const std::string& text, Meter& meter) const;
  /// What it cost to prepare, in steps.
  std::uint64_t cost() const;

private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

} // namespace countersign::cel
