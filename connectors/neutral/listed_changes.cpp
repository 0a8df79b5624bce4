// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/listed_changes.h"

#include "connectors/common/sinks.h"
#include "connectors/neutral/listed_change.h"
#include "connectors/neutral/record_content.h"
#include "models/identity/json_text.h"

#include <algorithm>

namespace countersign::neutral {
namespace {

constexpr std::size_t maxChanges = 1'000'000; ///< all are held until the end
constexpr std::size_t maxNames = 1000;        ///< unknown members that are spoken of
constexpr std::size_t perBatch = 1000;

} // namespace

Result<void> ListedChanges::take(Batch&& batch) {
  std::vector<Change> changes = std::move(batch.changes);
  batch.changes.clear();
  for (Change& change : changes)
    add(std::move(change), batch);
  if (changes_.size() > maxChanges)
    return failure(ErrorCode::Limit, "more than " + std::to_string(maxChanges) + " changes",
                   "Import the list in parts", Place{input_.name, {}, {}, {}, {}});
  for (Gap& gap : batch.gaps) {
    gap.error.place.excerpt.clear();
    if (!gap.warning && gap.part == changesPart) lost_ = true;
  }
  return countersign::deliver(std::move(batch), sink_, input_.name);
}

void ListedChanges::add(Change change, Batch& said) {
  speakOf(change, said);
  const auto [at, isNew] = byId_.try_emplace(change.id, changes_.size());
  if (isNew) {
    changes_.push_back(std::move(change));
    return;
  }
  Change& earlier = changes_[at->second];
  Error error{ErrorCode::DuplicateKey,
              "the id '" + shortened(change.id) + "' stands in line " + std::to_string(earlier.where.line) +
                  " too: this later line counts, the earlier one does not",
              "Give each change an id of its own, and each id one line",
              {input_.name, change.where.offset, change.where.line, "id", {}}};
  said.gaps.push_back({std::move(error), std::string(changesPart), false});
  earlier = std::move(change);
}

void ListedChanges::speakOf(const Change& change, Batch& said) {
  for (const auto& [name, value] : change.details.members()) {
    if (isListColumn(name) || spoken_.size() >= maxNames || !spoken_.insert(name).second) continue;
    Error error{ErrorCode::Unsupported,
                "'" + shortened(name) + "' is no column that is known: what it says is kept beside",
                "See docs/formats/change-list.md for the columns",
                {input_.name, change.where.offset, change.where.line, {}, {}}};
    appendPointer(error.place.pointer, name);
    said.gaps.push_back({std::move(error), {}, true});
  }
}

Result<void> ListedChanges::deliver() {
  std::sort(changes_.begin(), changes_.end(),
            [](const Change& a, const Change& b) { return a.where.offset < b.where.offset; });
  for (std::size_t from = 0; from < changes_.size(); from += perBatch) {
    const auto begin = changes_.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end =
        changes_.begin() + static_cast<std::ptrdiff_t>(std::min(from + perBatch, changes_.size()));
    Batch batch;
    std::move(begin, end, std::back_inserter(batch.changes));
    COUNTERSIGN_TRY(countersign::deliver(std::move(batch), sink_, input_.name));
  }
  return {};
}

} // namespace countersign::neutral
