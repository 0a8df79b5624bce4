// SPDX-License-Identifier: Apache-2.0
#include "models/review/refresh_marks.h"

#include "models/correlate/decided_principal.h"
#include "models/identity/decision_keys.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

using Ids = std::vector<std::int64_t>;

/// Whether an object whose documents decide about the record was seen in use again.
Result<bool> observedAgain(RecordStore& records, std::int64_t record, const std::set<std::int64_t>& again) {
  if (again.empty()) return false;
  COUNTERSIGN_ASSIGN(const Ids objects, records.closure(record));
  return std::any_of(objects.begin(), objects.end(), [&](std::int64_t o) { return again.count(o) != 0; });
}

} // namespace

Result<Ids> recordsOfDecisions(RecordStore& records, DocumentStore& documents, const MergeReport& merge) {
  std::set<std::int64_t> hashes;
  const auto add = [&](std::int64_t object) -> Result<void> {
    COUNTERSIGN_ASSIGN(const std::string kind, documents.kindOf(object));
    if (kind != decisionKind) return {};
    COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, documents.lastOfObject(object));
    for (const std::string& key : d ? decidedPrincipals(d->document) : std::vector<std::string>())
      hashes.insert(keyHash(key));
    return {};
  };
  for (const ObjectChange& change : merge.changes)
    COUNTERSIGN_TRY(add(change.object));
  for (const std::int64_t object : merge.sightedObjects)
    COUNTERSIGN_TRY(add(object));
  return records.touchedByKeys({hashes.begin(), hashes.end()});
}

Result<Ids> recordsOfObservations(RecordStore& records, const MergeReport& merge) {
  std::set<std::int64_t> out;
  for (const std::int64_t object : merge.observed) {
    COUNTERSIGN_ASSIGN(const Ids in, records.withClosureObject(object));
    out.insert(in.begin(), in.end());
  }
  if (merge.observedAgain.empty() && merge.actorHashes.empty()) return Ids(out.begin(), out.end());
  COUNTERSIGN_ASSIGN(const Ids unused, records.withAttention({"unused"}));
  const std::set<std::int64_t> again(merge.observedAgain.begin(), merge.observedAgain.end());
  std::set<std::int64_t> actors;
  if (!unused.empty()) {
    COUNTERSIGN_ASSIGN(const Ids acted, records.touchedByKeys(merge.actorHashes));
    actors.insert(acted.begin(), acted.end());
  }
  for (const std::int64_t id : unused) {
    COUNTERSIGN_ASSIGN(const bool seen, observedAgain(records, id, again));
    if (seen || actors.count(id) != 0) out.insert(id);
  }
  return Ids(out.begin(), out.end());
}

Result<Ids> recordsOfFormerNames(RecordStore& records, EvaluationPass& pass, const MergeReport& merge) {
  static const std::set<std::string, std::less<>> kinds{
      "aws.access-keys",   "aws.credential-report-row", "aws.organization-unit",
      "azure.application", "azure.service-principal",   "azure.user",
      "gcp.container",     "neutral.credential",        "neutral.identity",
      "x509.certificate"};
  std::set<std::int64_t> hashes;
  for (const ObjectChange& change : merge.changes) {
    if (change.oldVersion == 0) continue;
    COUNTERSIGN_ASSIGN(const std::string kind, pass.documents.kindOf(change.object));
    if (kinds.count(kind) == 0) continue;
    COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, pass.documents.ofVersion(change.oldVersion));
    if (!d) continue;
    for (const std::string& key : pass.reader.description(d).selfKeys)
      hashes.insert(keyHash(key));
  }
  return records.touchedByKeys({hashes.begin(), hashes.end()});
}

} // namespace countersign
