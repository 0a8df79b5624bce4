// SPDX-License-Identifier: Apache-2.0
#include "models/store/changes.h"

#include "models/store/change_json.h"
#include "models/store/columns.h"
#include "models/store/connection.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace countersign {

using store::guarded;
using store::optionalTime;

namespace {

Locator placeAt(SQLite::Statement& s, int column) {
  return {static_cast<std::uint64_t>(s.getColumn(column).getInt64()),
          static_cast<std::uint64_t>(s.getColumn(column + 1).getInt64()), s.getColumn(column + 2).getString(),
          0};
}

Result<StoredChange> readChange(SQLite::Statement& s) {
  StoredChange out;
  out.id = s.getColumn(0).getInt64();
  out.source = s.getColumn(1).getInt64();
  out.snapshot = s.getColumn(2).getInt64();
  out.change.id = s.getColumn(3).getString();
  out.change.at = optionalTime(s.getColumn(4));
  out.change.where = placeAt(s, 6);
  COUNTERSIGN_ASSIGN(const Json json, parseJson(s.getColumn(5).getString()));
  COUNTERSIGN_TRY(store::readChangeJson(json, out.change));
  out.capturedAt = fromMicros(s.getColumn(9).getInt64());
  return out;
}

StoredEvent readEvent(SQLite::Statement& s) {
  StoredEvent out;
  out.id = s.getColumn(0).getInt64();
  out.source = s.getColumn(1).getInt64();
  out.snapshot = s.getColumn(2).getInt64();
  out.event.id = s.getColumn(3).getString();
  out.event.at = fromMicros(s.getColumn(4).getInt64());
  out.event.action = s.getColumn(5).getString();
  out.event.actor = s.getColumn(6).getString();
  out.event.outcome = s.getColumn(7).getString();
  out.event.from = s.getColumn(8).getString();
  out.event.summary = s.getColumn(9).getString();
  out.event.stateChanging = true;
  out.event.details = parseJson(s.getColumn(10).getString()).value_or(Json());
  out.event.where = placeAt(s, 11);
  out.event.where.line = static_cast<std::uint64_t>(s.getColumn(14).getInt64());
  return out;
}

void addKeys(store::Connection& c, StateChange& event) {
  SQLite::Statement& s = c.prepare("SELECT hash FROM state_change_key WHERE event = ?");
  s.bind(1, event.stored.id);
  event.about = store::ids(s);
}

} // namespace

Result<std::vector<StoredChange>> ChangeStore::changes() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredChange>> {
    SQLite::Statement& s = c.prepare(
        "SELECT h.id, h.source, h.snapshot, h.change_id, h.at, h.json, h.at_offset, h.at_length, "
        "h.at_pointer, "
        "t.captured_at FROM change h JOIN snapshot t ON t.id = h.snapshot ORDER BY t.captured_at, h.id");
    std::vector<StoredChange> out;
    std::map<std::tuple<std::int64_t, std::string, std::optional<Instant>>, std::size_t> had;
    while (s.executeStep()) {
      COUNTERSIGN_ASSIGN(StoredChange one, readChange(s));
      const bool ticket = one.change.origin == ChangeOrigin::Ticket;
      const auto [at, fresh] =
          had.try_emplace({one.source, one.change.id, ticket ? std::nullopt : one.change.at}, out.size());
      if (fresh)
        out.push_back(std::move(one));
      else
        out[at->second] = std::move(one);
    }
    s.reset();
    return out;
  });
}

Result<std::vector<StoredProbe>> ChangeStore::probes() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredProbe>> {
    SQLite::Statement& s = c.prepare("SELECT id, name, at, json FROM probe ORDER BY at, id");
    std::vector<StoredProbe> out;
    while (s.executeStep())
      out.push_back({s.getColumn(0).getInt64(), s.getColumn(1).getString(),
                     fromMicros(s.getColumn(2).getInt64()),
                     parseJson(s.getColumn(3).getString()).value_or(Json())});
    s.reset();
    return out;
  });
}

Result<void> ChangeStore::addProbe(const std::string& name, Instant at, const Json& json) {
  COUNTERSIGN_ASSIGN(const std::string text, canonicalJson(json));
  auto& c = w_.connection();
  return w_.transaction([&]() -> Result<void> {
    return guarded(c, [&]() -> Result<void> {
      SQLite::Statement& s = c.prepare("INSERT OR IGNORE INTO probe(name, at, json) VALUES(?,?,?)");
      s.bind(1, name);
      s.bind(2, toMicros(at));
      s.bind(3, text);
      if (s.exec() == 0)
        return failure(ErrorCode::InvalidArgument, "there is a probe named '" + name + "' already",
                       "Give it another name");
      return {};
    });
  });
}

Result<void> ChangeStore::removeProbe(const std::string& name) {
  auto& c = w_.connection();
  return w_.transaction([&]() -> Result<void> {
    return guarded(c, [&]() -> Result<void> {
      SQLite::Statement& s = c.prepare("DELETE FROM probe WHERE name = ?");
      s.bind(1, name);
      if (s.exec() == 0) return failure(ErrorCode::NotFound, "there is no probe named '" + name + "'");
      return {};
    });
  });
}

Result<void> ChangeStore::forEachStateChange(Instant from, Instant to, const Visit& visit) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    // A statement of its own: the visitor may ask again.
    SQLite::Statement s(
        c.db(), "SELECT id, source, snapshot, event_id, at, action, actor, outcome, origin, summary, "
                "details, at_offset, at_length, at_pointer, at_line FROM event "
                "WHERE state_changing AND outcome = 'success' AND at BETWEEN ? AND ? ORDER BY at, id");
    s.bind(1, toMicros(from));
    s.bind(2, toMicros(to));
    while (s.executeStep()) {
      StateChange one;
      one.stored = readEvent(s);
      addKeys(c, one);
      COUNTERSIGN_TRY(visit(one));
    }
    return {};
  });
}

} // namespace countersign
