// SPDX-License-Identifier: Apache-2.0
#include "connectors/importer/manifest.h"

#include "models/identity/json.h"

#include <fstream>
#include <sstream>

namespace countersign {
namespace {

constexpr const char* schema = "countersign-import/1";
constexpr int maxIncludes = 8;
constexpr std::uintmax_t maxBytes = 16U << 20;

Error located(Error e, const std::filesystem::path& file, const std::string& pointer) {
  e.place.file = file.string();
  if (e.place.pointer.empty()) e.place.pointer = pointer;
  if (e.remedy.empty()) e.remedy = "Put the manifest right; see docs/formats/import-manifest.md";
  return e;
}

Result<Json> readJson(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return failure(ErrorCode::Io, "the manifest cannot be read", "Look at its permissions",
                   {file.string(), {}, {}, {}, {}});
  std::ostringstream text;
  text << in.rdbuf();
  auto json = parseJson(text.str());
  if (!json) return failure(located(json.error(), file, ""));
  return json;
}

/// A path that stays below the manifest's folder.
Result<std::filesystem::path> inside(const std::filesystem::path& folder, const std::string& relative) {
  const std::filesystem::path p(relative);
  if (p.empty() || p.is_absolute() || relative.find("..") != std::string::npos)
    return failure(ErrorCode::InvalidArgument, "'" + relative + "' does not lie below the manifest",
                   "Paths in a manifest are relative and have no '..'");
  return folder / p;
}

const Json* sourceNamed(const Json& manifest, const std::string& name) {
  for (const Json& s : manifest["sources"].items())
    if (s["name"].asString() == name) return &s;
  return nullptr;
}

Result<ImportRequest> fileRequest(const Json& manifest, const Json& entry,
                                  const std::filesystem::path& folder, const ImportRequest& defaults) {
  ImportRequest r = defaults;
  COUNTERSIGN_ASSIGN(const auto path, inside(folder, entry["path"].asString()));
  r.paths = {path};
  const auto take = [](const Json& from, const char* name, std::string& to) {
    if (!from[name].asString().empty()) to = from[name].asString();
  };
  r.sourceName = entry["source"].asString();
  std::string role;
  if (const Json* source = sourceNamed(manifest, r.sourceName)) {
    take(*source, "scope", r.scope);
    take(*source, "owner", r.owner);
    take(*source, "fallback", r.fallback);
    take(*source, "role", role);
  }
  take(entry, "scope", r.scope);
  take(entry, "role", role);
  take(entry, "cluster", r.cluster);
  if (!role.empty()) {
    r.role = sourceRoleFrom(role);
    if (!r.role) return failure(ErrorCode::Malformed, "role '" + role + "' is none of intent, live, audit");
  }
  if (!entry["captured_at"].asString().empty()) {
    COUNTERSIGN_ASSIGN(r.capturedAt, parseRfc3339(entry["captured_at"].asString()));
  }
  if (entry.has("complete")) r.completeParts = entry["complete"].strings();
  if (entry.has("partial")) r.partialParts = entry["partial"].strings();
  return r;
}

Result<void> readInto(const std::filesystem::path& file, const ImportRequest& defaults, int depth,
                      std::vector<ImportRequest>& out) {
  if (depth > maxIncludes)
    return failure(ErrorCode::Limit, "manifests include each other", "Remove the circle",
                   {file.string(), {}, {}, {}, {}});
  COUNTERSIGN_ASSIGN(const Json manifest, readJson(file));
  if (manifest["schema"].asString() != schema)
    return failure(ErrorCode::Unsupported, "not an import manifest of form " + std::string(schema),
                   "See docs/formats/import-manifest.md", {file.string(), {}, {}, "/schema", {}});
  const std::filesystem::path folder = file.parent_path();
  for (std::size_t i = 0; i < manifest["include"].size(); ++i) {
    const auto next = inside(folder, manifest["include"].at(i).asString());
    if (!next) return failure(located(next.error(), file, "/include/" + std::to_string(i)));
    COUNTERSIGN_TRY(readInto(*next, defaults, depth + 1, out));
  }
  for (std::size_t i = 0; i < manifest["files"].size(); ++i) {
    auto request = fileRequest(manifest, manifest["files"].at(i), folder, defaults);
    if (!request) return failure(located(request.error(), file, "/files/" + std::to_string(i)));
    out.push_back(std::move(*request));
  }
  return {};
}

bool looksLikeManifest(const std::filesystem::path& file) {
  std::error_code ec;
  if (!std::filesystem::is_regular_file(file, ec) || std::filesystem::file_size(file, ec) > maxBytes || ec)
    return false;
  std::ifstream in(file, std::ios::binary);
  std::string head(512, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head.find("\"countersign-import/") != std::string::npos;
}

} // namespace

Result<std::optional<std::vector<ImportRequest>>> readManifest(const std::filesystem::path& path,
                                                               const ImportRequest& defaults) {
  std::error_code ec;
  const std::filesystem::path file = std::filesystem::is_directory(path, ec) ? path / manifestName : path;
  if (!looksLikeManifest(file)) return std::optional<std::vector<ImportRequest>>();
  std::vector<ImportRequest> out;
  COUNTERSIGN_TRY(readInto(file, defaults, 0, out));
  return std::optional(std::move(out));
}

} // namespace countersign
