// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/conformance.h"

namespace countersign::conformance {

/// Kinds iam-simulate (core, simulation, recorded-conditions, operators), iam-simulate-gaad (gaad-decisions)
/// and iam-lens (simulate, who-can, principal-can).
void addAws(Runners& runners);

Result<void> runAwsCore(const Suite& suite, Tally& tally);
Result<void> runAwsSimulation(const Suite& suite, Tally& tally);
Result<void> runAwsConditions(const Suite& suite, Tally& tally);
Result<void> runAwsOperators(const Suite& suite, Tally& tally);
Result<void> runAwsGaad(const Suite& suite, Tally& tally);
Result<void> runAwsEstateSimulate(const Suite& suite, Tally& tally);
Result<void> runAwsEstateWhoCan(const Suite& suite, Tally& tally);
Result<void> runAwsEstatePrincipalCan(const Suite& suite, Tally& tally);
/// What suite.json would say of a folder with estates (iam-data-*) and expected answers (expected/*.json);
/// null where it is not such a folder.
Json awsEstateSuites(const std::filesystem::path& folder);

} // namespace countersign::conformance
