// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <filesystem>
#include <string>
#include <vector>

namespace countersign {

/// What the person who imports says about the files; the same from window and command line.
struct ImportRequest {
  std::vector<std::filesystem::path> paths; ///< files, folders, archives, import manifests
  std::string sourceName;                   ///< name for people; empty: what the export suggests
  std::string scope;                        ///< account, cluster … for exports that do not say it
  std::string cluster;                      ///< cluster of a Terraform state's Kubernetes objects
  std::optional<SourceRole> role;
  std::optional<Instant> capturedAt;
  bool captureFromFileTime = false; ///< the person's word that the file's time may be taken
  std::string owner, fallback;
  std::vector<std::string> completeParts, partialParts;
  bool keepSourceBytes = true;
};

/// What became of one file.
struct FileOutcome {
  std::string file, connector, title, source;
  std::int64_t snapshot = 0;
  bool imported = false;
  bool identical = false; ///< the same bytes had been imported with the same capture time already
  std::optional<Error> error;
  std::size_t documents = 0, added = 0, changed = 0, removed = 0, events = 0, gaps = 0, recordsMoved = 0;
  std::string completeness;
  Instant capturedAt{};
};

struct ImportReport {
  std::vector<FileOutcome> files;
  std::size_t recordsNew = 0, recordsMoved = 0; ///< of the whole batch
  std::vector<std::string> notes;               ///< "one edit of SharedBuildAccess moved 63 records"
  bool cancelled = false;
};

/// What a file is, before it is imported: for the dialog that asks for what is missing.
struct FileLook {
  std::string file, connector, title, scope, scopeTitle, exportCommand;
  SourceRole role = SourceRole::Live;
  std::optional<Instant> capturedAt, fileTime;
  std::optional<Error> error;
};

/// Joins connectors to a workspace. The program hands one to the window.
class Importer {
public:
  virtual ~Importer() = default;
  virtual Result<std::vector<FileLook>> look(const std::vector<std::filesystem::path>& paths) = 0;
  /// Imports a batch. A file that fails leaves the workspace as it was before that file; the others go on.
  /// Errors: only what concerns the whole batch (workspace cannot be written, nothing there, cancelled).
  virtual Result<ImportReport> import(const std::filesystem::path& workspace, const ImportRequest& request,
                                      const Clock& clock, const ProgressFn& progress) = 0;
  /// "AWS account authorization details" → "aws iam get-account-authorization-details --output json …"
  virtual std::vector<std::pair<std::string, std::string>> exportCommands() const = 0;
};

} // namespace countersign
