// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <optional>

namespace countersign {

inline constexpr const char* manifestName = "countersign-import.json";

/// The imports that a manifest (docs/formats/import-manifest.md) asks for, in its order: one request a file,
/// with what `defaults` says where the manifest is silent. `path` is the manifest or a folder with one; a
/// path that is neither gives nullopt. Errors: Io, Malformed, with the place.
Result<std::optional<std::vector<ImportRequest>>> readManifest(const std::filesystem::path& path,
                                                               const ImportRequest& defaults);

} // namespace countersign
