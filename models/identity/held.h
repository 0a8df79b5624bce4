// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/vocabulary.h"

#include <memory>
#include <optional>
#include <string>

namespace countersign {

/// A document as a workspace holds it, with where and when it was seen.
struct HeldDocument {
  Document document;
  Digest digest;
  std::int64_t object = 0, version = 0, source = 0, part = 0, snapshot = 0; ///< snapshot that first showed it
  SourceRole role = SourceRole::Live;
  std::string system, sourceName;
  Instant from{};                 ///< captured_at of that snapshot
  std::optional<Instant> to;      ///< set: no longer held since
  std::optional<Instant> sighted; ///< seen one by one later than by complete snapshots; else nullopt
  Locator where;
};
using HeldDocumentPtr = std::shared_ptr<const HeldDocument>;

} // namespace countersign
