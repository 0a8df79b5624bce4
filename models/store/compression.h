// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <string>
#include <string_view>

namespace countersign::store {

/// One zstd frame (RFC 8878) at a fast level. Thread-safe.
std::string compress(std::string_view bytes);
/// `size` is the exact size that the frame must give. Error: Corrupt.
Result<std::string> decompress(std::string_view frame, std::size_t size);

} // namespace countersign::store
