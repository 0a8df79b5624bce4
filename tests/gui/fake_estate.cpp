// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fake_estate.h"

namespace countersign::fake {

namespace {

struct Line {
  const char *name, *knownAs, *owner;
  Tier tier;
  SealState seal;
  StandingState standing;
  int seenMinutes; ///< -1: never
  const char *code, *attention;
  const char* systems;
};

constexpr auto longName =
    "a-very-long-workload-identity-name-that-no-column-will-ever-be-wide-enough-to-show-in-one-line";
// A name that tries markup and turns the direction of writing.
constexpr auto hostileName = "<img src=x onerror=1><b>admin</b> \xE2\x80\xAEresu-yldneirf\x07";

const Line lines[] = {
    {"deploy-pipeline-prod", "AWS role, K8s SA", "Delivery", Tier::Critical, SealState::Current,
     StandingState::Moved, 2, "moved", "3 permissions changed since last certification", "aws,kubernetes"},
    {"legacy-sftp-sync", "AWS user", "", Tier::High, SealState::Stale, StandingState::Expired, 1560,
     "no-owner", "No owner; key 412 days old", "aws"},
    {"vault-agent-eu", "Vault AppRole", "Platform Security", Tier::Critical, SealState::Stale,
     StandingState::Stands, 192, "stale-source", "Source vault-eu past its window", "vault"},
    {"backup-writer", "AWS role, K8s SA, Vault role", "Platform Storage", Tier::Critical, SealState::Current,
     StandingState::Moved, 2, "undeclared", "Applied without request: s3:DeleteObject",
     "aws,kubernetes,vault"},
    {"billing-export", "AWS role", "Finance Systems", Tier::High, SealState::Current, StandingState::Stands,
     6, "", "", "aws"},
    {"ci-runner-eph-4471", "GitHub OIDC", "Delivery", Tier::Medium, SealState::Unseen, StandingState::Never,
     -1, "unseen", "In inventory, never seen live", "aws"},
    {"support-copilot", "AI agent", "Support Tools", Tier::High, SealState::Ageing, StandingState::Never, 1,
     "consent", "Consented to Mail.Read by an admin", "neutral"},
    {"grafana-reader", "PostgreSQL role", "Observability", Tier::Low, SealState::Current,
     StandingState::Stands, 11, "", "", "neutral"},
    {"invoice-bot", "AWS role, Vault role", "Finance Systems", Tier::High, SealState::Contradicted,
     StandingState::Moved, 4, "contradicted", "Audit trail shows a change newer than the snapshot",
     "aws,vault"},
    {"argo-controller", "K8s SA", "Delivery", Tier::Critical, SealState::Current, StandingState::Exception, 1,
     "exception", "Approved: exception until 14 Jan", "kubernetes"},
    {"hr-sync", "LDAP account", "People Systems", Tier::Medium, SealState::Current, StandingState::Stands, 9,
     "", "", "neutral"},
    {"spiffe://prod/payments", "SPIRE entry", "Payments", Tier::High, SealState::Current,
     StandingState::Stands, 1, "", "", "kubernetes"},
    {"old-jenkins", "AWS user, K8s SA", "", Tier::Critical, SealState::Stale, StandingState::Expired, 12960,
     "no-owner", "Revoked 2 Nov in AWS, still in prod-eu", "aws,kubernetes"},
    {hostileName, "AWS role", "Platform Security", Tier::Medium, SealState::Current, StandingState::Never, 3,
     "odd-name", "Name holds control characters", "aws"},
    {longName, "K8s SA", "Platform Storage", Tier::Low, SealState::Current, StandingState::Stands, 30, "", "",
     "kubernetes"},
};

std::string sealReason(SealState seal) {
  switch (seal) {
  case SealState::Current:
    return "all 3 live sources seen within 2 min 09 s";
  case SealState::Ageing:
    return "aws-prod was seen 11 min ago; the window is 15 minutes";
  case SealState::Stale:
    return "vault-eu was seen 3 h 12 min ago; the window is 15 minutes";
  case SealState::Contradicted:
    return "PutRolePolicy at 13:58:40 is newer than what it changed was seen";
  case SealState::Unseen:
    break;
  }
  return "known to terraform infra only";
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

Error gap(const char* file, std::optional<std::uint64_t> byte, const char* pointer, const char* what,
          const char* todo) {
  return {ErrorCode::Malformed, what, todo, {file, byte, {}, pointer, {}}};
}

} // namespace

Instant today() {
  return *parseRfc3339("2026-11-20T14:02:11Z");
}

Estate& estate() {
  static Estate it;
  return it;
}

void reset(std::size_t records) {
  Estate& e = estate();
  const std::lock_guard lock(e.mutex);
  e.records = records;
  ++e.generation;
  e.moved.clear();
  e.refuse.clear();
  e.staged.clear();
  e.seen.clear();
  e.views.clear();
  e.people.clear();
  e.rowCalls = e.recordCalls = 0;
  e.rowDelay = {};
  e.log.clear();
  const char* whats[] = {"certify", "revoke 1 permission", "exception until 14 Jan",
                         "certify", "key-enrol",           "flag"};
  for (std::int64_t i = 0; i < 1205; ++i)
    e.log.push_back({i, today() - Seconds(131 * (1204 - i)), whats[i % 6],
                     lines[static_cast<std::size_t>(i % 13)].name,
                     i % 5 == 0 ? "lead@example.org" : "reviewer@example.org",
                     i % 5 == 0 ? "b0117e22" : "4a9c17d0", sha256(std::to_string(i)).hex()});
}

void move(RecordId record) {
  Estate& e = estate();
  const std::lock_guard lock(e.mutex);
  e.moved.insert(record);
  ++e.generation;
}

Digest digestOf(RecordId id) {
  const bool moved = estate().moved.contains(id);
  return sha256(std::to_string(id) + (moved ? " after" : " before"));
}

RecordRow rowOf(RecordId id) {
  constexpr std::size_t known = std::size(lines);
  const auto number = static_cast<std::size_t>(id - 1);
  const Line& line = lines[number % known];
  RecordRow row;
  row.id = id;
  row.uid = toHex(std::string("rec") + std::to_string(100000 + id)).substr(0, 16);
  row.name = number < known ? line.name
                            : std::string(lines[number % 13].name) + "-" + std::to_string(number / known);
  row.knownAs = line.knownAs;
  row.owner = line.owner;
  row.tier = line.tier;
  row.seal = line.seal;
  row.sealReason = sealReason(line.seal);
  row.standing = line.standing;
  row.standingReason =
      line.standing == StandingState::Never ? "never certified" : "certified 3 Nov by reviewer@example.org";
  if (line.seenMinutes >= 0) row.seenLive = today() - std::chrono::minutes(line.seenMinutes);
  row.systems = split(line.systems);
  if (*line.code) row.attention.push_back({line.code, line.attention, Tone::Warning, {}});
  return row;
}

std::vector<Difference> differencesOf() {
  return {{Difference::Kind::Added, "permission", "s3:DeleteObject on backups-prod/* added", "",
           "inline policy BackupWrite"},
          {Difference::Kind::Changed, "key", "AKIA…7Q rotated", "created 3 Nov", "created 20 Nov"}};
}

std::vector<SourceRow> sources() {
  const auto make = [](std::int64_t id, const char* name, const char* system, const char* scope,
                       SourceRole role, int minutes, int window, std::size_t holds, const char* owner,
                       const char* fallback, std::size_t gapCount) {
    SourceRow row;
    row.id = id;
    row.key = std::string(system) + "/" + scope;
    row.name = name;
    row.system = system;
    row.scope = scope;
    row.role = role;
    row.owner = owner;
    row.fallback = fallback;
    row.window = std::chrono::minutes(window);
    row.lastCaptured = today() - std::chrono::minutes(minutes);
    row.captureBasis = "export";
    row.holds = holds;
    row.complete = gapCount == 0;
    row.completeness = row.complete ? "complete" : "partial: roles cut off at byte 88,412";
    row.gaps = gapCount;
    row.lastSnapshot = 10 + id;
    return row;
  };
  std::vector<SourceRow> rows = {
      make(1, "aws-prod", "aws", "1111-2222-3333", SourceRole::Live, 2, 15, 1204, "Cloud Platform",
           "Cloud On-call", 0),
      make(2, "prod-eu", "kubernetes", "cluster prod-eu", SourceRole::Live, 1, 15, 611, "Cloud Platform",
           "Cloud On-call", 0),
      make(3, "vault-eu", "vault", "vault-eu", SourceRole::Live, 192, 60, 97, "Platform Security", "", 0),
      make(4, "aws-sandbox", "aws", "4444-5555-6666", SourceRole::Live, 44, 60, 322, "Workplace IT",
           "Identity On-call", 3),
      make(5, "terraform infra", "terraform", "lineage 9b2e41c0", SourceRole::Intent, 11, 60, 1377,
           "Delivery", "Cloud On-call", 0),
      make(6, "cmdb", "neutral", "CSV", SourceRole::Intent, 8640, 10080, 2210, "Service Desk", "", 0),
      make(7, "cloudtrail", "aws", "1111-2222-3333", SourceRole::Audit, 5, 15, 18402, "Security Ops",
           "Cloud On-call", 0)};
  for (SourceRow& row : rows)
    if (const auto found = estate().people.find(row.id); found != estate().people.end())
      std::tie(row.owner, row.fallback) = found->second;
  return rows;
}

std::vector<GapRow> gaps() {
  return {
      {gap("authorization-details-p3.json", 88412, "/RoleDetailList/211",
           "Object ends in the middle of a string",
           "Export again: page 3 was cut off. Everything before it is imported as partial."),
       "roles", false},
      {gap("authorization-details-p2.json", {}, "/UserDetailList/17/CreateDate",
           "2026-02-30T00:00:00Z is no date", "User imported without a date of creation."),
       "users", true},
      {gap("bucket-policies.json", {}, "/3/Policy/Statement/0/Condition", "Condition operator is not known",
           "Permission imported as conditional; effective stays unknown."),
       "policies", true}};
}

} // namespace countersign::fake
