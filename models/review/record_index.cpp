// SPDX-License-Identifier: Apache-2.0
#include "models/review/record_index.h"

#include "models/review/standing.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <unordered_map>

namespace countersign {
namespace {

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string reachName(int reach) {
  return reach < 0 ? "unknown" : std::string(name(static_cast<Reach>(reach)));
}

template <class T>
bool in(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

/// Numbers for names, in the order in which they come.
class Numbers {
public:
  explicit Numbers(std::vector<std::string>& names) : names_(names) {}
  std::uint32_t of(std::string_view name) {
    const auto [at, fresh] = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (fresh) names_.emplace_back(name);
    return at->second;
  }

private:
  std::vector<std::string>& names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

/// The numbers of those of `wanted` that occur at all.
std::vector<std::uint32_t> numbersOf(const std::vector<std::string>& names,
                                     const std::vector<std::string>& wanted) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::find(wanted.begin(), wanted.end(), names[i]) != wanted.end())
      out.push_back(static_cast<std::uint32_t>(i));
  return out;
}

} // namespace

std::vector<std::string> searchWords(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ' && c != '\t') {
      word += lowered(c);
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

/// Texts, kept once each, and their ranks with the case of ASCII letters ignored.
class RecordIndex::Names {
public:
  std::uint32_t add(std::string_view text) {
    std::string key(text);
    std::transform(key.begin(), key.end(), key.begin(), lowered);
    return seen_.emplace(std::move(key), static_cast<std::uint32_t>(seen_.size())).first->second;
  }
  /// Rank by the number that `add` gave.
  std::vector<std::uint32_t> ranks() const {
    std::vector<std::pair<std::string_view, std::uint32_t>> sorted(seen_.begin(), seen_.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint32_t> out(sorted.size());
    for (std::size_t rank = 0; rank < sorted.size(); ++rank)
      out[sorted[rank].second] = static_cast<std::uint32_t>(rank);
    return out;
  }

private:
  std::unordered_map<std::string, std::uint32_t> seen_;
};

Result<std::shared_ptr<const RecordIndex>> RecordIndex::load(Workspace& workspace) {
  auto out = std::make_shared<RecordIndex>();
  RecordIndex& x = *out;
  RecordList list(workspace);
  Names knownAs, owners;
  Numbers systems(x.systems_), codes(x.attention_);
  COUNTERSIGN_TRY(list.each([&](const ListedFacts& f) {
    Row r;
    r.id = f.id;
    r.search = x.search_.size();
    r.searchLength = static_cast<std::uint32_t>(f.search.size());
    x.search_ += f.search;
    r.knownAs = knownAs.add(f.knownAs);
    r.owner = owners.add(f.owner);
    r.systems.at = static_cast<std::uint32_t>(x.marks_.size());
    for (const std::string& system : searchWords(std::string(f.systems)))
      x.marks_.push_back(systems.of(system));
    r.systems.length = static_cast<std::uint32_t>(x.marks_.size()) - r.systems.at;
    r.tier = f.tier;
    r.reach = static_cast<std::int8_t>(f.reach);
    r.unseen = f.unseen;
    r.contradicted = f.contradicted;
    r.secondNeeded = f.secondNeeded;
    r.digestHolds = f.digestHolds;
    r.oldest = f.oldest;
    r.timeFlip = f.timeFlip;
    r.decision = f.decision;
    r.decisionUntil = f.decisionUntil;
    x.rows_.push_back(r);
  }));
  auto at = x.rows_.begin();
  COUNTERSIGN_TRY(list.eachAttention([&](std::int64_t record, std::string_view code) {
    while (at != x.rows_.end() && at->id < record)
      ++at;
    if (at == x.rows_.end() || at->id != record) return;
    if (at->attention.length++ == 0) at->attention.at = static_cast<std::uint32_t>(x.marks_.size());
    x.marks_.push_back(codes.of(code));
  }));
  const auto knownRanks = knownAs.ranks(), ownerRanks = owners.ranks();
  for (Row& r : x.rows_) {
    r.knownAs = knownRanks[r.knownAs];
    r.owner = ownerRanks[r.owner];
  }
  std::vector<Row> byName;
  byName.reserve(x.rows_.size());
  std::uint32_t rank = 0;
  COUNTERSIGN_TRY(list.eachName([&](std::int64_t record, bool again) {
    rank += again ? 0 : 1;
    const auto found = std::lower_bound(x.rows_.begin(), x.rows_.end(), record,
                                        [](const Row& r, std::int64_t id) { return r.id < id; });
    if (found == x.rows_.end() || found->id != record) return;
    byName.push_back(*found);
    byName.back().name = rank;
  }));
  x.rows_ = std::move(byName);
  x.search_.shrink_to_fit();
  return std::shared_ptr<const RecordIndex>(std::move(out));
}

SealState RecordIndex::sealOf(const Row& r, const Windows& windows, Instant now) const {
  return sealStateOf(r.unseen, r.contradicted, r.oldest, r.timeFlip, windows.of(r.tier), now);
}

StandingState RecordIndex::standingOf(const Row& r, Instant now) {
  if (!r.decision) return StandingState::Never;
  return standingStateOf(*r.decision, r.decisionUntil, r.secondNeeded, r.digestHolds, now);
}

bool RecordIndex::has(const Span& span, const std::vector<std::uint32_t>& any) const {
  for (std::uint32_t i = 0; i < span.length; ++i)
    if (std::find(any.begin(), any.end(), marks_[span.at + i]) != any.end()) return true;
  return false;
}

bool RecordIndex::hasWords(const Row& r, const std::vector<std::string>& words) const {
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return memmem(search_.data() + r.search, r.searchLength, word.data(), word.size()) != nullptr;
  });
}

/// A query, made ready for comparing.
struct RecordIndex::Wanted {
  Wanted(const RecordIndex& index, const RecordQuery& q)
      : query(q), words(searchWords(q.text)), systems(numbersOf(index.systems_, q.systems)),
        attention(numbersOf(index.attention_, q.attention)) {}
  const RecordQuery& query;
  std::vector<std::string> words;
  std::vector<std::uint32_t> systems, attention;
};

std::int64_t RecordIndex::orderOf(const Row& r, RecordColumn by, const Windows& windows, Instant now) const {
  switch (by) {
  case RecordColumn::Name:
    return r.name;
  case RecordColumn::KnownAs:
    return r.knownAs;
  case RecordColumn::Owner:
    return r.owner;
  case RecordColumn::Tier:
    return static_cast<std::int64_t>(r.tier);
  case RecordColumn::Seal:
    return static_cast<std::int64_t>(sealOf(r, windows, now));
  case RecordColumn::Standing:
    return static_cast<std::int64_t>(standingOf(r, now));
  case RecordColumn::SeenLive:
    return r.oldest ? toMicros(*r.oldest) : INT64_MIN;
  case RecordColumn::Attention:
    return r.attention.length;
  case RecordColumn::Reach:
    return r.reach;
  }
  return 0;
}

std::vector<RecordId> RecordIndex::ids(const RecordQuery& q, const Windows& windows, Instant now) const {
  const Wanted wanted(*this, q);
  std::vector<std::pair<std::int64_t, RecordId>> found;
  for (const Row& r : rows_) {
    if (!in(q.tiers, r.tier)) continue;
    if (!q.reaches.empty() && !in(q.reaches, reachName(r.reach))) continue;
    if (!q.systems.empty() && !has(r.systems, wanted.systems)) continue;
    if (!q.attention.empty() && !has(r.attention, wanted.attention)) continue;
    if (!q.seals.empty() && !in(q.seals, sealOf(r, windows, now))) continue;
    if (!q.standings.empty() && !in(q.standings, standingOf(r, now))) continue;
    if (!hasWords(r, wanted.words)) continue;
    const std::int64_t order = orderOf(r, q.sortBy, windows, now);
    found.emplace_back(q.descending ? -std::max(order, -INT64_MAX) : order, r.id);
  }
  // The rows come by name: a stable sort keeps that order among equals.
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<RecordId> out(found.size());
  std::transform(found.begin(), found.end(), out.begin(), [](const auto& f) { return f.second; });
  return out;
}

std::vector<RecordId> RecordIndex::overdueExceptions(Instant now) const {
  std::vector<RecordId> out;
  for (const Row& r : rows_)
    if (r.decision == Decision::Exception && standingOf(r, now) == StandingState::Expired)
      out.push_back(r.id);
  return out;
}

FacetCounts RecordIndex::facets(const RecordQuery& q, const Windows& windows, Instant now) const {
  const Wanted wanted(*this, q);
  std::vector<std::size_t> systems(systems_.size()), attention(attention_.size());
  std::array<std::size_t, static_cast<std::size_t>(Reach::Everything) + 2> reaches{};
  FacetCounts out;
  for (const Row& r : rows_) {
    const SealState seal = sealOf(r, windows, now);
    const StandingState standing = standingOf(r, now);
    const bool tierFits = in(q.tiers, r.tier), sealFits = in(q.seals, seal),
               standingFits = in(q.standings, standing),
               reachFits = q.reaches.empty() || in(q.reaches, reachName(r.reach)),
               systemFits = q.systems.empty() || has(r.systems, wanted.systems),
               attentionFits = q.attention.empty() || has(r.attention, wanted.attention);
    const int misses = !tierFits + !sealFits + !standingFits + !reachFits + !systemFits + !attentionFits;
    if (misses > 1 || !hasWords(r, wanted.words)) continue;
    // A facet counts under the query without its own restriction.
    const auto counts = [&](bool own) { return misses == (own ? 0 : 1); };
    out.total += misses == 0 ? 1U : 0U;
    if (counts(sealFits)) ++out.seal[std::string(name(seal))];
    if (counts(standingFits)) ++out.standing[std::string(name(standing))];
    if (counts(reachFits)) ++reaches[static_cast<std::size_t>(r.reach + 1)];
    if (counts(tierFits)) ++out.tier[std::string(name(r.tier))];
    if (counts(systemFits))
      for (std::uint32_t i = 0; i < r.systems.length; ++i)
        ++systems[marks_[r.systems.at + i]];
    if (counts(attentionFits))
      for (std::uint32_t i = 0; i < r.attention.length; ++i)
        ++attention[marks_[r.attention.at + i]];
  }
  for (std::size_t i = 0; i < reaches.size(); ++i)
    if (reaches[i] > 0) out.reach[reachName(static_cast<int>(i) - 1)] = reaches[i];
  for (std::size_t i = 0; i < systems.size(); ++i)
    if (systems[i] > 0) out.system[systems_[i]] = systems[i];
  for (std::size_t i = 0; i < attention.size(); ++i)
    if (attention[i] > 0) out.attention[attention_[i]] = attention[i];
  return out;
}

} // namespace countersign
