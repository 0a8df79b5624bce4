// SPDX-License-Identifier: Apache-2.0
#include "models/store/connection.h"
#include "models/store/documents.h"
#include "models/store/ingest.h"

namespace countersign {

using store::guarded;

namespace {
constexpr const char* eventColumns = "SELECT e.id, e.source, e.snapshot, e.event_id, e.at, e.action, "
                                     "e.actor, e.outcome, e.origin, e.summary, e.state_changing, "
                                     "e.details, e.at_offset, e.at_length, e.at_pointer, e.at_line FROM "
                                     "event_key k JOIN event e ON e.id = k.event "
                                     "WHERE k.hash = ?1 AND k.relation = ?2 AND k.at <= ?3 AND (NOT ?4 OR "
                                     "e.state_changing) ORDER BY k.at DESC LIMIT ?5";

StoredEvent readEvent(SQLite::Statement& s) {
  StoredEvent out;
  out.id = s.getColumn(0).getInt64();
  out.source = s.getColumn(1).getInt64();
  out.snapshot = s.getColumn(2).getInt64();
  Event& e = out.event;
  e.id = s.getColumn(3).getString();
  e.at = fromMicros(s.getColumn(4).getInt64());
  e.action = s.getColumn(5).getString();
  e.actor = s.getColumn(6).getString();
  e.outcome = s.getColumn(7).getString();
  e.from = s.getColumn(8).getString();
  e.summary = s.getColumn(9).getString();
  e.stateChanging = s.getColumn(10).getInt() != 0;
  e.details = parseJson(s.getColumn(11).getString()).value_or(Json());
  e.where = {static_cast<std::uint64_t>(s.getColumn(12).getInt64()),
             static_cast<std::uint64_t>(s.getColumn(13).getInt64()), s.getColumn(14).getString(),
             static_cast<std::uint64_t>(s.getColumn(15).getInt64())};
  return out;
}

constexpr const char* oneEvent =
    "SELECT e.id, e.source, e.snapshot, e.event_id, e.at, e.action, e.actor, e.outcome, e.origin, e.summary, "
    "e.state_changing, e.details, e.at_offset, e.at_length, e.at_pointer, e.at_line FROM event e WHERE e.id "
    "= ?";
constexpr const char* uses =
    "SELECT k.event, k.at, e.action, e.actor, e.origin FROM event_key k JOIN event e "
    "ON e.id = k.event WHERE k.hash = ?1 AND k.relation = ?2 AND k.at <= ?3 "
    "ORDER BY k.at DESC LIMIT ?4";

std::vector<StoredEvent> readEvents(store::Connection& c, const std::string& key, int relation,
                                    std::int64_t until, bool changing, std::size_t limit) {
  SQLite::Statement& s = c.prepare(eventColumns);
  s.bind(1, keyHash(key));
  s.bind(2, relation);
  s.bind(3, until);
  s.bind(4, changing ? 1 : 0);
  s.bind(5, static_cast<std::int64_t>(limit));
  std::vector<StoredEvent> out;
  while (s.executeStep())
    out.push_back(readEvent(s));
  s.reset();
  return out;
}
} // namespace

Result<std::vector<StoredEvent>> DocumentStore::events(const std::string& key, EventRelation relation,
                                                       std::size_t limit) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredEvent>> {
    return readEvents(c, key, static_cast<int>(relation), asOf_ ? toMicros(*asOf_) : INT64_MAX, false, limit);
  });
}

Result<void> DocumentStore::eachUse(const std::string& key, EventRelation relation, std::size_t limit,
                                    const std::function<bool(const UseFacts&)>& take) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare(uses);
    s.bind(1, keyHash(key));
    s.bind(2, static_cast<int>(relation));
    s.bind(3, asOf_ ? toMicros(*asOf_) : INT64_MAX);
    s.bind(4, static_cast<std::int64_t>(limit));
    while (s.executeStep()) {
      const UseFacts use{s.getColumn(0).getInt64(), fromMicros(s.getColumn(1).getInt64()),
                         s.getColumn(2).getText(), s.getColumn(3).getText(), s.getColumn(4).getText()};
      if (!take(use)) break;
    }
    s.reset();
    return {};
  });
}

Result<StoredEvent> DocumentStore::event(std::int64_t id) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<StoredEvent> {
    SQLite::Statement& s = c.prepare(oneEvent);
    s.bind(1, id);
    if (!s.executeStep()) return failure(ErrorCode::NotFound, "there is no such event");
    StoredEvent out = readEvent(s);
    s.reset();
    return out;
  });
}

Result<std::optional<StoredEvent>> DocumentStore::newestChange(const std::string& key) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredEvent>> {
    auto found = readEvents(c, key, static_cast<int>(EventRelation::About),
                            asOf_ ? toMicros(*asOf_) : INT64_MAX, true, 1);
    return found.empty() ? std::optional<StoredEvent>() : std::optional(std::move(found.front()));
  });
}

} // namespace countersign
