// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "models/identity/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

constexpr std::string_view snapshotSchema = "nhi-snapshot/1";
/// The format's own bound on one line.
constexpr std::size_t maxLineBytes = 1U << 20;

/// The first record of a snapshot.
struct SnapshotHeader {
  Facts facts;
  std::string completeness;  ///< full, partial, single
  std::vector<Error> faults; ///< values that cannot be used; the header as a whole can
};

/// The first line that is not blank, without its end; `offset` is where it begins.
std::string_view firstLine(std::string_view text, std::size_t& offset);
/// True where the line looks like a header of any version of the format.
bool looksLikeHeader(std::string_view line);

/// Errors: Malformed (with line 1 and the member), NewerVersion.
Result<SnapshotHeader> parseHeader(const Input& input, const ReadOptions& options);

} // namespace countersign::neutral
