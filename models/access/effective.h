// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/escalation.h"
#include "models/access/grant.h"
#include "models/access/pattern_area.h"

namespace countersign {

/// A part of what a principal is given, all of which fares alike in the end.
struct EffectiveRow {
  std::string action, resource; ///< "s3:* but not s3:delete*": patterns as they are written
  /// The grant that it is a part of (Grant::action, Grant::resource). A grant that is not taken apart has one
  /// row that says the same.
  std::string ofAction, ofResource;
  bool deny = false;          ///< an explicit denial: `verdict` says whether it holds
  Tri verdict = Tri::Unknown; ///< No: denied; Conditional: under `conditions`; Unknown: see `missing`
  std::string deniedBy;       ///< the layer, where No
  std::vector<std::string> conditions;        ///< all of them have to hold
  std::vector<std::string> missing;           ///< what is not known
  std::vector<std::string> needs;             ///< what else has to allow it and is not looked at here
  std::vector<WhyStep> limits;                ///< No: what denies; else what makes it conditional
  HeldDocumentPtr document;                   ///< that gives it
  std::string inner;                          ///< JSON pointer into its content
  std::optional<pattern::Region> region = {}; ///< the same as action and resource, to compare with
};

/// What a principal can do though none of its own grants says so: a policy of the resource names it.
struct UnappliedGrant {
  Grant grant; ///< `path`: "policy of arn:… names it"
  EffectiveRow row;
  Tri applied =
      Tri::No; ///< Unknown: own grants may give it too, under conditions or as far as they are known
};

/// What a runtime in the end decides of all that a principal is given.
struct EffectiveList {
  std::vector<EffectiveRow> rows;
  std::vector<UnappliedGrant> unapplied;
  std::vector<std::string> missing;        ///< what was not evaluated, and why
  std::vector<EscalationPath> escalations; ///< known ways from these rows to more than they say
  bool known = false;                      ///< the runtime has an evaluator, and it could say something
  std::optional<Instant> until;            ///< from then on it has to be worked out again
};

Tri triOf(Verdict verdict);
std::string_view name(Verdict verdict); ///< "allowed", "denied", "conditional", "not evaluated"

} // namespace countersign
