// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/vault/answer.h"
#include "models/identity/document.h"
#include "models/identity/result.h"

#include <string>
#include <utility>
#include <vector>

namespace countersign::vault {

/// What one answer gives. Places are JSON pointers from the answer's top.
struct Taken {
  std::vector<std::pair<Document, std::string>> documents;
  std::vector<std::pair<Observation, std::string>> observations;
  std::vector<std::string> masks;   ///< values that are, or may be, secrets
  std::vector<std::string> leftOut; ///< in words: what was there and is not in the documents
};

/// The documents of docs/formats/documents.md, "Vault and OpenBao, live". Errors: Malformed (no name, and the
/// path does not tell it), Unsupported.
Result<Taken> take(const Answer& answer, std::string_view cluster);

/// A policy of that name.
Document policyDocument(std::string_view cluster, std::string_view name, std::string_view text);

} // namespace countersign::vault
