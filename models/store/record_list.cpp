// SPDX-License-Identifier: Apache-2.0
#include "models/store/record_list.h"

#include "models/store/columns.h"
#include "models/store/connection.h"

#include <sqlite3.h>

namespace countersign {

using store::digestOf;
using store::guarded;
using store::optionalTime;

namespace {

std::string_view textOf(const SQLite::Column& c) {
  const char* text = c.getText();
  return {text, static_cast<std::size_t>(c.getBytes())};
}

ListedRecord readRow(SQLite::Statement& s) {
  ListedRecord out;
  StoredRecord& r = out.record;
  r.id = s.getColumn(0).getInt64();
  r.uid = s.getColumn(1).getString();
  r.name = s.getColumn(2).getString();
  r.knownAs = s.getColumn(3).getString();
  r.owner = s.getColumn(4).getString();
  r.ownerBasis = s.getColumn(5).getString();
  r.ownerContradicted = s.getColumn(6).getInt() != 0;
  r.tier = static_cast<Tier>(s.getColumn(7).getInt());
  r.tierReason = s.getColumn(8).getString();
  r.digest = digestOf(s.getColumn(9));
  r.unseen = s.getColumn(10).getString();
  r.contradicted = s.getColumn(11).getString();
  r.audited = s.getColumn(12).getInt() != 0;
  r.timeFlip = optionalTime(s.getColumn(13));
  r.ended = s.getColumn(14).getInt() != 0;
  r.systems = s.getColumn(15).getString();
  r.attention = s.getColumn(16).getString();
  r.principals = s.getColumn(17).getString();
  out.oldest = optionalTime(s.getColumn(18));
  out.staleSource = s.getColumn(19).getString();
  r.reach = s.getColumn(27).getInt();
  r.access = s.getColumn(28).getString();
  if (!s.getColumn(20).isNull())
    out.decision = StoredDecision{static_cast<Decision>(s.getColumn(20).getInt()),
                                  s.getColumn(21).getInt64(),
                                  digestOf(s.getColumn(22)),
                                  fromMicros(s.getColumn(23).getInt64()),
                                  optionalTime(s.getColumn(24)),
                                  s.getColumn(25).getString(),
                                  s.getColumn(26).getInt() != 0};
  return out;
}

} // namespace

Result<void> RecordList::each(const std::function<void(const ListedFacts&)>& take) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare(
        "SELECT r.id, r.known_as, r.owner, r.systems, r.search, r.tier, r.unseen <> '', "
        "r.contradicted <> '', f.oldest, r.time_flip, r.decision, r.decision_until, r.second_needed, "
        "r.decision_digest IS r.digest, r.reach FROM record r LEFT JOIN freshness f ON f.id = r.freshness "
        "WHERE NOT r.ended ORDER BY r.id");
    while (s.executeStep()) {
      ListedFacts f;
      f.id = s.getColumn(0).getInt64();
      f.knownAs = textOf(s.getColumn(1));
      f.owner = textOf(s.getColumn(2));
      f.systems = textOf(s.getColumn(3));
      f.search = textOf(s.getColumn(4));
      f.tier = static_cast<Tier>(s.getColumn(5).getInt());
      f.unseen = s.getColumn(6).getInt() != 0;
      f.contradicted = s.getColumn(7).getInt() != 0;
      f.oldest = optionalTime(s.getColumn(8));
      f.timeFlip = optionalTime(s.getColumn(9));
      if (!s.getColumn(10).isNull()) f.decision = static_cast<Decision>(s.getColumn(10).getInt());
      f.decisionUntil = optionalTime(s.getColumn(11));
      f.secondNeeded = s.getColumn(12).getInt() != 0;
      f.digestHolds = s.getColumn(13).getInt() != 0;
      f.reach = s.getColumn(14).getInt();
      take(f);
    }
    s.reset();
    return {};
  });
}

Result<void> RecordList::eachName(const std::function<void(std::int64_t record, bool again)>& take) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("SELECT id, name FROM record ORDER BY name COLLATE NOCASE, id");
    std::string before;
    for (bool first = true; s.executeStep(); first = false) {
      const std::string_view name = textOf(s.getColumn(1));
      const bool again = !first && name.size() == before.size() &&
                         sqlite3_strnicmp(name.data(), before.data(), static_cast<int>(name.size())) == 0;
      take(s.getColumn(0).getInt64(), again);
      if (!again) before = name;
    }
    s.reset();
    return {};
  });
}

Result<void> RecordList::eachAccess(const std::function<void(std::string_view json)>& take) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("SELECT access FROM record WHERE NOT ended ORDER BY id");
    while (s.executeStep())
      take(textOf(s.getColumn(0)));
    s.reset();
    return {};
  });
}

Result<void> RecordList::eachDrift(const std::function<void(const ListedDrift&)>& take) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s =
        c.prepare("SELECT id, name, drift, tier FROM record WHERE NOT ended AND drift <> '' ORDER BY id");
    while (s.executeStep())
      take({s.getColumn(0).getInt64(), textOf(s.getColumn(1)), textOf(s.getColumn(2)),
            static_cast<Tier>(s.getColumn(3).getInt())});
    s.reset();
    return {};
  });
}

Result<void>
RecordList::eachAttention(const std::function<void(std::int64_t record, std::string_view code)>& take) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("SELECT record, code FROM record_attention ORDER BY record");
    while (s.executeStep())
      take(s.getColumn(0).getInt64(), textOf(s.getColumn(1)));
    s.reset();
    return {};
  });
}

Result<std::vector<ListedRecord>> RecordList::rows(const std::vector<std::int64_t>& wanted) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<ListedRecord>> {
    SQLite::Statement& s = c.prepare(
        "SELECT r.id, r.uid, r.name, r.known_as, r.owner, r.owner_basis, r.owner_contradicted, r.tier, "
        "r.tier_reason, r.digest, r.unseen, r.contradicted, r.audited, r.time_flip, r.ended, r.systems, "
        "r.attention, r.principals, f.oldest, COALESCE(q.name, ''), r.decision, r.decision_seq, "
        "r.decision_digest, r.decision_at, r.decision_until, r.decision_by, r.second_needed, r.reach, "
        "r.access "
        "FROM record r "
        "LEFT JOIN freshness f ON f.id = r.freshness LEFT JOIN source q ON q.id = f.stale_source WHERE r.id "
        "= ?");
    std::vector<ListedRecord> out;
    out.reserve(wanted.size());
    for (const std::int64_t id : wanted) {
      s.bind(1, id);
      if (s.executeStep()) out.push_back(readRow(s));
      s.reset();
    }
    return out;
  });
}

Result<std::optional<Tier>> RecordList::strictestTier(std::int64_t source) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<Tier>> {
    SQLite::Statement& s = c.prepare("SELECT MIN(r.tier) FROM object o JOIN record_member m ON m.object = "
                                     "o.id JOIN record r ON r.id = m.record "
                                     "WHERE o.source = ? AND NOT r.ended");
    s.bind(1, source);
    std::optional<Tier> out;
    if (s.executeStep() && !s.getColumn(0).isNull()) out = static_cast<Tier>(s.getColumn(0).getInt());
    s.reset();
    return out;
  });
}

} // namespace countersign
