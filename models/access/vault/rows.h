// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/holder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace countersign::vault {

/// Where a row comes from: one path of one policy.
struct RowSource {
  std::string policy;
  std::string key; ///< the path as the policy writes it, with `{{…}}`
  std::uint64_t line = 0;
  std::vector<std::string> by; ///< why the holder has the policy: "token", "group ops" …
  std::optional<Instant> expires;
};

/// One line of all that a holder can do. Of the patterns that match a path only the best one counts.
struct AccessRow {
  std::string pattern;                   ///< filled in: "secret/data/+/db*"
  std::vector<std::string> capabilities; ///< sorted; "deny" alone where nothing is allowed
  std::vector<std::string> constraints;  ///< in words
  std::vector<RowSource> sources;
  std::string unknown; ///< not empty: why it is not known where this applies; `pattern` is as written
};

struct AccessTable {
  std::vector<AccessRow> rows;      ///< by pattern
  std::string refused;              ///< as of the holder: nothing of the rows can be used
  std::vector<std::string> missing; ///< as of the holder: there can be rows more than these
};

/// All that a token, a role or an entity can do.
AccessTable accessTable(const Holder& holder);

} // namespace countersign::vault
