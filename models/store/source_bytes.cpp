// SPDX-License-Identifier: Apache-2.0
#include "models/store/compression.h"
#include "models/store/connection.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {

using store::guarded;

Result<std::optional<std::string>> keptBytes(Workspace& w, std::int64_t snapshot, std::uint64_t offset,
                                             std::uint64_t length) {
  auto& c = w.connection();
  return guarded(c, [&]() -> Result<std::optional<std::string>> {
    std::string out;
    SQLite::Statement& s = c.prepare("SELECT at, size, bytes FROM source_chunk WHERE snapshot = ? AND at < ? "
                                     "AND at + size > ? ORDER BY at");
    s.bind(1, snapshot);
    s.bind(2, static_cast<std::int64_t>(offset + length));
    s.bind(3, static_cast<std::int64_t>(offset));
    while (s.executeStep()) {
      const auto at = static_cast<std::uint64_t>(s.getColumn(0).getInt64());
      COUNTERSIGN_ASSIGN(
          const std::string chunk,
          store::decompress(s.getColumn(2).getString(), static_cast<std::size_t>(s.getColumn(1).getInt64())));
      const std::uint64_t want = offset + out.size();
      if (at > want) break; // a stretch between was not kept
      const std::uint64_t from = want - at;
      out.append(chunk, from, std::min<std::uint64_t>(chunk.size() - from, length - out.size()));
    }
    s.reset();
    // NUL stands for what was not kept between the events of a log.
    if (out.size() != length || out.find('\0') != std::string::npos) return std::optional<std::string>();
    return std::optional(std::move(out));
  });
}

Result<std::vector<std::pair<std::uint64_t, std::string>>> allKeptBytes(Workspace& w, std::int64_t snapshot) {
  auto& c = w.connection();
  return guarded(c, [&]() -> Result<std::vector<std::pair<std::uint64_t, std::string>>> {
    std::vector<std::pair<std::uint64_t, std::string>> out;
    SQLite::Statement& s =
        c.prepare("SELECT at, size, bytes FROM source_chunk WHERE snapshot = ? ORDER BY at");
    s.bind(1, snapshot);
    while (s.executeStep()) {
      COUNTERSIGN_ASSIGN(
          std::string chunk,
          store::decompress(s.getColumn(2).getString(), static_cast<std::size_t>(s.getColumn(1).getInt64())));
      out.emplace_back(static_cast<std::uint64_t>(s.getColumn(0).getInt64()), std::move(chunk));
    }
    s.reset();
    return out;
  });
}

} // namespace countersign
