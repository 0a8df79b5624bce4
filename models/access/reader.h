// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/held.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign {

/// Gives documents to whoever works out what an identity is and can do. It knows no store: a workspace, a
/// test or a file can stand behind it.
class DocumentReader {
public:
  using Documents = std::vector<HeldDocumentPtr>;
  using Kinds = std::vector<std::string_view>;
  virtual ~DocumentReader() = default;

  /// Documents of these kinds that call `key` their own name, in a fixed order.
  virtual Documents withKey(const std::string& key, const Kinds& kinds) = 0;
  /// Documents of these kinds that mention `key`, in a fixed order.
  virtual Documents naming(const std::string& key, const Kinds& kinds) = 0;
  /// True where a source of this system (and scope, unless empty) and role has shown this part.
  virtual bool partImported(const std::string& system, const std::string& scope, const std::string& part,
                            SourceRole role) = 0;
  /// How sources spell a lower-cased name.
  virtual std::string spelling(const std::string& lower) = 0;
  /// Something was looked for and is not there: part of the closure.
  virtual void absent(const std::string& what) = 0;
};

} // namespace countersign
