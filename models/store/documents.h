// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/held.h"
#include "models/store/workspace.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace countersign {

namespace store {
class ReadAhead;
}

struct StoredObservation {
  std::string name;
  Json value;
  Instant capturedAt{};
  std::int64_t snapshot = 0;
  Locator where;
};

struct StoredEvent {
  std::int64_t id = 0, source = 0, snapshot = 0;
  Event event; ///< without its keys
};

/// Reads documents as they are now, or as of a time. Keeps what it has parsed; one object serves one pass.
class DocumentStore {
public:
  explicit DocumentStore(Workspace& w, std::optional<Instant> asOf = {}) : w_(w), asOf_(asOf) {}

  std::optional<Instant> asOf() const { return asOf_; }
  /// Says that about so many objects will be looked up, and that no document comes or goes meanwhile. Where
  /// they are a good part of the workspace, the indexes are read once in their order instead of once a
  /// question.
  Result<void> expect(std::size_t objects);
  /// Takes versions that were just written from here instead of reading them back.
  void offer(std::shared_ptr<store::ReadAhead> written);
  /// The version of an object that holds; nullptr: none does.
  Result<HeldDocumentPtr> ofObject(std::int64_t object);
  Result<HeldDocumentPtr> ofVersion(std::int64_t version);
  /// The newest version that ever was, for objects that are gone.
  Result<HeldDocumentPtr> lastOfObject(std::int64_t object);
  /// All versions of an object, oldest first.
  Result<std::vector<HeldDocumentPtr>> history(std::int64_t object);
  /// Whether an object has had more than one version (cheaper than `history`).
  Result<bool> hasHistory(std::int64_t object);
  /// The newest documents of a kind that mention `key`, at most `limit`.
  Result<std::vector<HeldDocumentPtr>> newestNaming(const std::string& key, std::string_view kind,
                                                    std::size_t limit);
  /// By kind, when a live document that has `key` as its own (or mentions it) last came, changed or went.
  using KindTimes = std::vector<std::pair<std::string, Instant>>;
  Result<KindTimes> liveChanges(const std::string& key, bool own);
  /// Kind of an object; empty: there is none.
  Result<std::string> kindOf(std::int64_t object);
  /// Objects that have ever had this key as their own / have mentioned it: candidates, to be compared.
  Result<std::vector<std::int64_t>> objectsWithKey(const std::string& key);
  Result<std::vector<std::int64_t>> objectsNaming(const std::string& key);
  /// Canonical bytes by digest. Error: NotFound.
  Result<std::string> bytes(const Digest& digest);
  Result<std::vector<StoredObservation>> observations(std::int64_t object);
  /// The object of this kind and uid in this source (0: none).
  Result<std::int64_t> objectId(std::int64_t source, const std::string& kind, const std::string& uid);
  /// Captured time of the newest complete snapshot of a part, as of the reader's time.
  Result<std::optional<Instant>> partComplete(std::int64_t part);
  /// True where some snapshot of a source of this system, scope (any where empty) and role has this part.
  Result<bool> partImported(const std::string& system, const std::string& scope, const std::string& part,
                            SourceRole role);
  /// True where a source of this system, scope and role is held at all.
  Result<bool> sourceImported(const std::string& system, const std::string& scope, SourceRole role);
  /// Kinds of documents that are held now.
  Result<std::set<std::string, std::less<>>> heldKinds();
  /// Names of observations that are held; of one that names something ("pod/ns/web-0") the first word, of one
  /// on its use ("key/AKIA…/last-used") the first and the last.
  Result<std::set<std::string, std::less<>>> heldObservations();
  /// How the source spells a name that was lower-cased; the name itself where nobody said.
  std::string spelling(const std::string& lower);

  enum class EventRelation { Actor = 0, About = 1, Credential = 2 };
  /// Events by key, newest first.
  Result<std::vector<StoredEvent>> events(const std::string& key, EventRelation relation, std::size_t limit);
  /// What is cheap to read of an event.
  struct UseFacts {
    std::int64_t event = 0;
    Instant at{};
    std::string_view action, actor, origin; ///< as long as the call that hands them over
  };
  /// The newest events by key, newest first, at most `limit`, until `take` returns false.
  Result<void> eachUse(const std::string& key, EventRelation relation, std::size_t limit,
                       const std::function<bool(const UseFacts&)>& take);
  /// An event by its id. Error: NotFound.
  Result<StoredEvent> event(std::int64_t id);
  /// Newest state-changing event about a key, if any.
  Result<std::optional<StoredEvent>> newestChange(const std::string& key);

private:
  using KeyRows = std::vector<std::pair<std::int64_t, std::int64_t>>; ///< hash and object, sorted
  /// What `expect` has read.
  struct Indexes {
    KeyRows self, naming;
    std::vector<std::int64_t> openVersion; ///< by object
  };
  Result<HeldDocumentPtr> load(std::int64_t version);
  Workspace& w_;
  std::optional<Instant> asOf_;
  std::unordered_map<std::int64_t, HeldDocumentPtr> cache_; ///< by version
  std::unordered_map<std::int64_t, std::optional<Instant>> parts_;
  std::unordered_map<std::string, bool> imported_;
  std::unordered_map<std::string, std::string> spellings_;
  bool spellingsLoaded_ = false;
  std::optional<Indexes> indexes_;
  std::shared_ptr<store::ReadAhead> written_;
};

} // namespace countersign
