// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <atomic>
#include <mutex>

namespace countersign::fake {

/// Recognises everything; "scopeless" in a file's name leaves out what a person then has to say.
class FakeImporter final : public Importer {
public:
  Result<std::vector<FileLook>> look(const std::vector<std::filesystem::path>& paths) override;
  Result<ImportReport> import(const std::filesystem::path& workspace, const ImportRequest& request,
                              const Clock& clock, const ProgressFn& progress) override;
  std::vector<std::pair<std::string, std::string>> exportCommands() const override;

  std::mutex mutex;
  std::vector<ImportRequest> requests;
  std::atomic<bool> hold{false}; ///< an import waits for cancellation while this is set
};

} // namespace countersign::fake
