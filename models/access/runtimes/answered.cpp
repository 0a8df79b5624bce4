// SPDX-License-Identifier: Apache-2.0
#include "models/access/runtimes/answered.h"

#include <iterator>

namespace countersign {

EffectiveList effectiveOf(AnsweredRows rows) {
  EffectiveList out;
  out.known = rows.known;
  out.missing = std::move(rows.missing);
  std::move(rows.notes.begin(), rows.notes.end(), std::back_inserter(out.missing));
  for (AnsweredRow& row : rows.rows) {
    EffectiveRow to;
    to.action = to.ofAction = std::move(row.action);
    to.resource = to.ofResource = std::move(row.resource);
    to.verdict = triOf(row.answer.verdict);
    to.deniedBy = std::move(row.answer.deniedBy);
    to.conditions = std::move(row.answer.conditions);
    to.missing = std::move(row.answer.missing);
    to.limits = std::move(row.answer.why);
    to.document = std::move(row.document);
    to.inner = std::move(row.inner);
    if (row.answer.until && (!out.until || *row.answer.until < *out.until)) out.until = row.answer.until;
    out.rows.push_back(std::move(to));
  }
  return out;
}

} // namespace countersign
