// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"
#include "models/access/vault/holder.h"

#include <map>
#include <string>
#include <vector>

namespace countersign::vault {

/// A holder as the documents show it.
struct DocumentHolder {
  Holder holder;
  std::map<std::string, HeldDocumentPtr> policies; ///< by name: those that were found
  std::vector<std::string> notes;                  ///< what was assumed

  /// Pointer to the rule of a policy that stands on `line` of the text that was evaluated.
  std::string pointer(const std::string& policy, std::uint64_t line) const;
};

/// True for kinds of documents that can be asked for: entities, roles of auth methods, tokens.
bool isHolder(const HeldDocumentPtr& principal);
/// Reads policies, groups and entities of the principal. `principal` is one that can be asked for.
DocumentHolder holderFrom(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now);

} // namespace countersign::vault
