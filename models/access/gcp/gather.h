// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace countersign::gcp {

/// The documents that decide what a service account may do: its closure.
struct Gathered {
  std::string email;
  std::map<std::string, std::string> members; ///< keys that mean it, and what by: "group:g@…", "allUsers", ""
  DocumentReader::Documents policies, deny, roles, nodes, groups, keys;
  std::vector<std::string> missing;
  bool known = false;     ///< allow policies were imported
  bool denyKnown = false; ///< deny policies were imported
};
/// Reads them. What is looked for in vain is told to the reader.
Gathered gather(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane,
                const std::string& resource = {});

} // namespace countersign::gcp
