// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"
#include "models/identity/time.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace countersign {

namespace store {
class Connection;
}

/// One workspace file (`*.countersign`): an SQLite database in WAL mode. An object belongs to one thread;
/// several objects, threads and programs may have the same file open.
class Workspace {
public:
  /// Makes a new file, readable by its owner alone. Errors: InvalidArgument (it is there already), Io,
  /// DiskFull.
  static Result<std::unique_ptr<Workspace>> create(const std::filesystem::path& file, Instant now);
  /// Opens a file; an older one is migrated after a backup beside it (`<file>.backup-v<N>`).
  /// Errors: NotFound, Corrupt (no workspace, damaged), NewerVersion, Busy, Io.
  static Result<std::unique_ptr<Workspace>> open(const std::filesystem::path& file);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const std::filesystem::path& file() const;
  /// Grows with every committed change of content.
  Result<std::int64_t> generation();

  Result<std::string> setting(const std::string& key, const std::string& otherwise = {});
  Result<void> setSetting(const std::string& key, const std::string& value);

  /// Runs `work` in one immediate transaction: committed when it returns a value, rolled back on an error.
  /// The generation grows.
  Result<void> transaction(const std::function<Result<void>()>& work);

  struct Finding {
    bool bad = true;
    std::string text;
  };
  /// Integrity of the file, of the schema, of every document's digest, of the indices and of the log's chain.
  Result<std::vector<Finding>> check(const std::function<bool(double)>& progress = {});
  /// All content as text, packed blobs unpacked, in a fixed order: two workspaces with equal dumps have equal
  /// content. For tests and for looking for what must not be there.
  Result<void> dump(std::ostream& out);

  store::Connection& connection() { return *connection_; } ///< for models/store

private:
  explicit Workspace(std::unique_ptr<store::Connection> connection);
  std::unique_ptr<store::Connection> connection_;
};

} // namespace countersign
