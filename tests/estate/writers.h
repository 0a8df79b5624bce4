// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

#include <string>
#include <vector>

/// One function per file of a day. They fill the file; the caller opens and closes it.
namespace countersign::estate {

void writeAccountDetails(TextFile& file, const Plan& plan, std::size_t account, int day);
void writeCredentialReport(TextFile& file, const Plan& plan, std::size_t account, int day);
void writeAccessKeys(TextFile& file, const Plan& plan, std::size_t account, int day);
void writeOidcProviders(TextFile& file, const Plan& plan, std::size_t account);
void writeOrganization(TextFile& file, const Plan& plan, int day);
void writeCloudTrail(TextFile& file, const Plan& plan, std::size_t account, int day);

void writeServiceAccounts(TextFile& file, const Plan& plan, std::size_t cluster, int day);
void writeRbac(TextFile& file, const Plan& plan, std::size_t cluster, int day);
void writePods(TextFile& file, const Plan& plan, std::size_t cluster, int day);
void writeTokenSecrets(TextFile& file, const Plan& plan, std::size_t cluster, int day);
void writeNamespaces(TextFile& file, const Plan& plan, std::size_t cluster, int day); ///< YAML
void writeKubernetesAudit(TextFile& file, const Plan& plan, std::size_t cluster, int day);

void writeAccountState(TextFile& file, const Plan& plan, std::size_t account, int day);
void writeClusterState(TextFile& file, const Plan& plan, std::size_t cluster, int day);
void writeTerraformPlan(TextFile& file, const Plan& plan);

void writeInventoryLines(TextFile& file, const Plan& plan, int day); ///< roles and users, JSON lines
void writeInventoryTable(TextFile& file, const Plan& plan, int day); ///< service accounts, CSV

void writeRepositories(TextFile& file, const Plan& plan, int day); ///< of the company, JSON lines
void writeTeams(TextFile& file, const Plan& plan, int day);        ///< the directory, JSON lines

std::string lineage(const Plan& plan, bool cluster, std::size_t scope);

/// Secrets that stand in the exports and must not come out of an import. Short ones of which each export has
/// its own: `place` and `number` say which.
enum class Canary {
  AccessKeySecret,
  StateOutput,
  StatePassword,
  StatePem,
  ClusterToken,
  PodValue,
  SessionToken,
  Inventory
};
std::string canary(const Plan& plan, Canary place, std::size_t number);
/// All that the estate holds.
std::vector<std::string> canaries(const Plan& plan);

} // namespace countersign::estate
