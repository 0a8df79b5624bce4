// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/plan_fit.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

constexpr int deepest = 32; ///< objects in objects; documents are no deeper where access is said

bool isTextList(const Json& value) {
  return value.isArray() && std::all_of(value.items().begin(), value.items().end(),
                                        [](const Json& one) { return one.isString(); });
}

bool has(const Json& list, const Json& text) {
  const auto& items = list.items();
  return std::find(items.begin(), items.end(), text) != items.end();
}

/// Of a set of texts what was to come has come, and what was to go has gone.
bool listBecame(const Json& before, const Json& after, const Json& now) {
  const auto all = [](const Json& list, const auto& holds) {
    return std::all_of(list.items().begin(), list.items().end(), holds);
  };
  return all(after, [&](const Json& text) { return has(before, text) || has(now, text); }) &&
         all(before, [&](const Json& text) { return has(after, text) || !has(now, text); });
}

/// What differs between before and after is as after.
bool became(const Json& before, const Json& after, const Json& now, int depth) {
  if (before == after) return true;
  const auto isListOrNothing = [](const Json& v) { return v.isNull() || isTextList(v); };
  if ((isTextList(before) || isTextList(after)) && isListOrNothing(before) && isListOrNothing(after) &&
      isListOrNothing(now))
    return listBecame(before, after, now);
  const bool objects = before.isObject() && after.isObject() && now.isObject();
  if (!objects || depth >= deepest) return now == after;
  std::set<std::string> names;
  for (const Json* side : {&before, &after})
    for (const auto& [name, value] : side->members())
      names.insert(name);
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return became(before[name], after[name], now[name], depth + 1);
  });
}

} // namespace

Tri fits(const PlannedContent& plan, const std::string& kind, const Json& content) {
  if (plan.kind != kind || plan.changed.members().empty()) return Tri::Unknown;
  bool open = false;
  for (const auto& [name, pair] : plan.changed.members()) {
    if (pair["unknown"].asBool())
      open = true;
    else if (!became(pair["before"], pair["after"], content[name], 0))
      return Tri::No;
  }
  return open ? Tri::Unknown : Tri::Yes;
}

} // namespace countersign
