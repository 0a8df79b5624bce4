// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <cstdint>
#include <string>

namespace countersign {

/// Where a value was read: enough to show its bytes (Desk::sourceBytes).
struct Trace {
  std::string source;        ///< name of the source
  std::int64_t snapshot = 0; ///< id, 0: nowhere
  Instant capturedAt{};      ///< of that snapshot
  std::string file;          ///< as imported
  Locator where;             ///< of the object; `where.pointer` is the object's pointer in the file
  std::string inner;         ///< pointer or text inside the object, for highlighting
  std::string document;      ///< digest of the document, hex; empty for observations and events
  bool known() const { return snapshot != 0; }
};

} // namespace countersign
