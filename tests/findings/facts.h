// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/findings/registry.h"

/// Facts of a record of which no rule says anything, to be made worse one by one.
namespace countersign::test {

inline const Instant now = *parseRfc3339("2026-11-20T12:00:00Z");

inline Instant daysAgo(std::int64_t days) {
  return now - findings::Days(days);
}

inline HeldDocumentPtr document(const std::string& kind, const std::string& name, SourceRole role,
                                const std::string& source = "aws-prod") {
  auto d = std::make_shared<HeldDocument>();
  d->document.object = {kind, name, name, {}};
  d->document.content = Json::object();
  d->role = role;
  d->sourceName = source;
  d->snapshot = 1;
  return d;
}

inline findings::Principal principal(const std::string& system, SourceRole role) {
  findings::Principal p;
  p.system = system;
  p.kind = system == "aws" ? "aws.role" : "k8s.serviceaccount";
  p.name = "backup-writer";
  p.role = role;
  p.placeDeclared = true;
  p.created = daysAgo(400);
  p.spot = {document(p.kind, p.name, role, role == SourceRole::Live ? "aws-prod" : "terraform"), {}, nullptr};
  return p;
}

inline findings::RecordFacts healthy() {
  findings::RecordFacts f;
  f.time = findings::Timing(now);
  f.live = true;
  f.principals = {principal("aws", SourceRole::Live), principal("aws", SourceRole::Intent)};
  f.principals.front().lastUse = {LastUse::State::Used, daysAgo(2), {}, "RoleLastUsed"};
  f.shown = f.principals.front().spot;
  f.owners.push_back({"team@example.org", "tag owner", findings::Owner::State::Active, {}, f.shown});
  f.access = {true, Reach::Write, true, "effective: write by s3:PutObject on *"};
  return f;
}

inline findings::HeldCredential credential(CredentialKind kind, std::int64_t age) {
  findings::HeldCredential c;
  c.credential.kind = kind;
  c.credential.id = "AKIAEXAMPLE";
  c.credential.state = Credential::State::Active;
  c.credential.created = daysAgo(age);
  c.system = "aws";
  c.source = "aws-prod";
  c.ofObject = true;
  c.spot = {document("aws.access-keys", "user/ci", SourceRole::Live), "/keys/0", nullptr};
  return c;
}

inline findings::HeldTrust trust(TrustEntry::Mechanism mechanism) {
  findings::HeldTrust t;
  t.entry.mechanism = mechanism;
  t.entry.who = "arn:aws:iam::999900001111:root";
  t.entry.issuer = "token.example.org";
  t.entry.subject = "repo:example/web";
  t.entry.subjectBound = t.entry.audienceBound = true;
  t.system = "aws";
  t.to = "deploy";
  t.spot = {document("aws.role", "deploy", SourceRole::Live), "/trust", nullptr};
  return t;
}

} // namespace countersign::test
