// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/bytes.h"
#include "connectors/common/connector.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

/// What the first bytes say a file is.
enum class Packing { None, Compressed, Archive };
/// By signature: gzip (RFC 1952), zstd (RFC 8878), xz; zip, tar (POSIX ustar and GNU).
Packing packingOf(std::string_view bytes);

/// A member of an archive, or the content of a compressed file.
struct ArchiveMember {
  std::string name; ///< path inside the archive; empty for a compressed file
  Bytes bytes;
  std::optional<Instant> modified;
  bool truncated = false; ///< the packed bytes end early
};

using MemberVisitor = std::function<Result<void>(const ArchiveMember&)>;
/// Told of a member that cannot be used although the archive can; returning an error ends the reading.
using MemberRefused = std::function<Result<void>(const std::string& name, const Error&)>;

/// Unpacks into memory or unlinked temporary files, in the order of the archive, and never writes by a
/// member's name. An archive that breaks a limit or holds what is refused is refused before `visit` gets its
/// first member. Errors: Limit (members, bytes, ratio), Unsupported (paths that lead out of the archive,
/// links, devices, encryption), Malformed, Truncated, Cancelled, Io, DiskFull.
Result<void> forEachMember(const std::string& name, std::string_view packed, const ImportLimits& limits,
                           const std::function<bool()>& cancelled, const MemberVisitor& visit,
                           const MemberRefused& refused);

} // namespace countersign
