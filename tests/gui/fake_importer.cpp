// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fake_importer.h"

#include "tests/gui/fake_estate.h"

#include <thread>

namespace countersign::fake {

Result<std::vector<FileLook>> FakeImporter::look(const std::vector<std::filesystem::path>& paths) {
  std::vector<FileLook> looks;
  for (const auto& path : paths) {
    FileLook look;
    look.file = path.string();
    look.connector = "aws.account-authorization-details";
    look.title = "AWS account authorization details";
    look.scopeTitle = "account";
    const bool tells = look.file.find("scopeless") == std::string::npos;
    if (tells) {
      look.scope = "111122223333";
      look.capturedAt = today() - Seconds(129);
    }
    if (look.file.find("unknown") != std::string::npos)
      look.error =
          Error{ErrorCode::Unrecognised, "No importer knows this content.", "Choose another export.", {}};
    looks.push_back(std::move(look));
  }
  return looks;
}

Result<ImportReport> FakeImporter::import(const std::filesystem::path&, const ImportRequest& request,
                                          const Clock&, const ProgressFn& progress) {
  {
    const std::lock_guard lock(mutex);
    requests.push_back(request);
  }
  while (hold) {
    if (!progress(0.34, "412,000 of 1,204,000 permissions"))
      return failure(ErrorCode::Cancelled, "The import was cancelled.");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ImportReport report;
  for (const auto& path : request.paths) {
    FileOutcome outcome;
    outcome.file = path.string();
    outcome.title = "AWS account authorization details";
    outcome.imported = true;
    outcome.documents = 1204;
    outcome.completeness = "complete";
    report.files.push_back(outcome);
  }
  report.recordsMoved = 63;
  report.notes = {"one edit of SharedBuildAccess moved 63 records"};
  return report;
}

std::vector<std::pair<std::string, std::string>> FakeImporter::exportCommands() const {
  return {{"AWS account authorization details",
           "aws iam get-account-authorization-details --output json > authorization-details.json"},
          {"Kubernetes RBAC",
           "kubectl get serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings "
           "-A -o json > rbac.json"}};
}

} // namespace countersign::fake
