// SPDX-License-Identifier: Apache-2.0
#include "models/access/runtimes/runtimes.h"

#include <algorithm>
#include <unordered_map>

namespace countersign {
namespace {

bool startsWith(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

/// Is it one of those that stand together, with ", " between them?
bool isOneOf(const std::string& one, const std::string& list) {
  for (std::size_t from = 0; from <= list.size();) {
    const auto end = std::min(list.find(", ", from), list.size());
    if (list.compare(from, end - from, one) == 0) return true;
    from = end + 2;
  }
  return false;
}

/// NotAction and NotResource stand in a grant as words, in a row as a language; several resources may stand
/// together in one grant.
bool isPartOf(const EffectiveRow& row, const Grant& grant) {
  constexpr std::string_view negated = "everything but ";
  return (row.ofAction == grant.action || startsWith(grant.action, negated)) &&
         (row.ofResource == grant.resource || startsWith(grant.resource, negated) ||
          isOneOf(row.ofResource, grant.resource));
}

std::string placeOf(const HeldDocumentPtr& document, const std::string& inner) {
  return (document ? document->digest.hex() : std::string()) + inner;
}

void addOnce(std::vector<std::string>& to, std::string text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
}

} // namespace

void append(GrantList& to, GrantList&& from) {
  to.known = to.known || from.known;
  std::move(from.grants.begin(), from.grants.end(), std::back_inserter(to.grants));
  for (std::string& what : from.missing)
    addOnce(to.missing, std::move(what));
}

void append(EffectiveList& to, EffectiveList&& from) {
  to.known = to.known || from.known;
  std::move(from.rows.begin(), from.rows.end(), std::back_inserter(to.rows));
  std::move(from.unapplied.begin(), from.unapplied.end(), std::back_inserter(to.unapplied));
  for (std::string& what : from.missing)
    addOnce(to.missing, std::move(what));
  std::move(from.escalations.begin(), from.escalations.end(), std::back_inserter(to.escalations));
  if (from.until && (!to.until || *from.until < *to.until)) to.until = from.until;
}

std::vector<DecidedGrant> decidedGrants(const PlaneGrants& plane) {
  std::unordered_map<std::string, std::vector<const EffectiveRow*>> exact, byPlace, byName;
  for (const EffectiveRow& row : plane.effective.rows) {
    const std::string place = placeOf(row.document, row.inner);
    exact[place + '\n' + row.ofAction + '\n' + row.ofResource].push_back(&row);
    byPlace[place].push_back(&row);
    byName[row.ofAction + '\n' + row.ofResource].push_back(&row);
  }
  std::vector<DecidedGrant> out;
  for (const Grant& g : plane.applied.grants) {
    const std::string place = placeOf(g.document, g.inner);
    std::vector<const EffectiveRow*> rows;
    if (g.exact) {
      if (const auto found = exact.find(place + '\n' + g.action + '\n' + g.resource); found != exact.end())
        rows = found->second;
    } else if (const auto found = byPlace.find(place); found != byPlace.end()) {
      for (const EffectiveRow* row : found->second)
        if (isPartOf(*row, g)) rows.push_back(row);
    }
    // A runtime that decides over all policies together has one row for what several documents say.
    if (rows.empty())
      if (const auto found = byName.find(g.action + '\n' + g.resource); found != byName.end())
        rows = found->second;
    if (rows.empty()) out.push_back({&g, nullptr, false});
    for (const EffectiveRow* row : rows)
      out.push_back({&g, row, rows.size() > 1});
  }
  return out;
}

const std::vector<Runtime>& allRuntimes() {
  static const std::vector<Runtime> all{awsRuntime(),        azureRuntime(),      gcpRuntime(),
                                        kubernetesRuntime(), postgresqlRuntime(), vaultRuntime()};
  return all;
}

const Runtime* runtimeOf(std::string_view kind) {
  for (const Runtime& r : allRuntimes())
    if (std::find(r.kinds.begin(), r.kinds.end(), kind) != r.kinds.end()) return &r;
  return nullptr;
}

} // namespace countersign
