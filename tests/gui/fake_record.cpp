// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fake_estate.h"

namespace countersign::fake {

namespace {

Trace trace(const char* source, std::int64_t snapshot, const char* pointer, const char* inner) {
  Trace made;
  made.source = source;
  made.snapshot = snapshot;
  made.capturedAt = today() - Seconds(129);
  made.file = "authorization-details.json";
  made.where = {88412, 812, pointer, 0};
  made.inner = inner;
  made.document = sha256(pointer).hex();
  return made;
}

GrantRow grant(const char* title, const char* action, const char* resource, Tri requested, Tri applied,
               bool alarm, const char* path, const char* remark) {
  GrantRow row;
  row.title = title;
  row.action = action;
  row.resource = resource;
  row.requested = requested;
  row.applied = applied;
  row.effective = Tri::Unknown;
  row.alarm = alarm;
  row.path = path;
  row.remark = remark;
  row.weight = alarm ? 90 : 10;
  row.trace =
      trace("aws-prod", 418, "/RoleDetailList/12", "/RolePolicyList/0/PolicyDocument/Statement/0/Action");
  return row;
}

TrailRow trail(int minutes, const char* title, const char* text, const char* tag, Tone tone) {
  TrailRow row;
  row.at = today() - std::chrono::minutes(minutes);
  row.title = title;
  row.text = text;
  row.tag = tag;
  row.tone = tone;
  row.trace = trace("cloudtrail", 77, "/Records/4", "/eventName");
  return row;
}

} // namespace

RecordView viewOf(RecordId id) {
  const RecordRow row = rowOf(id);
  RecordView view;
  view.id = id;
  view.uid = row.uid;
  view.name = row.name;
  view.principals = {
      {"aws", "role", "AWS role · 1111-2222-3333", "aws:arn:aws:iam::111122223333:role/backup", "AROAEXAMPLE",
       "aws-prod"},
      {"kubernetes", "serviceaccount", "K8s SA backup/backup-writer · prod-eu", "k8s:prod-eu:backup", "",
       "prod-eu"},
      {"vault", "role", "Vault role backup", "vault:backup", "", "vault-eu", SourceRole::Live, false}};
  view.owner = row.owner;
  view.tier = row.tier;
  view.tierReason = "may delete objects of a bucket that is tagged critical";
  view.seal = {row.seal,     row.sealReason,
               "",           std::chrono::minutes(15),
               row.seenLive, row.seal == SealState::Stale ? "vault-eu" : ""};
  view.standing = {row.standing,
                   row.standing == StandingState::Moved ? "moved since 3 Nov" : row.standingReason,
                   today() - std::chrono::hours(24 * 17),
                   {},
                   1188};
  view.digest = digestOf(id);
  view.attention = row.attention;
  view.lights = {row.owner.empty() ? Light{Light::State::Bad, "no source names an owner"}
                                   : Light{Light::State::Good, row.owner + ", by tag owner"},
                 {Light::State::Bad, "effective: administer by s3:* on *"},
                 {Light::State::Good, "1 credential, none too old"},
                 {Light::State::Unknown, "not asked of an earlier time"}};
  const auto fact = [](const char* label, const std::string& value, const char* note,
                       Tone tone = Tone::Plain) {
    return Fact{label, value, note, tone, trace("aws-prod", 418, "/RoleDetailList/12", "/Tags/0")};
  };
  view.ownerFacts = {fact("Accountable", row.owner.empty() ? "no owner" : row.owner,
                          "tag owner · CODEOWNERS agrees", row.owner.empty() ? Tone::Bad : Tone::Plain),
                     fact("Fallback", "Cloud On-call", ""),
                     fact("Created by", "terraform · infra/backup", "serial 402, 11 Mar 2025")};
  view.locationFacts = {fact("AWS", "eu-west-1 · used 4 min ago", ""),
                        fact("Kubernetes", "prod-eu / backup · 2 pods", ""),
                        fact("Vault", "vault-eu · login 4 min ago", "")};
  view.credentialFacts = {fact("Long-lived", "none", ""), fact("Federated", "OIDC prod-eu → role", ""),
                          fact("Certificate", "expires in 41 d", "rotated 3 Nov", Tone::Plain)};
  view.grants = {grant("Delete objects", "s3:DeleteObject", "backups-prod/*", Tri::No, Tri::Yes, true,
                       "inline policy BackupWrite ← role", "Applied, never requested"),
                 grant("Use key", "kms:GenerateDataKey", "key/1f0c…", Tri::Yes, Tri::Yes, false,
                       "policy BackupKeys v3 ← role", ""),
                 grant("Write objects", "s3:PutObject", "backups-prod/*", Tri::Yes, Tri::Yes, false,
                       "policy BackupWrite v7 ← role", ""),
                 grant("Read objects", "s3:GetObject", "backups-prod/*", Tri::Yes, Tri::Yes, false,
                       "policy BackupWrite v7 ← role", ""),
                 grant("Assume role", "sts:AssumeRole", "restore-operator", Tri::No, Tri::No, false,
                       "trust policy of restore-operator", "Trusts the whole account"),
                 grant("Read secret", "read", "secret/data/backup/*", Tri::Yes, Tri::Conditional, false,
                       "policy backup-rw ← K8s auth", "")};
  view.grants.back().condition = "bound_cidr = 10.0.0.0/8";
  if (id == currentRecord) view.grants.erase(view.grants.begin());
  for (int i = 0; i < 35; ++i)
    view.grants.push_back(grant("", "logs:CreateLogStream", ("log-group/app-" + std::to_string(i)).c_str(),
                                Tri::Yes, Tri::Yes, false, "policy Logging v2 ← group writers ← role", ""));
  view.grantsTotal = view.grants.size();
  view.notEvaluated = {"service control policies are not imported (aws organizations)",
                       "resource policies of 2 buckets are not imported"};
  view.trail = {
      trail(2, "Live snapshot", "aws-prod re-checked: unchanged", "snapshot", Tone::Good),
      trail(15 * 60 + 21, "PutRolePolicy", "by platform-admin via console — no change request",
            "state change", Tone::Bad),
      trail(15 * 60 + 19, "Live snapshot", "s3:DeleteObject first seen applied", "snapshot", Tone::Plain),
      trail(53 * 60, "RotateSecret", "vault lease renewed, 30-day window", "use", Tone::Plain),
      trail(17 * 24 * 60, "Certified", "by reviewer@example.org, entry #1,188", "certified", Tone::Good)};
  return view;
}

} // namespace countersign::fake
