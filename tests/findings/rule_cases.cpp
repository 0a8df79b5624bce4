// SPDX-License-Identifier: Apache-2.0
#include "rule_cases.h"

using namespace countersign;
using namespace countersign::findings;

namespace countersign::test {
namespace {

Note note(const char* text) {
  return {text, {}};
}

Federation federation(FederationState state, bool ofRole) {
  Federation f;
  f.state = state;
  f.text = "text";
  f.ofAccount = !ofRole;
  f.ofRole = ofRole;
  f.accountLive = f.roleLive = true;
  f.role = document("aws.role", "deploy", SourceRole::Live);
  f.account = document("k8s.serviceaccount", "backup/writer", SourceRole::Live);
  return f;
}

HeldCredential certificate(std::int64_t age, std::int64_t ended) {
  HeldCredential c = credential(CredentialKind::Certificate, age);
  c.system = "x509";
  c.credential.id = "serial 1f";
  c.credential.expires = daysAgo(ended);
  return c;
}

std::map<std::string, Case> ownership() {
  return {{"no-owner",
           {[](auto& f) { f.owners.clear(); }, [](auto& f) { f.owners.clear(), f.platformOwned = true; },
            "No owner"}},
          {"owner-contradiction",
           {[](auto& f) {
              f.owners.push_back({"other@example.org", "label team", {}, {}, {}});
              f.ownersDisagree = true;
            },
            [](auto& f) {
              f.owners.push_back({"team@example.org", "label team", {}, {}, {}});
            },
            "tag owner says team@example.org; label team says other@example.org"}},
          {"owner-gone-key-used",
           {[](auto& f) {
              f.owners.front().state = Owner::State::Gone;
              f.owners.front().stateText = "disabled in hr";
            },
            [](auto& f) {
              f.owners.front().state = Owner::State::Gone;
              f.principals.front().lastUse.at = daysAgo(91);
            },
            "Owner team@example.org is gone (disabled in hr), and it was last used 2026-11-18"}},
          {"not-reviewed",
           {[](auto& f) {
              f.tier = Tier::Critical;
              f.review = Review{StandingState::Expired, "certified 2025-01-01, the period ended 2025-07-01"};
            },
            [](auto& f) {
              f.tier = Tier::Critical;
              f.review = Review{StandingState::Stands, "certified 2026-11-01"};
            },
            "Critical, and certified 2025-01-01"}}};
}

std::map<std::string, Case> lifecycle() {
  return {{"undeclared",
           {[](auto& f) { f.principals.pop_back(); },
            [](auto& f) { f.principals.pop_back(), f.principals.front().placeDeclared = false; },
            "Live, but no inventory knows it"}},
          {"recreated",
           {[](auto& f) { f.principals.front().formerId = "AROAOLD"; },
            [](auto& f) {
              f.principals.front().formerId = "AROAOLD";
              f.principals.front().present = false;
            },
            "A new identity under an old name: nothing carries over from AROAOLD"}},
          {"destroyed-but-live",
           {[](auto& f) {
              f.principals.back().present = false;
              f.principals.back().goneSince = daysAgo(3);
            },
            [](auto& f) {
              f.principals.back().present = false;
              f.principals.push_back(principal("aws", SourceRole::Intent));
            },
            "terraform declared it until 2026-11-17 and no longer does, and it is still live"}},
          {"declared-but-missing",
           {[](auto& f) {
              f.live = false;
              f.principals.erase(f.principals.begin());
              f.principals.front().lackedBy = "roles of aws-prod";
            },
            [](auto& f) {
              f.live = false;
              f.principals.erase(f.principals.begin());
              f.principals.front().lackedBy = "roles of aws-prod";
              f.principals.front().planned = true;
            },
            "terraform declares it, and roles of aws-prod lacks it"}},
          {"unused",
           {[](auto& f) { f.principals.front().lastUse.at = daysAgo(90); },
            [](auto& f) { f.principals.front().lastUse.at = daysAgo(89); }, "Not used since 2026-08-22"}},
          {"tombstone",
           {[](auto& f) { f.tombstones.push_back(note("Project old is DELETE_REQUESTED")); },
            [](auto& f) { f.trusts.push_back(trust(TrustEntry::Mechanism::Oidc)); },
            "Project old is DELETE_REQUESTED"}},
          {"contradicted",
           {[](auto& f) { f.contradicted = "changed after it was seen"; }, [](auto& f) { f.unseen = "gone"; },
            "changed after it was seen"}},
          {"unseen",
           {[](auto& f) { f.unseen = "declared by terraform, never seen live"; },
            [](auto& f) { f.contradicted = "x"; }, "declared by terraform"}}};
}

std::map<std::string, Case> federations() {
  const auto of = [](FederationState state, bool role) -> Alter {
    return [state, role](RecordFacts& f) { f.federations.push_back(federation(state, role)); };
  };
  return {{"federation-claimed",
           {of(FederationState::Claimed, false), of(FederationState::Claimed, true), "Claimed only: text"}},
          {"federation-open",
           {of(FederationState::OpenDoor, true), of(FederationState::OpenDoor, false), "Open door: text"}},
          {"federation-ambiguous",
           {of(FederationState::Ambiguous, true), of(FederationState::Confirmed, true), "text"}},
          {"open-federation",
           {[](auto& f) {
              f.trusts.push_back(trust(TrustEntry::Mechanism::Oidc));
              f.trusts.back().entry.subjectBound = false;
            },
            [](auto& f) { f.trusts.push_back(trust(TrustEntry::Mechanism::Oidc)); },
            "Any token of token.example.org may become deploy"}},
          {"third-party-trust",
           {[](auto& f) {
              f.trusts.push_back(trust(TrustEntry::Mechanism::Account));
              f.trusts.back().outside = true;
            },
            [](auto& f) {
              f.trusts.push_back(trust(TrustEntry::Mechanism::Account));
              f.trusts.back().outside = f.trusts.back().ofPlatform = true;
            },
            "arn:aws:iam::999900001111:root (no known account) can become deploy, without"}},
          {"human-in-trust",
           {[](auto& f) {
              f.trusts.push_back(trust(TrustEntry::Mechanism::Saml));
              f.trusts.back().human = true;
              f.trusts.back().humanText = "people who sign in by SAML";
            },
            [](auto& f) { f.trusts.push_back(trust(TrustEntry::Mechanism::User)); },
            "arn:aws:iam::999900001111:root can become deploy (people who sign in by SAML)"}},
          {"static-key-where-federation-exists",
           {[](auto& f) {
              f.trusts.push_back(trust(TrustEntry::Mechanism::Oidc));
              addKey(f, 5);
            },
            [](auto& f) { addKey(f, 5); },
            "access key AKIAEXAMPLE stands beside the federation with token.example.org"}}};
}

std::map<std::string, Case> credentials() {
  return {{"old-credential",
           {[](auto& f) { addKey(f, 90); }, [](auto& f) { addKey(f, 89); },
            "access key AKIAEXAMPLE is the same since 2026-08-22, longer than 90 days"}},
          {"expired-credential-present",
           {[](auto& f) { f.credentials.push_back(certificate(300, 1)); },
            [](auto& f) { f.credentials.push_back(certificate(300, -1)); },
            "certificate serial 1f ended 2026-11-19 and is still listed"}},
          {"never-expiring-credential",
           {[](auto& f) { addKey(f, 1), f.credentials.back().credential.endless = true; },
            [](auto& f) { f.credentials.push_back(certificate(0, -3650)); },
            "access key AKIAEXAMPLE has no end"}},
          {"two-active-keys",
           {[](auto& f) { addKey(f, 3), addKey(f, 2, "AKIATWO"); },
            [](auto& f) {
              addKey(f, 3), addKey(f, 2, "AKIATWO");
              f.credentials.back().credential.state = Credential::State::Inactive;
            },
            "2 access keys are active at once: AKIAEXAMPLE, AKIATWO"}},
          {"key-without-rotation",
           {[](auto& f) { addKey(f, 400); }, [](auto& f) { addKey(f, 398); },
            "access key AKIAEXAMPLE is as old as the identity itself, 2025-10-16"}},
          {"private-key-beside-certificate",
           {[](auto& f) {
              f.credentials.push_back(certificate(10, -10));
              f.credentials.back().credential.privateKeyBeside = true;
            },
            [](auto& f) { f.credentials.push_back(certificate(10, -10)); },
            "The private key of certificate serial 1f lay beside it in aws-prod"}},
          {"certificate-revoked-or-expired-in-use",
           {[](auto& f) {
              f.credentials.push_back(certificate(300, 5));
              f.credentials.back().usedAfter = daysAgo(2);
            },
            [](auto& f) { f.credentials.push_back(certificate(300, 5)); },
            "Certificate serial 1f was used 2026-11-18, and it is expired 2026-11-15"}},
          {"weak-algorithm",
           {[](auto& f) {
              f.credentials.push_back(certificate(10, -10));
              f.credentials.back().credential.algorithm = "RSA";
              f.credentials.back().credential.bits = 1024;
            },
            [](auto& f) {
              f.credentials.push_back(certificate(10, -10));
              f.credentials.back().credential.algorithm = "RSA";
              f.credentials.back().credential.bits = 2048;
              f.credentials.back().credential.hash = "sha256";
            },
            "certificate serial 1f: RSA of 1024 bits"}},
          {"shared-key",
           {[](auto& f) { addKey(f, 1), f.credentials.back().others = {"other"}; },
            [](auto& f) {
              addKey(f, 1), f.credentials.back().others = {"other"};
              f.credentials.back().credential.state = Credential::State::Inactive;
            },
            "access key AKIAEXAMPLE is also that of other"}},
          {"token-secret",
           {[](auto& f) {
              f.credentials.push_back(credential(CredentialKind::Token, 1));
              f.credentials.back().system = "kubernetes";
            },
            [](auto& f) { f.credentials.push_back(credential(CredentialKind::Token, 1)); },
            "Secret AKIAEXAMPLE holds a token without an end"}},
          {"console-password-on-service-user",
           {[](auto& f) { f.credentials.push_back(credential(CredentialKind::Password, 1)); },
            [](auto& f) {
              f.credentials.push_back(credential(CredentialKind::Password, 1));
              f.credentials.back().system = "postgresql";
            },
            "Has a console password, without MFA"}},
          {"secret-in-source",
           {[](auto& f) { f.leakedSecrets.push_back(note("A secret was in terraform")); },
            [](auto& f) { addKey(f, 1); }, "A secret was in terraform"}}};
}

std::map<std::string, Case> access() {
  const auto way = [](bool conditional, bool unlessGuarded) -> Alter {
    return [=](RecordFacts& f) {
      f.ways.push_back({"pass a role to a function", conditional, unlessGuarded, {}});
    };
  };
  const auto administers = [](RecordFacts& f) {
    f.access = {true, Reach::Administer, true, "effective: administer by iam:* on *"};
  };
  return {{"escalation",
           {way(false, false), way(true, false), "Can get more than it has: pass a role to a function"}},
          {"overprivileged",
           {administers, [administers](auto& f) { administers(f), f.access.known = false; },
            "Overprivileged: effective: administer by iam:* on *"}},
          {"rotated-yet-overprivileged",
           {[administers](auto& f) { administers(f), addKey(f, 20); },
            [administers](auto& f) { administers(f), addKey(f, 120); },
            "Each credential is younger than 90 days, and it can still administer"}},
          {"evaluator-disagrees",
           {[](auto& f) { f.disagreements.push_back(note("evaluator disagrees: AWS said denied")); },
            [](auto& f) { f.contradicted = "x"; }, "evaluator disagrees: AWS said denied"}},
          {"reuse",
           {[](auto& f) {
              f.consumers = {{"shop/Deployment/web", "", {}}, {"shop/Deployment/api", "", {}}};
            },
            [](auto& f) {
              f.consumers = {{"shop/Deployment/web", "", {}}, {"shop/Deployment/web", "", {}}};
            },
            "2 workloads use it: shop/Deployment/api, shop/Deployment/web"}},
          {"environment-crossing",
           {[](auto& f) {
              f.environments = {{true, "prod", "name of account prod", {}},
                                {false, "staging", "name of cluster staging-eu", {}}};
            },
            [](auto& f) {
              f.environments = {{true, "prod", "name of account prod", {}}, {true, "prod", "tag env", {}}};
            },
            "In production (name of account prod) and outside of it (name of cluster staging-eu)"}},
          {"human-use-of-nhi",
           {[](auto& f) {
              f.humans.push_back({daysAgo(1), "in the console, iam:ListUsers", {}});
            },
            [](auto& f) { f.lastEvent = daysAgo(1); }, "Used by a person 2026-11-19: in the console"}}};
}

/// Each speaks of differences of its own kind alone, and once.
std::map<std::string, Case> differences() {
  const auto of = [](const char* kind, Severity severity, const char* text) -> Alter {
    return [=](RecordFacts& f) { f.differences.push_back({kind, severity, text}); };
  };
  std::map<std::string, Case> out;
  for (const char* kind : {"never-requested", "not-applied", "not-effective", "effective-unapplied",
                           "other-condition", "still-there", "window-closed"})
    out[kind] = {[=](RecordFacts& f) {
                   of(kind, Severity::Low, "s3:ListBucket on *")(f);
                   of(kind, Severity::High, "s3:DeleteObject on *: by hand")(f);
                 },
                 of("another-kind", Severity::High, "s3:DeleteObject on *: by hand"),
                 "s3:DeleteObject on *: by hand; and 1 more like this"};
  return out;
}

} // namespace

std::map<std::string, Case> cases() {
  std::map<std::string, Case> out = ownership();
  for (auto& more : {lifecycle(), federations(), credentials(), access(), differences()})
    out.insert(more.begin(), more.end());
  return out;
}

} // namespace countersign::test
