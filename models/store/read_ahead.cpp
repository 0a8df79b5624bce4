// SPDX-License-Identifier: Apache-2.0
#include "models/store/read_ahead.h"

#include "models/store/compression.h"

namespace countersign::store {
namespace {
constexpr std::size_t worthAThread = 500; ///< entries
constexpr std::size_t ahead = 2'000;      ///< unpacked and not asked for yet, at most
} // namespace

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ReadAhead::add(HeldDocument&& shell, std::size_t size, std::string&& packed) {
  auto entry = std::make_unique<Entry>();
  byVersion_.emplace(shell.version, entries_.size());
  entry->held = std::make_shared<HeldDocument>(std::move(shell));
  entry->size = size;
  entry->packed = std::move(packed);
  entries_.push_back(std::move(entry));
}

void ReadAhead::start() {
  if (entries_.size() >= worthAThread && !thread_.joinable()) thread_ = std::thread([this] { work(); });
}

/// Leaves no document behind where it cannot be unpacked.
void ReadAhead::unpack(Entry& entry) {
  const std::string packed = std::move(entry.packed);
  const auto text = decompress(packed, entry.size);
  const auto json = text ? parseJson(*text) : Result<Json>(tl::unexpected(text.error()));
  auto document = json ? Document::fromJson(*json) : Result<Document>(tl::unexpected(json.error()));
  if (document)
    entry.held->document = std::move(*document);
  else
    entry.held.reset();
}

void ReadAhead::work() {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || i < asked_ + ahead; });
      if (stopping_) return;
    }
    Entry& entry = *entries_[i];
    if (entry.claimed.exchange(true)) continue;
    unpack(entry);
    {
      const std::lock_guard lock(mutex_);
      entry.ready = true;
    }
    finished_.notify_one();
  }
}

HeldDocumentPtr ReadAhead::take(std::int64_t version) {
  const auto found = byVersion_.find(version);
  if (found == byVersion_.end()) return nullptr;
  const std::size_t at = found->second;
  byVersion_.erase(found);
  Entry& entry = *entries_[at];
  bool moved = false;
  if (!entry.claimed.exchange(true)) {
    unpack(entry);
  } else {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return entry.ready; });
  }
  {
    const std::lock_guard lock(mutex_);
    moved = at > asked_ + ahead / 4;
    if (moved) asked_ = at;
  }
  if (moved) wake_.notify_one();
  return std::move(entry.held);
}

} // namespace countersign::store
