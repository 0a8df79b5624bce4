// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/vocabulary.h"
#include "models/store/workspace.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// How a document can be found again: by its own exact names, and by those that it mentions.
struct IndexTerms {
  std::vector<std::string> selfKeys, namingKeys;
  bool principal = false; ///< the document shows or declares an identity
};
using Indexer = std::function<IndexTerms(const Document&)>;

/// What is known of a snapshot before it is read.
struct SnapshotInfo {
  std::string sourceKey, sourceName, system, scope;
  SourceRole role = SourceRole::Live;
  std::string owner, fallback; ///< set on the source where not empty
  std::string file, connector, tool, serial;
  Digest raw;
  std::uint64_t rawBytes = 0, decodedBytes = 0;
  Instant capturedAt{}, importedAt{};
  CaptureBasis basis = CaptureBasis::Export;
};

/// Completeness of a part, as the connector or the person states it.
struct PartCompleteness {
  std::string part;
  bool complete = false;
  std::string why;
};

/// One object whose content changed by a merge. Version ids; 0: there is none.
struct ObjectChange {
  std::int64_t object = 0, oldVersion = 0, newVersion = 0;
  bool principal = false; ///< the new version shows or declares an identity
};

namespace store {
class ReadAhead;
}

struct MergeReport {
  std::int64_t snapshot = 0, source = 0;
  std::size_t documents = 0, added = 0, changed = 0, removed = 0, events = 0, gaps = 0;
  std::vector<ObjectChange> changes;        ///< of the present state (history adds none)
  std::vector<std::int64_t> touchedParts;   ///< whose times of being seen moved
  std::vector<std::string> newParts;        ///< that this source shows for the first time
  std::vector<std::int64_t> keyHashes;      ///< keys of the new versions, and of actors on whom events decide
  bool newSource = false;                   ///< the first snapshot of this source
  std::vector<std::string> eventKeys;       ///< objects that new state-changing events are about
  std::vector<std::int64_t> sightedObjects; ///< seen again one by one (partial parts)
  std::vector<std::int64_t> observed;       ///< objects of which something was observed for the first time
  std::vector<std::int64_t> observedAgain;  ///< objects of which an observation has another value now
  std::vector<std::int64_t> actorHashes;    ///< keys of who or what acted in the new events
  std::vector<PartCompleteness> parts;
  /// The new versions, so that they need not be read back; for DocumentStore::offer.
  std::shared_ptr<store::ReadAhead> written;
};

/// The stretch [offset, offset + length) of the input with its secrets masked at equal length. `whole`: it is
/// a whole element of a log, no secret begins before it. Called from another thread while `Staging::merge`
/// runs.
using MaskedBytes = std::function<std::string(std::uint64_t offset, std::uint64_t length, bool whole)>;

/// Collects what a connector emits, compares it with what the workspace holds, and merges it in one
/// transaction. `prepare` may run on many threads, all else on one.
class Staging {
public:
  struct Prepared; ///< documents after canonicalising, digesting and comparing

  /// Errors: those of the workspace; FutureTime where the capture time is after `importedAt`.
  static Result<std::unique_ptr<Staging>> begin(Workspace& w, SnapshotInfo info, Indexer indexer);
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  /// The same file with the same capture time is in the workspace already: its snapshot id.
  std::optional<std::int64_t> identical() const;

  /// Thread-safe. Gaps for documents that have no canonical form are added to `gaps`.
  std::shared_ptr<Prepared> prepare(std::vector<std::pair<Document, Locator>>&& documents,
                                    std::vector<Gap>& gaps) const;
  void take(Prepared& prepared);
  void take(std::vector<Observation>&& observations);
  void take(std::vector<Event>&& events);
  void take(std::vector<Change>&& changes);
  void take(std::vector<Gap>&& gaps);
  void take(std::vector<std::pair<std::string, std::string>>&& spellings);

  /// Called inside the transaction after the rows are written; an error rolls all of it back.
  using AfterMerge = std::function<Result<void>(const MergeReport&)>;
  /// Writes everything in one transaction. `bytes` is null where source bytes are not to be kept. Error:
  /// Busy where another program imported meanwhile (stage again), and those of the workspace.
  Result<MergeReport> merge(const std::vector<PartCompleteness>& parts, const MaskedBytes& bytes,
                            const AfterMerge& afterMerge);

private:
  struct Impl;
  explicit Staging(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// 64 bits of the SHA-256 of a key: how the reverse index holds it. Whoever looks up compares the key itself
/// with the document's afterwards.
std::int64_t keyHash(std::string_view key);

} // namespace countersign
