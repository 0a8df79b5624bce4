// SPDX-License-Identifier: Apache-2.0
#include "models/store/record_list.h"

#include "models/store/connection.h"

#include <algorithm>

namespace countersign {

using store::guarded;

namespace {

std::string number(std::int64_t n) {
  return std::to_string(n);
}

/// 0 unseen, 1 contradicted, 2 stale, 3 ageing, 4 current: PRODUCT's table, the first that applies.
std::string sealSql(const RecordFilter& f) {
  const auto micros = [](Seconds s) { return number(static_cast<std::int64_t>(s.count()) * 1'000'000); };
  const std::string window = "(CASE r.tier WHEN 0 THEN " + micros(f.windows.critical) + " WHEN 1 THEN " +
                             micros(f.windows.high) + " WHEN 2 THEN " + micros(f.windows.medium) + " ELSE " +
                             micros(f.windows.low) + " END)";
  const std::string age = "(" + number(toMicros(f.now)) + " - COALESCE(f.oldest, -9000000000000000))";
  return "(CASE WHEN r.unseen <> '' THEN 0 WHEN r.contradicted <> '' THEN 1 WHEN " + age + " > " + window +
         " OR r.time_flip <= " + number(toMicros(f.now)) + " THEN 2 WHEN " + age + " * 3 > " + window +
         " * 2 THEN 3 ELSE 4 END)";
}

/// 0 never, 1 stands, 2 moved, 3 expired, 4 exception.
std::string standingSql(const RecordFilter& f) {
  const std::string now = number(toMicros(f.now));
  return "(CASE WHEN r.decision = 2 THEN (CASE WHEN r.decision_until > " + now +
         " THEN 4 ELSE 3 END) WHEN r.decision = 0 AND NOT r.second_needed THEN (CASE WHEN r.decision_digest "
         "<> r.digest THEN 2 WHEN "
         "r.decision_until <= " +
         now + " THEN 3 ELSE 1 END) ELSE 0 END)";
}

template <class Enum>
std::string inList(const std::string& expression, const std::vector<Enum>& values) {
  std::string out;
  for (const Enum v : values)
    out += (out.empty() ? "" : ",") + number(static_cast<int>(v));
  return expression + " IN (" + out + ")";
}

struct Query {
  std::string where;
  std::vector<std::string> binds;
};

/// The conditions of a filter; one facet can be left out, to count its values.
Query conditions(const RecordFilter& f, const std::string& without) {
  Query q;
  q.where = f.ended ? "r.merged_into IS NULL" : "NOT r.ended";
  const auto add = [&](const std::string& condition) { q.where += " AND " + condition; };
  for (const std::string& word : f.words) {
    add("instr(r.search, ?) > 0");
    q.binds.push_back(word);
  }
  if (!f.seals.empty() && without != "seal") add(inList(sealSql(f), f.seals));
  if (!f.standings.empty() && without != "standing") add(inList(standingSql(f), f.standings));
  if (!f.tiers.empty() && without != "tier") add(inList("r.tier", f.tiers));
  const auto any = [&](const std::vector<std::string>& values, const std::string& test, bool padded) {
    std::string either;
    for (const std::string& v : values) {
      either += (either.empty() ? "" : " OR ") + test;
      q.binds.push_back(padded ? " " + v + " " : v);
    }
    add("(" + either + ")");
  };
  if (!f.systems.empty() && without != "system") any(f.systems, "instr(r.systems, ?) > 0", true);
  if (!f.attention.empty() && without != "attention")
    any(f.attention, "EXISTS(SELECT 1 FROM record_attention a WHERE a.code = ? AND a.record = r.id)", false);
  return q;
}

std::string orderSql(const RecordFilter& f) {
  const std::string direction = f.descending ? " DESC" : "";
  const auto by = [&](const std::string& expression) {
    return expression + direction + ", r.name COLLATE NOCASE, r.id";
  };
  switch (f.order) {
  case RecordOrder::Name:
    return "r.name COLLATE NOCASE" + direction + ", r.id";
  case RecordOrder::KnownAs:
    return by("r.known_as COLLATE NOCASE");
  case RecordOrder::Owner:
    return by("r.owner COLLATE NOCASE");
  case RecordOrder::Tier:
    return by("r.tier");
  case RecordOrder::Seal:
    return by(sealSql(f));
  case RecordOrder::Standing:
    return by(standingSql(f));
  case RecordOrder::SeenLive:
    return by("f.oldest");
  case RecordOrder::Attention:
    return by("r.attention_count");
  }
  return "r.id";
}

constexpr const char* from = " FROM record r LEFT JOIN freshness f ON f.id = r.freshness ";

void bindAll(SQLite::Statement& s, const std::vector<std::string>& binds) {
  for (std::size_t i = 0; i < binds.size(); ++i)
    s.bind(static_cast<int>(i) + 1, binds[i]);
}

std::optional<Instant> optionalTime(const SQLite::Column& c) {
  return c.isNull() ? std::nullopt : std::optional(fromMicros(c.getInt64()));
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
  r.digest = Digest::fromRaw(s.getColumn(9).getString()).value_or(Digest{});
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
  if (!s.getColumn(20).isNull())
    out.decision = StoredDecision{static_cast<Decision>(s.getColumn(20).getInt()),
                                  s.getColumn(21).getInt64(),
                                  Digest::fromRaw(s.getColumn(22).getString()).value_or(Digest{}),
                                  fromMicros(s.getColumn(23).getInt64()),
                                  optionalTime(s.getColumn(24)),
                                  s.getColumn(25).getString(),
                                  s.getColumn(26).getInt() != 0};
  out.seal = static_cast<SealState>(s.getColumn(27).getInt());
  out.standing = static_cast<StandingState>(s.getColumn(28).getInt());
  return out;
}

} // namespace

Result<std::vector<std::int64_t>> RecordList::ids(const RecordFilter& filter) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    const Query q = conditions(filter, {});
    SQLite::Statement s(c.db(), "SELECT r.id" + std::string(from) + "WHERE " + q.where + " ORDER BY " +
                                    orderSql(filter));
    bindAll(s, q.binds);
    std::vector<std::int64_t> out;
    while (s.executeStep())
      out.push_back(s.getColumn(0).getInt64());
    return out;
  });
}

Result<std::vector<ListedRecord>> RecordList::rows(const std::vector<std::int64_t>& wanted,
                                                   const RecordFilter& filter) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<ListedRecord>> {
    SQLite::Statement s(
        c.db(),
        "SELECT r.id, r.uid, r.name, r.known_as, r.owner, r.owner_basis, r.owner_contradicted, r.tier, "
        "r.tier_reason, r.digest, r.unseen, r.contradicted, r.audited, r.time_flip, r.ended, r.systems, "
        "r.attention, "
        "r.principals, f.oldest, COALESCE(q.name, ''), r.decision, r.decision_seq, r.decision_digest, "
        "r.decision_at, "
        "r.decision_until, r.decision_by, r.second_needed, " +
            sealSql(filter) + ", " + standingSql(filter) + std::string(from) +
            "LEFT JOIN source q ON q.id = f.stale_source WHERE r.id = ?");
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

Result<std::map<std::string, std::size_t>> RecordList::counts(const RecordFilter& filter,
                                                              const std::string& facet) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::map<std::string, std::size_t>> {
    const Query q = conditions(filter, facet);
    const std::string value = facet == "seal"       ? sealSql(filter)
                              : facet == "standing" ? standingSql(filter)
                              : facet == "tier"     ? "r.tier"
                              : facet == "system"   ? "r.systems"
                                                    : "a.code";
    const std::string join = facet == "attention" ? "JOIN record_attention a ON a.record = r.id " : "";
    SQLite::Statement s(c.db(), "SELECT " + value + " AS v, COUNT(*)" + from + join + "WHERE " + q.where +
                                    " GROUP BY v");
    bindAll(s, q.binds);
    std::map<std::string, std::size_t> out;
    while (s.executeStep()) {
      const auto n = static_cast<std::size_t>(s.getColumn(1).getInt64());
      if (facet == "seal")
        out[std::string(name(static_cast<SealState>(s.getColumn(0).getInt())))] += n;
      else if (facet == "standing")
        out[std::string(name(static_cast<StandingState>(s.getColumn(0).getInt())))] += n;
      else if (facet == "tier")
        out[std::string(name(static_cast<Tier>(s.getColumn(0).getInt())))] += n;
      else if (facet == "attention")
        out[s.getColumn(0).getString()] += n;
      else {
        std::string word;
        for (const char ch : s.getColumn(0).getString() + " ") {
          if (ch != ' ') {
            word += ch;
          } else if (!word.empty()) {
            out[word] += n;
            word.clear();
          }
        }
      }
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
