// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"
#include "models/correlate/describe.h"
#include "models/store/documents.h"

#include <optional>
#include <unordered_map>

namespace countersign {

/// Documents of a workspace for whoever evaluates. Every answer of the reverse index is compared with the
/// document itself. After use, `error()` says whether reading failed anywhere; if so nothing may be
/// concluded.
class StoreReader final : public DocumentReader {
public:
  explicit StoreReader(DocumentStore& documents) : documents_(documents) {}
  Documents withKey(const std::string& key, const Kinds& kinds) override;
  Documents naming(const std::string& key, const Kinds& kinds) override;
  bool partImported(const std::string& system, const std::string& scope, const std::string& part,
                    SourceRole role) override;
  std::string spelling(const std::string& lower) override { return documents_.spelling(lower); }
  void absent(const std::string&) override {}

  const Description& description(const HeldDocumentPtr& document);
  DocumentStore& documents() { return documents_; }
  const std::optional<Error>& error() const { return error_; }
  void fail(const Error& e) {
    if (!error_) error_ = e;
  }

private:
  Documents matching(const Result<std::vector<std::int64_t>>& objects, const std::string& key,
                     const Kinds& kinds, bool self);
  DocumentStore& documents_;
  std::unordered_map<std::int64_t, Description> descriptions_; ///< by version
  std::optional<Error> error_;
};

} // namespace countersign
