// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <string>

namespace countersign {

/// Collects the files below a folder (or in an archive) that one connector reads together.
class Gathering {
public:
  /// `path` as the person gave it. A single file gathers nothing.
  explicit Gathering(std::string path);

  /// True where the file is one of those that belong together.
  bool takes(const Input& input) const;
  /// Error: Limit (all together are too large).
  Result<void> add(const Input& input);
  /// A file that cannot be used at all: what is gathered lacks it, if it is one that is expected.
  void refuse(const std::string& file, const Error& error);

  bool empty() const { return input_.bytes.empty() && text_.empty(); }
  /// All of it as one input; lives as long as this. Call once.
  const Input& finish();

private:
  std::string inside(const std::string& name) const;
  const Connector* connector_ = nullptr;
  std::string path_, text_;
  Input input_;
};

} // namespace countersign
