// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::x509 {

/// Reads the files of a folder, or one file. Errors: Cancelled, and what the sink says.
Result<ReadResult> readFolder(const Input& input, const ReadOptions& options, BatchSink& sink);

} // namespace countersign::x509
