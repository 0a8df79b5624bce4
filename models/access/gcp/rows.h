// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/gcp/evaluate.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace countersign::gcp {

/// Permissions of a row's role that a deny rule takes, or may take.
struct DeniedPart {
  const DenyPolicy* policy = nullptr;
  std::size_t rule = 0;
  std::vector<std::string> permissions;
  Finding finding;
  bool everywhere = false; ///< on all that the row is about; else on what the policy is attached to alone
};

/// One thing that a principal holds: a role by a binding, on a node and all that lies in it.
struct Row {
  const AllowPolicy* policy = nullptr;
  std::size_t binding = 0;
  std::string role, node, member; ///< the member as the binding names it
  Condition condition;
  const KnownRole* contents = nullptr; ///< nullptr: not known
  Finding allow;                       ///< what allow policies alone say
  Verdict verdict = Verdict::NotEvaluated;
  std::string deniedBy; ///< where Denied: "condition", "deny policy at …", "inactive role" …
  std::vector<std::string> conditions; ///< where Conditional
  std::vector<std::string> missing;
  std::vector<WhyStep> why;
  std::vector<DeniedPart> denied;
  std::optional<Instant> until;
};

struct Rows {
  std::vector<Row> rows;            ///< by node and role
  std::vector<std::string> missing; ///< what is not known; there may be more rows
  bool cut = false;                 ///< there are more rows than asked for
};
/// All that a principal can do, at `question.now`: nothing is known of the resource that is asked for, so
/// that conditions on it stay open. Bindings that give nothing now (expired, denied) are rows too.
Rows rowsOf(const Estate& estate, const Question& question, std::size_t most = 100'000);

/// Somebody who can do what a question asks.
struct Who {
  Member member;
  Answer answer; ///< never Denied
};
struct WhoCan {
  std::vector<Who> list; ///< identities, and sets of them of which nobody knows who is in; each once
  std::vector<std::string> missing;
  bool cut = false;
};
/// `question.principal` is not looked at.
WhoCan whoCan(const Estate& estate, const Question& question, std::size_t most = 10'000);

} // namespace countersign::gcp
