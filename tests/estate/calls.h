// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"

#include <string>
#include <utility>
#include <vector>

/// The calls that made the planted changes, as the audit trails record them.
namespace countersign::estate {

enum class Actor {
  Oncall, ///< by a command
  ByHand  ///< in the console
};
/// The actor of a CloudTrail event, and where it says it comes from: an address, or "console".
std::string awsActor(Actor actor, std::size_t account);
std::string awsActorFrom(Actor actor);
inline constexpr std::string_view kubeActor = "oidc:platform-oncall";
inline constexpr std::string_view kubeActorFrom = "198.51.100.31";

/// A call of AWS IAM.
struct AwsCall {
  Instant at{};
  std::string name; ///< "PutRolePolicy"
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string createdKey; ///< of CreateAccessKey
  Actor actor = Actor::Oncall;
  bool asDefault = false;   ///< of CreatePolicyVersion
  std::uint64_t number = 0; ///< its own, the same whenever it is asked for
  std::string action() const { return "iam:" + name; }
};

/// A request to a Kubernetes API server.
struct KubeCall {
  Instant at{}; ///< in truth; the log says when by its own clock
  std::string verb, resource, apiGroup, ns, name;
  int code = 200;
  std::string forAccount; ///< the service account that a binding in the request's body is for; empty: no body
  std::uint64_t number = 0;
  std::string action() const { return verb + " " + resource; }
};

/// What was done to a role or user by its fault or change, oldest first.
std::vector<AwsCall> awsCallsOf(const Plan& plan, const Identity& identity);
/// Edits of the shared policy and the group of an account.
std::vector<AwsCall> awsPolicyCalls(const Plan& plan, std::size_t account);
std::vector<AwsCall> awsGroupCalls(const Plan& plan, std::size_t account);
std::vector<KubeCall> kubeCallsOf(const Plan& plan, const Identity& serviceAccount);

/// The day whose audit log has what happened then.
int dayOf(const Plan& plan, Instant at);
/// Whether the log of the next day has it once more.
inline bool deliveredTwice(std::uint64_t number) {
  return number % 2 == 0;
}

} // namespace countersign::estate
