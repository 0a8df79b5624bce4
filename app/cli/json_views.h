// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/review/desk.h"
#include "models/review/importing.h"

/// What the command line prints with --json. Member names are stable; docs/man/countersign.1 says which
/// command prints what.
namespace countersign::cli {

Json principalJson(const PrincipalRow& p);
Json rowJson(const RecordRow& row);
Json viewJson(const RecordView& view);
Json differenceJson(const Difference& d);
Json traceJson(const Trace& trace); ///< null where it is not known
Json fileJson(const FileOutcome& file);
Json outcomeJson(const Outcome& outcome);
Json sourceJson(const SourceRow& source);
/// An array, each item by `convert`.
template <class T, class Convert>
Json listJson(const std::vector<T>& items, Convert convert) {
  Json out = Json::array();
  for (const T& item : items)
    out.push(convert(item));
  return out;
}
Json stringsJson(const std::vector<std::string>& strings);

/// "+ permission: …", "- …", "~ …: before → after": one line a difference.
std::string differenceText(const Difference& d);
/// "s3-backup · snapshot 3 of 2026-11-20 06:00:00Z · roles.json · /RoleDetailList/0"
std::string traceText(const Trace& trace);

} // namespace countersign::cli
