// SPDX-License-Identifier: Apache-2.0
#include "connectors/importer/importer.h"

#include "connectors/common/input_ahead.h"
#include "connectors/importer/file_import.h"
#include "connectors/importer/gathering.h"
#include "connectors/importer/manifest.h"
#include "connectors/importer/registry.h"
#include "models/review/refresh.h"

#include <algorithm>

namespace countersign {
namespace {

/// One request a path; manifests taken apart.
Result<std::vector<ImportRequest>> singleRequests(const ImportRequest& request) {
  std::vector<ImportRequest> out;
  for (const auto& path : request.paths) {
    COUNTERSIGN_ASSIGN(auto manifest, readManifest(path, request));
    if (manifest) {
      std::move(manifest->begin(), manifest->end(), std::back_inserter(out));
      continue;
    }
    ImportRequest one = request;
    one.paths = {path};
    out.push_back(std::move(one));
  }
  return out;
}

FileOutcome refusedFile(const std::string& file, const Error& error) {
  FileOutcome o;
  o.file = file;
  o.error = error;
  if (o.error->place.file.empty()) o.error->place.file = file;
  return o;
}

class ProgramImporter final : public Importer {
public:
  Result<std::vector<FileLook>> look(const std::vector<std::filesystem::path>& paths) override {
    ImportRequest request;
    request.paths = paths;
    COUNTERSIGN_ASSIGN(const auto requests, singleRequests(request));
    std::vector<FileLook> out;
    for (const ImportRequest& r : requests) {
      Gathering gathered(r.paths.front().string());
      const auto visited = forEachInput(
          r.paths.front().string(), {}, [] { return false; },
          [&](const Input& input) -> Result<void> {
            if (gathered.takes(input) && gathered.add(input)) return {};
            out.push_back(lookAt(input, r));
            return {};
          },
          [&](const std::string& file, const Error& e) -> Result<void> {
            gathered.refuse(file, e);
            FileLook refused;
            refused.file = file;
            refused.error = e;
            out.push_back(std::move(refused));
            return {};
          });
      if (!visited) return failure(visited.error());
      if (!gathered.empty()) out.push_back(lookAt(gathered.finish(), r));
    }
    return out;
  }

  Result<ImportReport> import(const std::filesystem::path& workspace, const ImportRequest& request,
                              const Clock& clock, const ProgressFn& progress) override {
    COUNTERSIGN_ASSIGN(const auto w, Workspace::open(workspace));
    COUNTERSIGN_ASSIGN(const auto requests, singleRequests(request));
    ImportReport report;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const double base = static_cast<double>(i) / static_cast<double>(requests.size());
      const ProgressFn part = [&](double fraction, const std::string& text) {
        return !progress || progress(base + fraction / static_cast<double>(requests.size()), text);
      };
      const auto done = importOne(*w, requests[i], clock, part, report);
      report.cancelled = !done && done.error().code == ErrorCode::Cancelled;
      if (report.cancelled) break;
      if (!done) report.files.push_back(refusedFile(requests[i].paths.front().string(), done.error()));
    }
    COUNTERSIGN_TRY(refreshDue(*w, clock.now()));
    if (progress && !report.cancelled) progress(1, "Done");
    return report;
  }

  std::vector<std::pair<std::string, std::string>> exportCommands() const override {
    std::vector<std::pair<std::string, std::string>> out;
    for (const Connector* c : allConnectors())
      if (!c->exportCommand().empty()) out.emplace_back(c->title(), c->exportCommand());
    return out;
  }

private:
  static FileLook lookAt(const Input& input, const ImportRequest& request) {
    FileLook l;
    l.file = input.name;
    l.fileTime = input.fileTime;
    const Connector* c = recognise(input);
    if (c == nullptr) {
      l.error =
          Error{ErrorCode::Unrecognised, "no importer knows this content", {}, {input.name, {}, {}, {}, {}}};
      return l;
    }
    l.connector = std::string(c->id());
    l.title = std::string(c->title());
    l.exportCommand = std::string(c->exportCommand());
    ReadOptions options;
    if (!request.scope.empty()) options.scope = request.scope;
    const auto facts = c->survey(input, options);
    if (!facts) {
      l.error = facts.error();
      return l;
    }
    l.scope = facts->scope.value_or(request.scope);
    l.scopeTitle = facts->scopeTitle;
    l.role = facts->role;
    l.capturedAt = facts->capturedAt ? facts->capturedAt : request.capturedAt;
    return l;
  }

  static Result<void> importOne(Workspace& w, const ImportRequest& request, const Clock& clock,
                                const ProgressFn& progress, ImportReport& report) {
    bool cancelled = false;
    Gathering gathered(request.paths.front().string());
    const auto importInto = [&](const Input& input) -> Result<void> {
      COUNTERSIGN_ASSIGN(FileImport done, importInput(w, input, request, clock, progress));
      report.recordsNew += done.recordsNew;
      report.recordsMoved += done.outcome.recordsMoved;
      std::move(done.notes.begin(), done.notes.end(), std::back_inserter(report.notes));
      report.files.push_back(std::move(done.outcome));
      return {};
    };
    COUNTERSIGN_TRY(forEachInputAhead(
        request.paths.front().string(), {},
        [&] {
          cancelled =
              cancelled || (progress && !progress(0, "Opening " + request.paths.front().filename().string()));
          return cancelled;
        },
        [&](const Input& input) -> Result<void> {
          if (!gathered.takes(input)) return importInto(input);
          if (const auto added = gathered.add(input); !added)
            report.files.push_back(refusedFile(input.name, added.error()));
          return {};
        },
        [&](const std::string& file, const Error& e) -> Result<void> {
          gathered.refuse(file, e);
          report.files.push_back(refusedFile(file, e));
          return {};
        }));
    return gathered.empty() ? Result<void>{} : importInto(gathered.finish());
  }
};

} // namespace

std::unique_ptr<Importer> makeImporter() {
  return std::make_unique<ProgramImporter>();
}

} // namespace countersign
