// SPDX-License-Identifier: Apache-2.0
#include "models/store/ingest_merge.h"

#include "models/store/compression.h"
#include "models/store/connection.h"
#include "models/store/read_ahead.h"

#include <algorithm>
#include <cstring>

namespace countersign {

using store::guarded;

namespace store {

ObjectHash objectHash(std::string_view kind, std::string_view uid) {
  thread_local Sha256 hasher;
  hasher.add(kind);
  hasher.add(std::string_view("\0", 1));
  hasher.add(uid);
  const Digest d = hasher.finish();
  ObjectHash out{};
  std::memcpy(out.data(), d.bytes.data(), sizeof out);
  return out;
}

} // namespace store

std::int64_t keyHash(std::string_view key) {
  const Digest d = sha256(key);
  std::int64_t out = 0;
  std::memcpy(&out, d.bytes.data(), sizeof out);
  return out;
}

namespace {

/// Every object of the source with what it holds now.
Result<store::OpenObjects> loadOpen(store::Connection& c, std::int64_t source) {
  store::OpenObjects out;
  SQLite::Statement& s =
      c.prepare("SELECT id, kind, uid, open_version IS NOT NULL, open_digest FROM object WHERE source = ?");
  s.bind(1, source);
  while (s.executeStep()) {
    store::OpenObject o;
    o.object = s.getColumn(0).getInt64();
    o.open = s.getColumn(3).getInt() != 0;
    if (o.open) {
      const SQLite::Column digest = s.getColumn(4);
      std::memcpy(o.digest.bytes.data(), digest.getBlob(), o.digest.bytes.size());
    }
    const SQLite::Column kind = s.getColumn(1), uid = s.getColumn(2);
    out.emplace(store::objectHash({kind.getText(), static_cast<std::size_t>(kind.getBytes())},
                                  {uid.getText(), static_cast<std::size_t>(uid.getBytes())}),
                o);
  }
  s.reset();
  return out;
}

std::vector<std::int64_t> hashes(const std::vector<std::string>& keys) {
  std::vector<std::int64_t> out;
  out.reserve(keys.size());
  for (const std::string& key : keys)
    out.push_back(keyHash(key));
  return out;
}

Gap unusable(const Document& document, Error error) {
  error.message = document.object.kind + " " + document.object.uid.substr(0, 80) + ": " + error.message;
  return Gap{std::move(error), document.part, false};
}

} // namespace

Staging::Staging(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Staging::~Staging() = default;

Result<std::unique_ptr<Staging>> Staging::begin(Workspace& w, SnapshotInfo info, Indexer indexer) {
  if (info.capturedAt > info.importedAt)
    return failure(ErrorCode::FutureTime,
                   "the export says it was captured at " + formatRfc3339Seconds(info.capturedAt) +
                       ", which is later than this computer's clock (" +
                       formatRfc3339Seconds(info.importedAt) + ")",
                   "Set the clock right, or give the true capture time", {info.file, {}, {}, {}, {}});
  auto& c = w.connection();
  return guarded(c, [&]() -> Result<std::unique_ptr<Staging>> {
    auto impl = std::make_unique<Impl>(w, std::move(info), std::move(indexer));
    impl->generation = c.number("SELECT value FROM meta WHERE key = 'generation'");
    SQLite::Statement& s = c.prepare("SELECT id FROM source WHERE key = ?");
    s.bind(1, impl->info.sourceKey);
    if (s.executeStep()) impl->source = s.getColumn(0).getInt64();
    s.reset();
    COUNTERSIGN_ASSIGN(impl->open, loadOpen(c, impl->source));
    SQLite::Statement& same =
        c.prepare("SELECT id FROM snapshot WHERE source = ? AND raw_sha256 = ? AND captured_at = ?");
    same.bind(1, impl->source);
    same.bind(2, impl->info.raw.bytes.data(), 32);
    same.bind(3, toMicros(impl->info.capturedAt));
    if (same.executeStep()) impl->identical = same.getColumn(0).getInt64();
    same.reset();
    return std::unique_ptr<Staging>(new Staging(std::move(impl)));
  });
}

std::optional<std::int64_t> Staging::identical() const {
  return impl_->identical;
}

std::shared_ptr<Staging::Prepared> Staging::prepare(std::vector<std::pair<Document, Locator>>&& documents,
                                                    std::vector<Gap>& gaps) const {
  auto out = std::make_shared<Prepared>();
  for (auto& [document, where] : documents) {
    document.source = impl_->info.sourceKey;
    const auto text = document.canonical();
    if (!text) {
      gaps.push_back(unusable(document, text.error()));
      continue;
    }
    const Digest digest = sha256(*text);
    const store::ObjectHash hash = store::objectHash(document.object.kind, document.object.uid);
    const auto held = impl_->open.find(hash);
    if (held != impl_->open.end() && held->second.open && held->second.digest == digest) {
      out->seen.push_back({hash, held->second.object, document.part});
      continue;
    }
    IndexTerms terms = impl_->indexer(document);
    out->fresh.push_back({hash, document.object.kind, document.object.uid, document.part, digest,
                          text->size(), store::compress(*text), where, hashes(terms.selfKeys),
                          hashes(terms.namingKeys), held == impl_->open.end() ? 0 : held->second.object,
                          terms.principal});
  }
  documents.clear();
  return out;
}

void Staging::take(Prepared& prepared) {
  Impl& i = *impl_;
  for (store::SeenDocument& seen : prepared.seen)
    if (i.inSnapshot.emplace(seen.hash, seen.object).second) i.seen.push_back(std::move(seen));
  for (store::StagedDocument& fresh : prepared.fresh) {
    const auto [at, isNew] = i.inSnapshot.emplace(fresh.hash, -static_cast<std::int64_t>(i.fresh.size()) - 1);
    if (isNew) {
      i.fresh.push_back(std::move(fresh));
      continue;
    }
    const bool same =
        at->second < 0 && i.fresh[static_cast<std::size_t>(-at->second - 1)].digest == fresh.digest;
    if (!same) {
      Error e{ErrorCode::DuplicateKey,
              fresh.kind + " " + fresh.uid.substr(0, 120) +
                  " stands twice in the export with different content",
              "The first one is kept; export again",
              {i.info.file, fresh.where.offset, {}, fresh.where.pointer, {}}};
      i.gaps.push_back({std::move(e), fresh.part, false});
    }
  }
}

namespace {
template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}
} // namespace

void Staging::take(std::vector<Observation>&& v) {
  append(impl_->observations, std::move(v));
}
void Staging::take(std::vector<Event>&& v) {
  for (Event& event : v)
    impl_->retention.take(std::move(event));
}
void Staging::take(std::vector<Change>&& v) {
  append(impl_->changes, std::move(v));
}
void Staging::take(std::vector<Gap>&& v) {
  append(impl_->gaps, std::move(v));
}
void Staging::take(std::vector<std::pair<std::string, std::string>>&& v) {
  for (auto& [lower, shown] : v)
    impl_->spellings.emplace(std::move(lower), std::move(shown));
}

Result<MergeReport> Staging::merge(const std::vector<PartCompleteness>& parts, const MaskedBytes& bytes,
                                   const AfterMerge& afterMerge) {
  auto& c = impl_->workspace.connection();
  impl_->events = impl_->retention.finish();
  if (const std::size_t dropped = impl_->retention.dropped(); dropped > 0)
    impl_->gaps.push_back(
        {{ErrorCode::Limit,
          std::to_string(dropped) +
              " uses are not kept one by one: of each identity, credential and object the newest " +
              std::to_string(store::EventRetention::mostUses) + " are, and every event that changed state",
          {},
          {impl_->info.file, {}, {}, {}, {}}},
         {},
         true});
  auto chunks = impl_->chunksToKeep(bytes);
  return guarded(c, [&]() -> Result<MergeReport> {
    MergeReport report;
    COUNTERSIGN_TRY(impl_->workspace.transaction([&]() -> Result<void> {
      // The transaction itself counts the generation up; before that it must be the one that was staged for.
      if (c.number("SELECT value FROM meta WHERE key = 'generation'") != impl_->generation)
        return failure(ErrorCode::Busy, "another program changed the workspace during the import",
                       "Import again");
      COUNTERSIGN_TRY(impl_->write(parts, chunks, report));
      return afterMerge ? afterMerge(report) : Result<void>{};
    }));
    return report;
  });
}

} // namespace countersign
