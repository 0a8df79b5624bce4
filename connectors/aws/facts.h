// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <string>
#include <string_view>

namespace countersign::aws {

/// Facts of a live export of an account; `account` may be empty: the export does not say it.
/// Error: WrongScope where the person named another account than the export does.
Result<Facts> accountFacts(std::string_view account, const ReadOptions& options, std::string tool);
/// The same for an organization ("o-…").
Result<Facts> organizationFacts(std::string_view organization, const ReadOptions& options, std::string tool);

/// For exports that AWS gives in pages and one command a user or policy: small texts that are read as a
/// whole. Bytes of an input that are read that way.
inline constexpr std::uint64_t maxSmallInput = 512ULL << 20;
/// Error: Limit.
Result<void> checkSmall(const Input& input);

} // namespace countersign::aws
