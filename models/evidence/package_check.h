// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/package.h"

namespace countersign::evidence {

/// What `writePackage` needs to know of an entry.
struct PackageEntry {
  Envelope envelope;
  Statement statement;
};

/// Reads the entries and refuses what could not pass verification afterwards. Error: InvalidArgument.
Result<std::vector<PackageEntry>> checkPackageInput(const PackageInput& input,
                                                    const std::string& exportKeyId);

} // namespace countersign::evidence
