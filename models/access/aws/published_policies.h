// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/held.h"

#include <string>

namespace countersign {

/// A policy of AWS's own as the catalogue has it, for an export that attaches it and does not hold its text.
struct PublishedPolicy {
  HeldDocumentPtr document; ///< aws.policy, in no workspace: snapshot 0; nullptr: the catalogue has none
  std::string condition;    ///< "if policy X is still as AWS published it (catalogue of 2026-09-26)"
};

/// `arn`: "arn:aws:iam::aws:policy/…"; nothing for other policies. May be called from any thread.
PublishedPolicy publishedPolicy(const std::string& arn);

} // namespace countersign
