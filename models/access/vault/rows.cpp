// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/rows.h"

#include "models/access/vault/constraints.h"

#include <algorithm>
#include <tuple>

namespace countersign::vault {
namespace {

RowSource rowSource(const Holder& holder, const Source& source) {
  return {source.policy, source.key, source.line, holder.reasonsFor(source.policy), source.expires};
}

AccessRow rowOf(const Holder& holder, const MergedRule& rule) {
  AccessRow out{rule.pattern(), capabilityNames(rule.permissions.capabilities), {}, {}, {}};
  out.constraints = constraintTexts(rule.permissions, true, true);
  for (std::string& text : approvalTexts(rule.permissions))
    out.constraints.push_back(std::move(text));
  for (const Source& source : rule.sources)
    out.sources.push_back(rowSource(holder, source));
  return out;
}

AccessRow rowOf(const Holder& holder, const Unplaced& rule) {
  return {rule.source.key,
          capabilityNames(rule.source.capabilities),
          {},
          {rowSource(holder, rule.source)},
          rule.reason};
}

} // namespace

AccessTable accessTable(const Holder& holder) {
  AccessTable out{{}, holder.refused, holder.missing};
  if (holder.acl.isRoot()) {
    out.rows.push_back({"*", {"root"}, {}, {{"root", "*", 0, holder.reasonsFor("root"), {}}}, {}});
    return out;
  }
  for (const MergedRule* rule : holder.acl.rules())
    out.rows.push_back(rowOf(holder, *rule));
  for (const Unplaced& rule : holder.acl.unplaced())
    out.rows.push_back(rowOf(holder, rule));
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const AccessRow& a, const AccessRow& b) {
    return std::tie(a.pattern, a.unknown) < std::tie(b.pattern, b.unknown);
  });
  return out;
}

} // namespace countersign::vault
