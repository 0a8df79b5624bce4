// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/store only: writes what was staged.

#include "models/store/connection.h"
#include "models/store/event_retention.h"
#include "models/store/history.h"
#include "models/store/ingest_stage.h"

#include <future>
#include <map>
#include <set>

namespace countersign {

namespace store {
/// A stretch of an input, masked and packed.
struct KeptChunk {
  std::uint64_t at = 0;
  std::size_t size = 0;
  std::string packed;
  Digest digest;
};
} // namespace store

struct Staging::Impl {
  Impl(Workspace& w, SnapshotInfo i, Indexer x) : workspace(w), info(std::move(i)), indexer(std::move(x)) {}

  using Chunk = store::KeptChunk;

  Workspace& workspace;
  SnapshotInfo info;
  Indexer indexer;
  std::int64_t generation = 0, source = 0;
  std::optional<std::int64_t> identical;
  store::OpenObjects open;
  std::unordered_map<store::ObjectHash, std::int64_t, store::ObjectHashHash>
      inSnapshot; ///< object id, or -(index into fresh)-1
  std::vector<store::StagedDocument> fresh;
  std::vector<store::SeenDocument> seen;
  std::vector<Observation> observations;
  store::EventRetention retention;
  std::vector<Event> events; ///< that are kept one by one
  std::vector<Change> changes;
  std::vector<Gap> gaps;
  std::map<std::string, std::string> spellings;

  /// Stretches of the input in which something is new, masked and packed: begins to make them on another
  /// thread.
  std::future<std::vector<Chunk>> chunksToKeep(const MaskedBytes& bytes) const;
  /// All rows of the snapshot, inside the transaction.
  Result<void> write(const std::vector<PartCompleteness>& parts, std::future<std::vector<Chunk>>& chunks,
                     MergeReport& report);

private:
  store::Connection& c() { return workspace.connection(); }
  std::int64_t at() const { return toMicros(info.capturedAt); }
  void writeSource();
  void writeSnapshot(const std::vector<PartCompleteness>& parts, MergeReport& report);
  void writeChunks(const std::vector<Chunk>& chunks);
  std::int64_t partId(const std::string& part);
  void writeParts(const std::vector<PartCompleteness>& parts, MergeReport& report);
  std::int64_t documentId(const store::StagedDocument& d);
  std::int64_t objectId(store::StagedDocument& d);
  void writeDocuments(MergeReport& report);
  void writeOne(store::StagedDocument& d, bool newest, MergeReport& report);
  void handOver(store::StagedDocument& d, const ObjectChange& change, store::ReadAhead& written);
  void writeKeys(MergeReport& report);
  void writeSeenInHistory(MergeReport& report);
  void writeSightings(MergeReport& report);
  void writeAbsences(MergeReport& report);
  std::optional<std::int64_t> nextLook(std::int64_t object, std::int64_t part);
  void writeObservations(MergeReport& report);
  void writeEvents(MergeReport& report);
  void writeChanges();
  void writeGaps(MergeReport& report);
  void finish(MergeReport& report);

  struct PartRow {
    std::int64_t id = 0;
    std::optional<std::int64_t> lastComplete, lastSeen;
    bool complete = false, stated = false;
    std::size_t seen = 0;
    bool newest(std::int64_t t) const { return !lastSeen || t >= *lastSeen; }
  };
  std::map<std::string, PartRow> parts_;
  std::int64_t snapshot_ = 0;
  std::string sourceName_;
};

} // namespace countersign
