// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/day_files.h"

#include "tests/estate/company.h"
#include "tests/estate/tickets.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Collects the files of one day.
class Files {
public:
  Files(const Plan& plan, int day) : plan_(plan), day_(day), capture_(plan.capture(day)) {}

  std::vector<DayFile> collect() {
    for (std::size_t i = 0; i < accounts.size(); ++i)
      account(i);
    add("aws/organization/organization.json", "aws-organization", std::string(organization), "live",
        [&plan = plan_, day = day_](TextFile& f) { writeOrganization(f, plan, day); });
    for (std::size_t i = 0; i < clusters.size(); ++i)
      if (plan_.exported(i, day_)) cluster(i);
    add("github/repositories.jsonl", std::string(repositorySource), std::string(repositoryOwner), "live",
        [&plan = plan_, day = day_](TextFile& f) { writeRepositories(f, plan, day); });
    add("directory/teams.jsonl", "directory", "example.org", "live",
        [&plan = plan_, day = day_](TextFile& f) { writeTeams(f, plan, day); });
    intent();
    return std::move(files_);
  }

private:
  template <class Write>
  DayFile& add(std::string path, std::string source, std::string scope, std::string role, Write write,
               std::vector<std::string> complete = {}) {
    files_.push_back({std::move(path),
                      std::move(source),
                      std::move(scope),
                      std::move(role),
                      capture_,
                      std::move(complete),
                      {},
                      std::move(write)});
    return files_.back();
  }

  void account(std::size_t i) {
    const Plan& plan = plan_;
    const int day = day_;
    const Account& a = accounts[i];
    const std::string folder = std::string("aws/") + a.id + "/";
    add(folder + "account-authorization-details.json", a.source, a.id, "live",
        [&plan, i, day](TextFile& f) { writeAccountDetails(f, plan, i, day); });
    add(folder + "credential-report.csv", a.source, a.id, "live",
        [&plan, i, day](TextFile& f) { writeCredentialReport(f, plan, i, day); });
    add(folder + "access-keys.json", a.source, a.id, "live",
        [&plan, i, day](TextFile& f) { writeAccessKeys(f, plan, i, day); }, {"access-keys"});
    add(folder + "oidc-providers.json", a.source, a.id, "live",
        [&plan, i](TextFile& f) { writeOidcProviders(f, plan, i); });
    // The trail runs on after the state was captured.
    add(folder + "cloudtrail.json", std::string(a.source) + "-trail", a.id, "audit",
        [&plan, i, day](TextFile& f) { writeCloudTrail(f, plan, i, day); })
        .capturedAt = capture_ + minutes(4);
  }

  void cluster(std::size_t i) {
    const Plan& plan = plan_;
    const int day = day_;
    const Cluster& c = clusters[i];
    const std::string folder = std::string("kubernetes/") + c.name + "/";
    const auto live = [&](const char* name, auto write, std::vector<std::string> complete) {
      add(
          folder + name, c.source, c.name, "live",
          [&plan, i, day, write](TextFile& f) { write(f, plan, i, day); }, std::move(complete));
    };
    std::vector<std::string> all{"serviceaccounts"};
    if (plan.partialCluster(i, day)) all.clear(); // the list itself says that it goes on
    live("serviceaccounts.json", writeServiceAccounts, all);
    live("rbac.json", writeRbac, {"roles", "rolebindings", "clusterroles", "clusterrolebindings"});
    live("namespaces.yaml", writeNamespaces, {"namespaces"});
    live("pods.json", writePods, {});
    live("secrets.json", writeTokenSecrets, {});
    add(folder + "audit.jsonl", std::string(c.source) + "-audit", c.name, "audit",
        [&plan, i, day](TextFile& f) { writeKubernetesAudit(f, plan, i, day); })
        .capturedAt = capture_ + minutes(4);
  }

  void intent() {
    const Plan& plan = plan_;
    const int day = day_;
    for (std::size_t i = 0; i < accounts.size(); ++i)
      add("terraform/" + std::string(accounts[i].name) + ".tfstate", stateSource(false, i),
          lineage(plan, false, i), "intent",
          [&plan, i, day](TextFile& f) { writeAccountState(f, plan, i, day); });
    for (std::size_t i = 0; i < clusters.size(); ++i)
      add("terraform/" + std::string(clusters[i].name) + ".tfstate", stateSource(true, i),
          lineage(plan, true, i), "intent",
          [&plan, i, day](TextFile& f) { writeClusterState(f, plan, i, day); })
          .cluster = clusters[i].name;
    add("terraform/prod-plan.json", "terraform-prod-plan", "prod", "intent",
        [&plan](TextFile& f) { writeTerraformPlan(f, plan); });
    add("cmdb/inventory.jsonl", "cmdb", "estate", "intent",
        [&plan, day](TextFile& f) { writeInventoryLines(f, plan, day); });
    add("cmdb/identities.csv", "workload-register", "workloads", "intent",
        [&plan, day](TextFile& f) { writeInventoryTable(f, plan, day); }, {"identities"});
    add("tickets/changes.csv", std::string(ticketSource), "change-board", "intent",
        [&plan, day](TextFile& f) { writeTickets(f, plan, day); }, {"changes"});
  }

  const Plan& plan_;
  int day_;
  Instant capture_;
  std::vector<DayFile> files_;
};

} // namespace

std::string stateSource(bool cluster, std::size_t scope) {
  return std::string("terraform-") + (cluster ? clusters[scope].name : accounts[scope].name);
}

std::vector<ManifestSource> manifestSources(const Plan& plan) {
  std::vector<ManifestSource> out;
  for (const Account& a : accounts) {
    out.push_back({a.source, "aws", a.id, "live", a.owner, a.fallback, {}});
    out.push_back(
        {std::string(a.source) + "-trail", "aws", a.id, "audit", "Security Operations", a.fallback, {}});
  }
  out.push_back(
      {"aws-organization", "aws", std::string(organization), "live", "Cloud Platform", "Cloud On-call", {}});
  out.push_back({std::string(repositorySource),
                 "github",
                 std::string(repositoryOwner),
                 "live",
                 "Developer Platform",
                 "",
                 {}});
  out.push_back({"directory", "directory", "example.org", "live", "Workplace Services", "", {}});
  for (const Cluster& c : clusters) {
    out.push_back({c.source, "kubernetes", c.name, "live", c.owner, c.fallback, c.issuer});
    out.push_back(
        {std::string(c.source) + "-audit", "kubernetes", c.name, "audit", "Security Operations", "", {}});
  }
  for (std::size_t i = 0; i < accounts.size(); ++i)
    out.push_back(
        {stateSource(false, i), "terraform", lineage(plan, false, i), "intent", "Cloud Platform", "", {}});
  for (std::size_t i = 0; i < clusters.size(); ++i)
    out.push_back(
        {stateSource(true, i), "terraform", lineage(plan, true, i), "intent", "Container Platform", "", {}});
  out.push_back({"terraform-prod-plan", "terraform", "prod", "intent", "Cloud Platform", "", {}});
  out.push_back({"cmdb", "cmdb", "estate", "intent", "Service Management", "", {}});
  out.push_back({"workload-register", "cmdb", "workloads", "intent", "Service Management", "", {}});
  out.push_back(
      {std::string(ticketSource), "changes", "change-board", "intent", "Change Management", "", {}});
  return out;
}

std::vector<DayFile> dayFiles(const Plan& plan, int day) {
  return Files(plan, day).collect();
}

} // namespace countersign::estate
