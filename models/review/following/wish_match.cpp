// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/wish_match.h"

#include "models/access/pattern.h"

#include <algorithm>

namespace countersign {
namespace {

std::vector<std::string> split(const std::string& text, std::string_view by) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(by, from), text.size());
    if (to > from) out.push_back(text.substr(from, to - from));
    from = to + by.size();
  }
  return out;
}

/// IAM compares actions without regard to case (IAM User Guide, "IAM JSON policy elements: Action"), Azure
/// operations likewise.
bool ignoresCase(const std::string& system) {
  return system == "aws" || system == "azure" || system == "entra";
}

} // namespace

WrittenPattern::WrittenPattern(const std::string& text, bool ignoreCase) : ignoreCase_(ignoreCase) {
  constexpr std::string_view butNot = " but not ";
  const auto cut = text.find(butNot);
  for (const std::string& alternative : split(text.substr(0, cut), ", "))
    any_.push_back(split(alternative, " and "));
  if (cut != std::string::npos) none_ = split(text.substr(cut + butNot.size()), ", ");
}

std::string WrittenPattern::form(const std::string& text) const {
  std::string out = text;
  if (ignoreCase_)
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

bool WrittenPattern::overlaps(const std::string& pattern) const {
  const std::string p = form(pattern);
  const auto meets = [&](const std::vector<std::string>& all) {
    return std::all_of(all.begin(), all.end(),
                       [&](const std::string& a) { return countersign::overlaps(form(a), p); });
  };
  return std::any_of(any_.begin(), any_.end(), meets) &&
         std::none_of(none_.begin(), none_.end(), [&](const std::string& n) { return covers(form(n), p); });
}

bool WrittenPattern::isCoveredBy(const std::string& pattern) const {
  const std::string p = form(pattern);
  return std::all_of(any_.begin(), any_.end(), [&](const std::vector<std::string>& all) {
    return std::any_of(all.begin(), all.end(), [&](const std::string& a) { return covers(p, form(a)); });
  });
}

bool WishedPermission::touches(const HeldPermission& held) const {
  if (!sameSystem(held)) return false;
  const bool anyCase = ignoresCase(held.system);
  const auto touches = [&](const std::string& wished, const std::string& has, bool ignoreCase) {
    return wished.empty() || wished == has || WrittenPattern(wished, ignoreCase).overlaps(has);
  };
  return (wish_.action == held.shown || touches(wish_.action, held.action, anyCase)) &&
         touches(wish_.resource, held.resource, held.system == "azure");
}

bool WishedPermission::isGivenBy(const HeldPermission& held) const {
  if (!sameSystem(held)) return false;
  const bool anyCase = ignoresCase(held.system);
  const auto given = [&](const std::string& wished, const std::string& has, bool ignoreCase) {
    return wished.empty() || wished == has || WrittenPattern(wished, ignoreCase).isCoveredBy(has);
  };
  return (wish_.action == held.shown || given(wish_.action, held.action, anyCase)) &&
         given(wish_.resource, held.resource, held.system == "azure");
}

} // namespace countersign
