// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <memory>

namespace countersign {

/// The program's importer: all connectors, files, folders, archives and manifests.
std::unique_ptr<Importer> makeImporter();

} // namespace countersign
