// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/identity/vocabulary.h"

#include <string>

namespace countersign {

/// What a plan says an object becomes: the kind of its document, and each member that changes with what it is
/// before and after (Change::details, "kind" and "changed"). Empty where it is not known.
struct PlannedContent {
  std::string kind;
  Json changed;
};

/// Whether an object has what a plan asked for: yes where each planned member is as planned, no where one is
/// otherwise, unknown where the plan does not say it (values that are known after the apply, objects of
/// another kind). What the plan leaves alone does not count.
Tri fits(const PlannedContent& plan, const std::string& kind, const Json& content);

} // namespace countersign
