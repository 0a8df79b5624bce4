// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::estate {

/// One source, as the manifest names it.
struct ManifestSource {
  std::string name, system, scope, role, owner, fallback;
  std::string issuer; ///< of a cluster's service account tokens, without https://
};

/// One file of a day: what the manifest says of it, and how it is written.
struct DayFile {
  std::string path, source, scope, role;
  Instant capturedAt{};
  std::vector<std::string> complete;
  std::string cluster; ///< of the Kubernetes objects in a state
  std::function<void(TextFile&)> write;
};

/// The name of a Terraform state's source, of a cluster or an account.
std::string stateSource(bool cluster, std::size_t scope);
std::vector<ManifestSource> manifestSources(const Plan& plan);
std::vector<DayFile> dayFiles(const Plan& plan, int day);

void writeDayManifest(TextFile& file, const std::vector<ManifestSource>& sources,
                      const std::vector<DayFile>& files);
void writeRootManifest(TextFile& file, const Plan& plan);

/// planted.json; returns how many faults and how many clean identities it lists.
struct PlantedCounts {
  std::size_t faults = 0, clean = 0;
};
PlantedCounts writePlanted(TextFile& file, const Plan& plan);

} // namespace countersign::estate
