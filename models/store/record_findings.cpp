// SPDX-License-Identifier: Apache-2.0
#include "models/store/columns.h"
#include "models/store/connection.h"
#include "models/store/records.h"

namespace countersign {

using store::guarded;
using store::ids;

Result<std::vector<std::int64_t>> RecordStore::closure(std::int64_t record) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT object FROM closure_member WHERE record = ?");
    s.bind(1, record);
    return ids(s);
  });
}

Result<std::vector<std::int64_t>> RecordStore::findingsDueBefore(Instant now) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT id FROM record WHERE findings_due <= ?");
    s.bind(1, toMicros(now));
    return ids(s);
  });
}

Result<void> RecordStore::setFindingsDue(const std::vector<std::int64_t>& records, Instant at) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    for (const std::int64_t id : records) {
      SQLite::Statement& s = c.prepare("UPDATE record SET findings_due = ?1 WHERE id = ?2 AND (findings_due "
                                       "IS NULL OR findings_due > ?1)");
      s.bind(1, toMicros(at));
      s.bind(2, id);
      s.exec();
    }
    return {};
  });
}

Result<std::vector<std::int64_t>> RecordStore::withAttention(const std::vector<std::string>& codes) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    std::set<std::int64_t> out;
    for (const std::string& code : codes) {
      SQLite::Statement& s = c.prepare("SELECT record FROM record_attention WHERE code = ?");
      s.bind(1, code);
      for (const std::int64_t id : ids(s))
        out.insert(id);
    }
    return std::vector<std::int64_t>(out.begin(), out.end());
  });
}

Result<std::vector<std::int64_t>> RecordStore::withFinding(Severity severity) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    // In texts a quotation mark has a backslash before it: only the member itself is found.
    SQLite::Statement& s = c.prepare("SELECT id FROM record WHERE instr(attention, ?) > 0 ORDER BY id");
    s.bind(1, "\"severity\":\"" + std::string(name(severity)) + "\"");
    return ids(s);
  });
}

} // namespace countersign
