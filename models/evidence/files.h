// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/result.h"

#include <string>
#include <string_view>
#include <sys/types.h>

/// Files with POSIX calls, so that nothing existing is overwritten and no link is followed.
namespace countersign::evidence::files {

/// Writes a new file (O_CREAT|O_EXCL|O_NOFOLLOW); syncs it unless the caller syncs the whole folder later.
/// Errors: Io, DiskFull.
Result<void> writeNew(const std::string& path, std::string_view bytes, mode_t mode, bool sync = true);
/// Reads a regular file, no link, of at most `limit` bytes. Errors: NotFound, Io, Limit.
Result<std::string> read(const std::string& path, std::size_t limit);
/// SHA-256 of a regular file, no link; `keep` gets its bytes where it is not null. Errors: as `read`.
Result<Digest> digest(const std::string& path, std::string* keep, std::size_t limit);
/// Makes one folder, mode 0755. Error: Io, DiskFull.
Result<void> makeFolder(const std::string& path);
/// Syncs a folder's entries to disk. Error: Io.
Result<void> syncFolder(const std::string& path);
/// Syncs the file system that a folder is on: one call for many new files. Error: Io.
Result<void> syncAll(const std::string& folder);
/// Renames a folder; never onto something that exists. Error: Io.
Result<void> renameNew(const std::string& from, const std::string& to);
/// errno in words, with DiskFull for ENOSPC and EDQUOT.
Error systemError(const std::string& what, const std::string& path, int number);

} // namespace countersign::evidence::files
