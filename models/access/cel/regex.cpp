// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/regex.h"

#include <algorithm>
#include <re2/re2.h>

namespace countersign::cel {
namespace {

RE2::Options options() {
  RE2::Options out;
  out.set_log_errors(false);
  out.set_max_mem(2 << 20);
  return out;
}

} // namespace

struct Regex::Prepared {
  explicit Prepared(const std::string& pattern) : re(pattern, options()) {}
  RE2 re;
};

Regex::Regex(const std::string& pattern) : prepared_(std::make_unique<Prepared>(pattern)) {}
Regex::~Regex() = default;

std::uint64_t Regex::cost() const {
  return 200 + 2 * static_cast<std::uint64_t>(std::max(prepared_->re.ProgramSize(), 0));
}

Value Regex::matches(const std::string& text, Meter& meter) const {
  const RE2& re = prepared_->re;
  if (re.error_code() == RE2::ErrorPatternTooLarge)
    return Value::unknownBecause("a pattern is too large: /" + re.pattern().substr(0, 80) + "…/");
  if (!re.ok()) return Value::fault("no pattern: " + re.error());
  const auto size = static_cast<std::uint64_t>(std::max(re.ProgramSize(), 0));
  if (!meter.spend(1 + text.size() * (1 + size / 256) / 32)) return limitReached();
  return Value(RE2::PartialMatch(text, re));
}

} // namespace countersign::cel
