// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/vocabulary.h"
#include "models/store/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

struct StoredSource {
  std::int64_t id = 0;
  std::string key, name, system, scope;
  SourceRole role = SourceRole::Live;
  std::string owner, fallback;
};

struct StoredPart {
  std::int64_t id = 0, source = 0;
  std::string name;
  std::optional<Instant> lastComplete,
      lastSeen;         ///< captured_at of the newest complete, of the newest snapshot
  std::size_t open = 0; ///< documents that hold now
};

struct StoredSnapshot {
  std::int64_t id = 0, source = 0;
  std::string file, connector, tool, serial;
  Digest raw;
  std::optional<Digest> masked; ///< of the kept bytes, where they were masked
  std::uint64_t rawBytes = 0, decodedBytes = 0;
  Instant capturedAt{}, importedAt{};
  CaptureBasis basis = CaptureBasis::Export;
  bool complete = false, bytesKept = false;
  std::size_t documents = 0, added = 0, changed = 0, removed = 0, events = 0, gaps = 0;
  std::vector<std::string> incomplete; ///< "roles: ends early"
};

struct StoredGap {
  Error error;
  std::string part;
  bool warning = false;
};

/// Sources, snapshots, parts and gaps.
class SourceStore {
public:
  explicit SourceStore(Workspace& w) : w_(w) {}
  Result<std::vector<StoredSource>> sources();
  Result<std::optional<StoredSource>> source(const std::string& key);
  Result<void> setPeople(std::int64_t source, const std::string& owner, const std::string& fallback);
  Result<std::vector<StoredPart>> parts(std::int64_t source);
  /// Newest first; of one source or all.
  Result<std::vector<StoredSnapshot>> snapshots(std::optional<std::int64_t> source = {});
  Result<std::optional<StoredSnapshot>> snapshot(std::int64_t id);
  Result<std::vector<StoredGap>> gaps(std::int64_t snapshot);
  Result<std::size_t> eventCount(std::int64_t source);

private:
  Workspace& w_;
};

/// Kept bytes of a snapshot's file, masked. Nullopt: this stretch was not kept, or not all of it (it held
/// nothing new, it lies between the events of a log, or keeping was switched off). Errors: Corrupt, NotFound.
Result<std::optional<std::string>> keptBytes(Workspace& w, std::int64_t snapshot, std::uint64_t offset,
                                             std::uint64_t length);
/// All kept stretches of a snapshot: offset and bytes.
Result<std::vector<std::pair<std::uint64_t, std::string>>> allKeptBytes(Workspace& w, std::int64_t snapshot);

} // namespace countersign
