// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk.h"

namespace countersign {
namespace {

std::string number(std::int64_t n) {
  return std::to_string(n);
}

Divergence ofRow(const DifferenceRow& r) {
  const std::string permission = r.action.empty() ? std::string() : r.action + " on " + r.resource + " · ";
  return {"drift", r.kind, r.severity, r.recordName, r.title + ": " + permission + r.cause, r.record};
}

Divergence ofChange(const ChangeRow& c) {
  const std::string severity = c.tier == Tier::Critical || c.tier == Tier::High ? "high" : "medium";
  return {"change",
          std::string(drift::name(c.state)),
          severity,
          c.recordName.empty() ? c.about : c.recordName,
          c.id + ": " + c.text,
          c.record};
}

Divergence ofSeen(const SeenChangeRow& s) {
  return {"unrequested",
          s.area,
          s.tier == Tier::Critical ? "high" : "medium",
          s.recordName,
          s.text + (s.who.empty() ? "" : " · by " + s.who),
          s.record};
}

} // namespace

Result<std::map<std::string, Divergence>> Desk::divergences() {
  std::map<std::string, Divergence> out;
  COUNTERSIGN_ASSIGN(const DriftReport report, drift({}));
  for (const DifferenceRow& r : report.rows)
    out.emplace("drift|" + r.kind + "|" + number(r.record) + "|" + r.system + "|" + r.action + "|" +
                    r.resource,
                ofRow(r));
  ChangeQuery open;
  open.wantsAction = true;
  COUNTERSIGN_ASSIGN(const auto rows, changes(open));
  for (const ChangeRow& c : rows)
    out.emplace("change|" + c.source + "|" + c.id + "|" + number(c.record) + "|" +
                    std::string(countersign::drift::name(c.state)),
                ofChange(c));
  COUNTERSIGN_ASSIGN(const auto seen, seenChanges());
  for (const SeenChangeRow& s : seen)
    if (!s.requested)
      out.emplace("unrequested|" + number(s.record) + "|" + number(toMicros(s.at)) + "|" + s.text, ofSeen(s));
  return out;
}

} // namespace countersign
