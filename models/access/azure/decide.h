// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/condition.h"
#include "models/access/azure/tenant.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::azure {

/// What Azure Resource Manager, or a service's data plane, is asked for.
struct Request {
  std::string principal; ///< object id or application id
  std::string action;
  bool data = false; ///< an operation on the data of a resource
  std::string scope;
  std::map<std::string, std::vector<std::string>> values; ///< attributes, see ConditionInput
  bool valuesComplete = false;
  Instant now{};
};

/// A role assignment that gives, or may give, what is asked for.
struct Held {
  const RoleAssignment* assignment = nullptr;
  const RoleDefinition* role = nullptr; ///< nullptr: it is in no snapshot
  std::size_t block = 0;
  std::string via; ///< the groups between, may be empty
  Truth truth = Truth::Yes;
  Texts conditions, missing;
};

/// A deny assignment that forbids, or may forbid it.
struct Forbidden {
  const DenyAssignment* assignment = nullptr;
  std::size_t block = 0;
  Truth truth = Truth::Yes;
  Texts conditions, missing;
};

struct Decision {
  Verdict verdict = Verdict::NotEvaluated;
  std::vector<Held> by;
  std::vector<Forbidden> deniedBy;
  Standing standing;
  Texts conditions, missing;
  std::optional<Instant> until;
};

/// "How Azure RBAC determines if a user has access to a resource": deny assignments first, then the union of
/// role assignments over the scope and all above it.
Decision decide(const Tenant& tenant, const Request& request);

/// True where a block is about an action, by its patterns alone. `action` in lower case.
bool concerns(const Block& block, bool data, std::string_view action);

/// May it (Question)? `principal`: an object id or application id. `action`: "Microsoft.…/read", or
/// "data:Microsoft.…" for a data action; `resource`: a scope. "app-role:Mail.Read" (by value or id) and
/// "scope:Mail.Read" on a service principal (its object id, application id or name); "directory:microsoft.…"
/// on "/", "/<object id>" or an administrative unit. Context: see ConditionInput.
Answer answer(const Tenant& tenant, const Question& question);

/// Who can do it: object ids of all that a decision is not Denied for. `most` are asked at most; `whole`
/// gets whether that sufficed.
struct Whoever {
  std::string principal;
  Decision decision;
};
std::vector<Whoever> whoCan(const Tenant& tenant, const Request& request, std::size_t most = 100'000,
                            bool* whole = nullptr);

} // namespace countersign::azure
