// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/common/connector.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace countersign::aws {

/// Stands between the splitter and the importer and looks, in the order of the input, at what only all entries of
/// an export together show: a second account, an entry that is there twice, a policy or group that is referred to
/// and missing. An entry that is repeated byte for byte (overlapping pages) is dropped; one that is repeated in
/// another form is dropped, and a gap.
class GaadSink final : public BatchSink {
public:
  GaadSink(BatchSink& next, const Input& input, std::string_view account);
  void prepare(Batch& batch) override { next_.prepare(batch); }
  Result<void> take(Batch&& batch) override;
  bool cancelled() const override { return next_.cancelled(); }
  void progress(std::uint64_t bytesRead) override { next_.progress(base_ + bytesRead); }

  /// The next batches come from a page that starts at this offset of the input.
  void startPage(std::uint64_t offset) { base_ = offset; }
  /// Error: WrongScope where identities of more than one account were seen; names them.
  Result<void> oneAccount() const;
  /// How many entries of a part were there in two forms.
  std::uint64_t clashes(std::string_view part) const;
  /// Names something of the part that others refer to and that was not seen; empty where all was.
  std::string missing(std::string_view part) const;

private:
  void move(Batch& batch) const;
  bool firstTime(const Document& document, const Locator& where, Batch& batch);
  void note(const Document& document);

  BatchSink& next_;
  const Input& input_;
  std::uint64_t base_ = 0;
  std::set<std::string, std::less<>> accounts_;
  std::string lastAccount_;
  std::unordered_map<std::string, Locator> seen_; ///< by ARN
  std::map<std::string, std::uint64_t, std::less<>> clashes_;
  std::unordered_set<std::string> policies_, groups_; ///< referred to; groups by name
  std::unordered_set<std::string> shownGroups_;
};

} // namespace countersign::aws
