// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "facts.h"

#include <functional>
#include <map>

namespace countersign::test {

using Alter = std::function<void(findings::RecordFacts&)>;

/// What makes a rule speak, and a neighbour of it that does not.
struct Case {
  Alter wrong, neighbour;
  const char* text; ///< begins like this
};

/// One for each rule, by its id.
std::map<std::string, Case> cases();

inline void addKey(findings::RecordFacts& f, std::int64_t age, const char* id = "AKIAEXAMPLE") {
  findings::HeldCredential c = credential(CredentialKind::AccessKey, age);
  c.credential.id = id;
  c.spot.document = f.credentials.empty() ? c.spot.document : f.credentials.front().spot.document;
  f.credentials.push_back(std::move(c));
}

} // namespace countersign::test
