// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/input.h"

namespace countersign {

/// As forEachInput; of a folder, another thread opens and unpacks the next input while the visitor works on
/// one. `visit`, `refused` and `cancelled` are called on the calling thread, in the same order as by
/// forEachInput. Up to two inputs of at most `mostAhead` bytes are held in memory beside the one that is
/// visited; a larger one waits for its turn. Errors: those of forEachInput.
inline constexpr std::size_t mostAhead = 64U << 20;
Result<void> forEachInputAhead(const std::string& path, const ImportLimits& limits,
                               const std::function<bool()>& cancelled, const InputVisitor& visit,
                               const InputRefused& refused);

} // namespace countersign
