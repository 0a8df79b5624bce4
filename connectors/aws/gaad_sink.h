// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/common/connector.h"

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace countersign::aws {

/// Stands between the splitter and the importer and looks at what only all entries of an export together
/// show: a second account, an entry that is there in two forms, a policy or group that is referred to and
/// missing. It looks in `prepare`, which may take the documents away, and so on several threads and in no
/// order; what it finds does not depend on the order. That an entry is there twice is for the importer to
/// settle.
class GaadSink final : public BatchSink {
public:
  GaadSink(BatchSink& next, const Input& input, std::string_view account);
  void prepare(Batch& batch) override;
  Result<void> take(Batch&& batch) override { return next_.take(std::move(batch)); }
  bool cancelled() const override { return next_.cancelled(); }
  void progress(std::uint64_t bytesRead) override { next_.progress(base_ + bytesRead); }

  /// The next batches come from a page that starts at this offset of the input. Not while a page is being
  /// read.
  void startPage(std::uint64_t offset) { base_ = offset; }
  /// Error: WrongScope where identities of more than one account were seen; names them.
  Result<void> oneAccount() const;
  /// True where an entry of the part was there in two forms.
  bool clashes(std::string_view part) const;
  /// Names something of the part that others refer to and that was not seen; empty where all was.
  std::string missing(std::string_view part) const;

private:
  void move(Batch& batch) const;
  void note(const Document& document, std::size_t bytes);

  BatchSink& next_;
  const Input& input_;
  std::uint64_t base_ = 0;
  std::mutex mutex_; ///< for all below while a page is being read
  std::set<std::string, std::less<>> accounts_;
  std::string lastAccount_;
  std::unordered_map<std::string, std::size_t> seen_; ///< ARN and hash of the entry's bytes
  std::set<std::string, std::less<>> clashes_;        ///< parts
  std::unordered_set<std::string> policies_, groups_; ///< referred to; groups by name
  std::unordered_set<std::string> shownGroups_;
};

} // namespace countersign::aws
