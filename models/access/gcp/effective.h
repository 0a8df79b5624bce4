// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/escalation.h"
#include "models/access/reader.h"

#include <cstddef>
#include <string>
#include <vector>

namespace countersign::gcp {

/// A binding that names a service account, evaluated (see rows.h).
struct EffectiveRow {
  HeldDocumentPtr document; ///< the allow policy
  std::string inner;        ///< JSON pointer of the binding
  std::string role, node, member, condition;
  std::size_t permissions = 0; ///< of the role; 0 where they are not known
  bool contentsKnown = false;
  Verdict verdict = Verdict::NotEvaluated;
  std::string deniedBy;
  std::vector<std::string> conditions, missing;
  std::vector<WhyStep> why;
  std::optional<Instant> until;
  struct Denied {
    std::string policy, node;
    std::vector<std::string> permissions;
    bool everywhere = false, sure = false;
  };
  std::vector<Denied> denied; ///< permissions of the role that deny policies take
};
struct EffectiveRows {
  std::vector<EffectiveRow> rows;
  std::vector<std::string> missing;
  bool known = false; ///< allow policies were imported
  bool cut = false;
};
/// The answer to a question about a service account, from the documents that decide about it.
Answer answerOf(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question);
/// What it can become (impersonate.h), as far as the documents about it show.
std::vector<EscalationPath> escalationsOf(DocumentReader& reader, const HeldDocumentPtr& principal,
                                          Instant now);
/// The rows of `gcpGrants` of what is applied, evaluated at `now`; it reads the same documents.
EffectiveRows effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now);

} // namespace countersign::gcp
