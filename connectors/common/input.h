// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/bytes.h"
#include "connectors/common/connector.h"

#include <functional>
#include <string>

namespace countersign {

using InputVisitor = std::function<Result<void>(const Input&)>;
/// Told of a file in a folder, or a member of an archive, that cannot be used at all; returning an error ends
/// the visit.
using InputRefused = std::function<Result<void>(const std::string& name, const Error&)>;

/// Visits what `path` holds as decoded text: a file, the files below a folder (sorted by path; names that
/// begin with a dot and links to folders are left out), the members of an archive (zip, tar) and the content
/// of a compressed file (gzip, zstd, xz); an archive may lie inside an archive, no deeper. `Input::bytes`
/// live until the visitor returns. Without `refused` the first unusable file ends the visit. Errors:
/// NotFound, Io, DiskFull, Unsupported, Limit, Encoding, Malformed (empty, damaged), Truncated, Cancelled,
/// and what the visitor returns.
Result<void> forEachInput(const std::string& path, const ImportLimits& limits,
                          const std::function<bool()>& cancelled, const InputVisitor& visit,
                          const InputRefused& refused = {});

/// SHA-256 and length of a file as it lies on disk.
struct RawFacts {
  std::string sha256; ///< 64 hexadecimal digits
  std::uint64_t size = 0;
};
/// Errors: NotFound, Io, Unsupported (no regular file), Cancelled.
Result<RawFacts> fileSha256(const std::string& path, const std::function<bool()>& cancelled = {});

} // namespace countersign
