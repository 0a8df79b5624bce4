// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The IAM policies of the estate, the same for the live exports and for the state files.
namespace countersign::estate {

struct Statement {
  std::string sid;
  std::vector<std::string> actions, resources;
  bool allow = true;
};

/// A policy document; with few enough values to be built for each identity anew.
struct PolicyText {
  std::string name;
  std::vector<Statement> statements;
};

void writePolicy(JsonOut& out, const PolicyText& policy);
std::string policyText(const PolicyText& policy); ///< on one line

/// Ten permissions (action × resource) and, where `edited`, one more.
PolicyText roleInline(const Plan& plan, const Identity& role, bool edited);
/// What a day's export shows, with what was changed; empty where all was taken away.
std::vector<PolicyText> roleInlineOn(const Plan& plan, const Identity& role, int day);
std::vector<std::string> attachedOn(const Plan& plan, const Identity& role, int day);
/// The inline policy that gives what was asked for.
PolicyText requestedPolicy(const Identity& role);
/// The role's inline policy without what was taken away.
PolicyText reducedInline(const Plan& plan, const Identity& role);
/// The managed policy that a change attaches to the role.
PolicyText requestedManaged(const Identity& role);
std::string awsManagedArn(std::string_view name);
/// Inline policies of a user; none for every second one.
std::vector<PolicyText> userInline(const Plan& plan, const Identity& user, bool edited);
PolicyText sharedPolicy(std::size_t account, std::size_t block, bool edited);
PolicyText groupInline(std::size_t account, std::size_t block, bool edited);
PolicyText guardrail(bool edited);
PolicyText boundary();
/// Two policies that AWS manages, shortened.
std::vector<PolicyText> awsManaged();

std::string policyArn(std::size_t account, std::string_view name);
std::string policyId(const Plan& plan, std::string_view arn); ///< ANPA…
std::string groupName(std::size_t account, std::size_t block);
std::string groupId(const Plan& plan, std::size_t account, std::size_t block); ///< AGPA…
/// ARNs of the managed policies of a role, without edits.
std::vector<std::string> attachedArns(const Identity& role, bool edited);
std::string boundaryArn(const Identity& identity); ///< empty: none

/// Who may assume a role: a service account, workflows of a repository, an instance, a supplier's account, a
/// service of AWS.
enum class TrustForm { Cluster, Repository, Instance, Vendor, Service };
TrustForm trustOf(const Identity& role);
std::string repositoryOf(const Identity& role); ///< "example/NAME", whether it may assume the role or not
bool namesExternalId(const Identity& role);     ///< what a supplier has to name

/// Who may assume the role.
void writeTrust(JsonOut& out, const Plan& plan, const Identity& role);
bool hasInstanceProfile(const Identity& role);

/// AKIA… of a user, oldest first.
struct AccessKey {
  std::string id;
  bool active = true;
  Instant created{};
};
std::vector<AccessKey> accessKeys(const Plan& plan, const Identity& user, int day);
/// As the credential report has it; nullopt: never.
std::optional<Instant> lastUse(const Plan& plan, const Identity& user, const AccessKey& key, int day);
/// The key that a rotation makes, and the one that it replaces.
AccessKey newKey(const Plan& plan, const Identity& user, const Change& rotation);
AccessKey replacedKey(const Plan& plan, const Identity& user);

/// When the identity was made.
Instant created(const Plan& plan, const Identity& identity, int day);
/// "2026-11-20T06:00:00+00:00", as the AWS command line prints times.
std::string awsTime(Instant t);

} // namespace countersign::estate
