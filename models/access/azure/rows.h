// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/decide.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace countersign::azure {

enum class RowKind { Actions, DataActions, ApplicationPermission, DelegatedPermission, DirectoryRole };

/// One row of all that a principal can do: a permission block at a scope, or a permission on an application.
struct Row {
  RowKind kind = RowKind::Actions;
  Texts actions, notActions;
  std::string scope; ///< where: a scope, the service principal of the resource, a scope of the directory
  std::string role;  ///< name of the role; empty for permissions of applications
  std::string path;  ///< "role Reader ← group readers"
  Verdict verdict = Verdict::NotEvaluated;
  Texts deniedBy; ///< what takes all of it (Denied), or a part of it: "stack lock: microsoft.x/* at /…"
  Texts conditions, missing;
  std::optional<Instant> until;
  std::vector<WhyStep> why;
  std::string document; ///< of what gives it

  std::string text() const; ///< the whole row in one line
};

struct Powers {
  std::vector<Row> rows;
  Texts missing; ///< while there is any, there may be more rows
};
/// `most` rows are given at most; where there are more, `missing` says so.
Powers powersOf(const Tenant& tenant, std::string_view principal, Instant now, std::size_t most = 10'000);

} // namespace countersign::azure
