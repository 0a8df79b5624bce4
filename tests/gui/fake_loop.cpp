// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fake_estate.h"

#include <algorithm>
#include <array>
#include <set>

/// What changed in the made-up estate.
namespace countersign {

namespace {

using fake::estate;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array requestedPerDay{5, 6, 3, 8, 9, 4, 3, 3, 2, 8, 6, 2, 5, 7, 6,
                                     4, 3, 6, 5, 2, 6, 6, 5, 4, 6, 6, 7, 3, 7, 8};
constexpr std::array unrequestedPerDay{3, 1, 1, 1, 2, 1, 0, 3,  1, 0, 1, 3, 1, 3, 1,
                                       2, 2, 3, 1, 2, 2, 1, 10, 1, 1, 0, 0, 0, 2, 1};

SeenChangeRow seenOf(int day, int n, bool requested) {
  SeenChangeRow row;
  row.record = 1 + (day * 7 + n) % 15;
  const RecordRow record = fake::rowOf(row.record);
  row.recordName = record.name;
  row.tier = record.tier;
  row.at = fake::today() - days(29 - day) - hours(n);
  row.after = row.at - hours(6);
  row.source = 1;
  row.sourceName = "aws-prod";
  row.area = "permission";
  row.kind = WishKind::Give;
  row.action = "s3:DeleteObject";
  row.resource = "backups-prod/*";
  row.text = "s3:DeleteObject on backups-prod/* came by inline policy BackupWrite";
  row.requested = requested;
  if (requested) row.request = "CHG-" + std::to_string(1000 + day * 20 + n);
  row.who = "platform-admin";
  row.from = "192.0.2.7";
  row.event = "PutRolePolicy";
  row.eventAt = row.at - minutes(12);
  row.cause = day == 22 ? "edit of aws.policy SharedBuildAccess" : "edit of aws.role " + row.recordName;
  row.causeKey = day == 22 ? "shared" : "own-" + std::to_string(day) + "-" + std::to_string(n);
  return row;
}

drift::PlaceOutcome placeOf(const char* name, const char* system, drift::ChangeState state,
                            const char* left) {
  drift::PlaceOutcome out;
  out.name = name;
  out.system = system;
  out.state = state;
  out.left = left;
  return out;
}

ChangeRow changeOf(std::size_t n, drift::ChangeState state) {
  ChangeRow row;
  row.id = "CHG-" + std::to_string(1000 + n);
  row.source = "tickets";
  row.record = static_cast<RecordId>(1 + n % 15);
  row.recordName = fake::rowOf(row.record).name;
  row.wish.kind = n % 3 == 0 ? WishKind::Take : WishKind::Give;
  row.wish.system = "aws";
  row.wish.action = "s3:GetObject";
  row.wish.resource = "backups-prod/*";
  row.by = "storage-lead@example.org";
  row.requested.after = row.requested.by = fake::today() - hours(10 * static_cast<long>(n) + 3);
  row.state = state;
  const bool open = drift::wantsAction(state) || state == drift::ChangeState::Requested;
  row.places = {placeOf("aws-prod", "aws", open ? drift::ChangeState::Held : state, ""),
                placeOf("prod-eu", "kubernetes", state, open ? "ClusterRoleBinding ops-admin is left" : "")};
  if (!open && state != drift::ChangeState::Unknown) {
    const auto took = drift::Micros(minutes(1 + (n * n) % 50));
    row.latencies[drift::Leg::Shown] = n % 4 == 0 ? drift::Latency{{}, took} : drift::Latency{took, took};
  }
  return row;
}

std::vector<ChangeRow> allChanges() {
  constexpr std::array states{drift::ChangeState::Held,         drift::ChangeState::Effective,
                              drift::ChangeState::Held,         drift::ChangeState::NeverLanded,
                              drift::ChangeState::PartlyLanded, drift::ChangeState::Held,
                              drift::ChangeState::Requested,    drift::ChangeState::Unknown};
  std::vector<ChangeRow> out;
  for (std::size_t n = 0; n < 60; ++n)
    out.push_back(changeOf(n, n < 24 ? states[n % states.size()] : drift::ChangeState::Held));
  return out;
}

struct MadeUp {
  const char *kind, *title;
  RecordId record;
  const char *system, *action, *resource;
  Tri requested, applied, effective;
  bool alarm;
  int days; ///< ago; -1: not known
  const char *cause, *severity;
};
using enum Tri;
constexpr MadeUp madeUp[] = {
    {"never-requested", "Never requested", 4, "aws", "s3:DeleteObject", "backups-prod/*", No, Yes, Yes, true,
     0, "PutRolePolicy by platform-admin, console", "critical"},
    {"revoked-still-effective", "Revoked, still effective", 13, "kubernetes", "cluster-admin", "prod-eu", No,
     Yes, Yes, true, 18, "Removed in AWS; ClusterRoleBinding left in prod-eu", "critical"},
    {"window-closed", "JIT window closed", 10, "kubernetes", "roles/owner", "proj-pay", No, Yes, Yes, true, 1,
     "Binding has no expiry condition", "critical"},
    {"translated", "Translated differently", 1, "kubernetes", "secrets: list", "*", Yes, Yes, Conditional,
     true, 2, "Approved for 2 namespaces; ClusterRole grants all", "high"},
    {"not-applied", "Requested, not applied", 9, "vault", "read", "secret/data/erp", Yes, No, No, false, 1,
     "Terraform apply serial 771 failed on vault provider", "medium"},
    {"not-effective", "Not effective", 4, "aws", "kms:GenerateDataKey",
     "arn:aws:kms:eu-west-1:111122223333:key/1f0c0d7e-0000-0000-0000-000000000000", Yes, Yes, No, false, 39,
     "SCP DenyCrossRegionKms", "low"},
    {"not-known", "Not known", 6, "aws", "sts:AssumeRole", "*", Yes, Yes, Unknown, false, -1, "", "low"},
};

DifferenceRow rowOf(const MadeUp& m, RecordId record) {
  DifferenceRow row;
  row.kind = m.kind;
  row.title = m.title;
  row.record = record;
  const RecordRow of = fake::rowOf(record);
  row.recordName = of.name;
  row.tier = of.tier;
  row.system = m.system;
  row.action = m.action;
  row.resource = m.resource;
  row.requested = m.requested;
  row.applied = m.applied;
  row.effective = m.effective;
  row.alarm = m.alarm;
  if (m.days >= 0) row.since = fake::today() - days(m.days);
  row.cause = row.causeKey = m.cause;
  row.severity = m.severity;
  return row;
}

} // namespace

Result<std::vector<ChangeRow>> Desk::changes(const ChangeQuery& query) {
  std::vector<ChangeRow> out = allChanges();
  if (estate().records == 0) out.clear();
  std::erase_if(out, [&](const ChangeRow& row) {
    return (query.since && row.requested.by < *query.since) ||
           (query.record && row.record != *query.record) ||
           (query.wantsAction && !drift::wantsAction(row.state));
  });
  return out;
}

Result<std::vector<SeenChangeRow>> Desk::seenChanges(std::optional<Instant> from, std::optional<Instant> to) {
  std::vector<SeenChangeRow> out;
  for (std::size_t day = 0; day < requestedPerDay.size() && estate().records > 0; ++day) {
    for (int n = 0; n < requestedPerDay[day]; ++n)
      out.push_back(seenOf(static_cast<int>(day), n, true));
    for (int n = 0; n < unrequestedPerDay[day]; ++n)
      out.push_back(seenOf(static_cast<int>(day), n, false));
  }
  std::erase_if(out,
                [&](const SeenChangeRow& row) { return (from && row.at < *from) || (to && row.at > *to); });
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  return out;
}

Result<std::vector<CauseRow>> Desk::causes(std::optional<Instant> from, std::optional<Instant> to) {
  COUNTERSIGN_ASSIGN(const auto seen, seenChanges(from, to));
  CauseRow cause{"shared", {}, 0, 0, {}};
  std::set<RecordId> records;
  for (const SeenChangeRow& row : seen)
    if (row.causeKey == cause.key) {
      ++cause.differences;
      records.insert(row.record);
    }
  cause.ids.assign(records.begin(), records.end());
  cause.records = records.size();
  cause.text =
      "one edit of aws.policy SharedBuildAccess moved " + std::to_string(cause.records) + " identities";
  return records.size() < 2 ? std::vector<CauseRow>{} : std::vector<CauseRow>{cause};
}

Result<std::vector<LatencyRow>> Desk::latencies(const ChangeQuery& query) {
  COUNTERSIGN_ASSIGN(const auto rows, changes(query));
  std::vector<drift::Latency> all;
  for (const ChangeRow& row : rows)
    if (const auto found = row.latencies.find(drift::Leg::Shown); found != row.latencies.end())
      all.push_back(found->second);
  return std::vector<LatencyRow>{{drift::Leg::Shown, "all", "", drift::percentiles(all), 0, {}}};
}

Result<RecordChanges> Desk::recordChanges(RecordId record) {
  RecordChanges out;
  ChangeQuery query;
  query.record = record;
  COUNTERSIGN_ASSIGN(out.followed, changes(query));
  COUNTERSIGN_ASSIGN(out.seen, seenChanges());
  std::erase_if(out.seen, [&](const SeenChangeRow& row) { return row.record != record; });
  return out;
}

Result<std::vector<SkewRow>> Desk::clockSkew() {
  return std::vector<SkewRow>{};
}

Result<DriftReport> Desk::drift(const DriftQuery& query) {
  DriftReport out;
  out.permissions = 2'480;
  for (RecordId copy = 0; copy < 4 && estate().records > 0; ++copy)
    for (const MadeUp& m : madeUp) {
      if (!query.systems.empty() && query.systems.front() != m.system) continue;
      if (copy > 0 && m.record != 4) continue; // two causes explain more than one
      out.rows.push_back(rowOf(m, m.record + copy));
    }
  out.total = out.rows.size();
  out.agree = out.permissions - out.total;
  for (const DifferenceRow& row : out.rows) {
    const auto same = [&](const CauseRow& cause) { return cause.key == row.causeKey; };
    const auto found = std::find_if(out.causes.begin(), out.causes.end(), same);
    CauseRow& cause = found == out.causes.end()
                          ? out.causes.emplace_back(CauseRow{row.causeKey, row.cause, 0, 0, {}})
                          : *found;
    ++cause.differences;
    ++cause.records;
    cause.ids.push_back(row.record);
  }
  std::erase_if(out.causes, [](const CauseRow& cause) { return cause.differences < 2 || cause.key.empty(); });
  return out;
}

Result<Overview> Desk::overview() {
  Overview out;
  out.at = fake::today();
  COUNTERSIGN_ASSIGN(const FacetCounts facets, this->facets({}));
  COUNTERSIGN_ASSIGN(const DriftReport report, drift({}));
  COUNTERSIGN_ASSIGN(const auto latency, latencies({}));
  const auto of = [](const std::map<std::string, std::size_t>& counts, const char* word) {
    const auto found = counts.find(word);
    return found == counts.end() ? std::size_t{0} : found->second;
  };
  out.records = facets.total;
  out.current = of(facets.seal, "current");
  out.ageing = of(facets.seal, "ageing");
  out.stands = of(facets.standing, "stands");
  out.moved = of(facets.standing, "moved");
  if (out.records == 0) return out;
  out.permissions = report.permissions;
  out.agree = report.agree;
  out.differences = report.total;
  out.causes = report.causes.size();
  out.latency = latency.front().percentiles;
  out.changes = 60;
  out.neverLanded = 3;
  out.revocationsOpen = 4;
  out.oldestRevocation = fake::today() - days(18);
  out.todo = {{TodoKind::RevocationsOpen, "4 revocations are still effective", 4, {4, 13}, 0},
              {TodoKind::WindowsStillOpen, "1 window is over and still open", 1, {10}, 0},
              {TodoKind::RecordsMoved, "61 records moved since certification", 61, {1, 4, 9}, 0},
              {TodoKind::ExceptionsOverdue, "2 exceptions are overdue", 2, {2, 13}, 0},
              {TodoKind::ChangesNeverLanded, "3 changes never landed", 3, {4}, 0},
              {TodoKind::SourcePastWindow, "vault-eu is past its window", 1, {}, 4},
              {TodoKind::SourceWithoutPeople, "2 sources of privileged records have no owner", 2, {}, 9}};
  return out;
}

Result<FreshDays> Desk::freshDays(std::size_t wanted) {
  FreshDays out;
  if (estate().records == 0) return out;
  for (std::size_t day = 0; day < wanted; ++day)
    out.days.push_back({fake::today() - days(wanted - 1 - day), 1500 + day * 20 + (day % 3) * 15, 2481});
  return out;
}

} // namespace countersign
