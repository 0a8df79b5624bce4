// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// Names of the fictional company. Account ids are the ones that AWS uses in its own examples.
namespace countersign::estate {

struct Account {
  const char *id, *name, *source, *owner, *fallback, *region;
};
struct Cluster {
  const char *name, *source, *owner, *fallback, *issuer;
};

inline constexpr std::array<Account, 2> accounts{{
    {"111122223333", "prod", "aws-prod", "Cloud Platform", "Cloud On-call", "eu-central-1"},
    {"444455556666", "data", "aws-data", "Data Platform", "", "eu-west-1"},
}};
inline constexpr std::array<Cluster, 2> clusters{{
    {"prod-eu", "k8s-prod-eu", "Container Platform", "Cloud On-call",
     "oidc.eks.eu-central-1.amazonaws.com/id/7A1D0C4E93B25F6087D1E2C3B4A59687"},
    {"staging-eu", "k8s-staging-eu", "", "Cloud On-call",
     "oidc.eks.eu-central-1.amazonaws.com/id/0F9E8D7C6B5A49382716A5B4C3D2E1F0"},
}};

inline constexpr std::string_view managementAccount = "777788889999";
inline constexpr std::string_view organization = "o-cs4estate0";
inline constexpr std::string_view organizationRoot = "r-cs4e";
/// The organization policy that is attached to the second account alone.
inline constexpr std::string_view guardrailPolicy = "p-guardra1";
inline constexpr std::string_view vendorAccount = "999900001111";
inline constexpr std::string_view githubIssuer = "token.actions.githubusercontent.com";

/// What a service is about, and the team that owns it. The team is the Kubernetes namespace as well.
struct Subject {
  const char *name, *team;
};
inline constexpr std::array<Subject, 24> subjects{{
    {"backup", "platform"},       {"deploy-pipeline", "platform"},
    {"grafana", "observability"}, {"billing", "billing"},
    {"invoice", "billing"},       {"payments", "payments"},
    {"refunds", "payments"},      {"checkout", "storefront"},
    {"catalog", "storefront"},    {"search", "storefront"},
    {"warehouse", "data"},        {"orders", "data"},
    {"clickstream", "data"},      {"metrics", "observability"},
    {"logs", "observability"},    {"traces", "observability"},
    {"registry", "platform"},     {"certificates", "security"},
    {"vault-sync", "security"},   {"audit-trail", "security"},
    {"ledger", "billing"},        {"notifications", "storefront"},
    {"reports", "data"},          {"chargeback", "payments"},
}};
inline constexpr std::array<const char*, 14> functions{{"writer", "reader", "export", "sync", "worker", "api",
                                                        "scheduler", "prod", "importer", "cleaner", "proxy",
                                                        "runner", "replicator", "indexer"}};
inline constexpr std::array<const char*, 7> teams{
    {"platform", "observability", "billing", "payments", "storefront", "data", "security"}};
/// A team that is dissolved on the last day.
inline constexpr std::string_view dissolvedTeam = "integration";
/// The account of the company's repositories.
inline constexpr std::string_view repositoryOwner = "example";
inline constexpr std::string_view repositorySource = "github-example";

inline std::string teamAddress(std::string_view team) {
  return "team-" + std::string(team) + "@example.org";
}

} // namespace countersign::estate
