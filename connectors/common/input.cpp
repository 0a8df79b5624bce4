// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/input.h"

#include "connectors/common/archive_reader.h"
#include "connectors/common/text_decoding.h"
#include "models/identity/digest.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <vector>

namespace countersign {
namespace {

namespace fs = std::filesystem;

constexpr int deepestArchive = 2; ///< an archive inside an archive

Result<RawFacts> hash(std::string_view bytes, const std::function<bool()>& cancelled) {
  Sha256 hasher;
  constexpr std::size_t step = 8U << 20;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    if (cancelled && cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    hasher.add(bytes.substr(at, step));
  }
  return RawFacts{hasher.finish().hex(), bytes.size()};
}

/// What is the same for everything inside one file.
struct Context {
  const ImportLimits& limits;
  const std::function<bool()>& cancelled;
  const InputVisitor& visit;
  const InputRefused& refused;
};

Error at(Error error, const std::string& name) {
  if (error.place.file.empty()) error.place.file = name;
  return error;
}

/// An error of the visitor's ends everything; it is told apart from an unusable file by this.
struct VisitOutcome {
  Result<void> result;
  bool visitorFailed = false;
};

VisitOutcome visitBytes(const Context& context, Input& input, std::string_view bytes, int depth);

VisitOutcome visitText(const Context& context, Input& input, std::string_view bytes) {
  if (bytes.empty())
    return {failure(ErrorCode::Malformed, "empty", "There is nothing to import in it; export it again",
                    Place{input.name, 0, {}, {}, {}})};
  const auto decoded = decodeText(bytes, context.cancelled);
  if (!decoded) return {failure(at(decoded.error(), input.name))};
  input.bytes = decoded->view();
  input.truncatedInput = input.truncatedInput || decoded->truncated;
  if (input.bytes.empty())
    return {failure(ErrorCode::Malformed, "empty", "There is nothing to import in it; export it again",
                    Place{input.name, 0, {}, {}, {}})};
  return {context.visit(input), true};
}

VisitOutcome visitMembers(const Context& context, const Input& input, std::string_view bytes, int depth) {
  bool visitorFailed = false;
  const bool single = packingOf(bytes) == Packing::Compressed;
  const auto oneMember = [&](const ArchiveMember& member) -> Result<void> {
    Input inner = input;
    if (!member.name.empty()) inner.name += "!/" + member.name;
    if (member.modified) inner.fileTime = member.modified;
    inner.truncatedInput = input.truncatedInput || member.truncated;
    VisitOutcome outcome = visitBytes(context, inner, member.bytes.view(), depth + 1);
    if (outcome.result) return {};
    const bool fatal = outcome.visitorFailed || outcome.result.error().code == ErrorCode::Cancelled;
    if (!fatal && context.refused && !(single && member.name.empty()))
      outcome = {context.refused(inner.name, outcome.result.error()), true};
    visitorFailed = outcome.visitorFailed;
    return std::move(outcome.result);
  };
  const auto oneRefused = [&](const std::string& name, const Error& error) -> Result<void> {
    visitorFailed = true;
    return context.refused ? context.refused(name, error) : failure(error);
  };
  auto result = forEachMember(input.name, bytes, context.limits, context.cancelled, oneMember, oneRefused);
  if (!result) return {failure(at(std::move(result).error(), input.name)), visitorFailed};
  return {};
}

VisitOutcome visitBytes(const Context& context, Input& input, std::string_view bytes, int depth) {
  if (packingOf(bytes) == Packing::None) return visitText(context, input, bytes);
  if (depth >= deepestArchive)
    return {failure(ErrorCode::Limit, "an archive inside an archive inside an archive",
                    "Unpack it yourself and import the files", Place{input.name, {}, {}, {}, {}})};
  return visitMembers(context, input, bytes, depth);
}

VisitOutcome visitFile(const std::string& path, const ImportLimits& limits,
                       const std::function<bool()>& cancelled, const InputVisitor& visit,
                       const InputRefused& refused) {
  auto file = SourceFile::open(path, limits.maxFileBytes, cancelled);
  if (!file) return {failure(std::move(file).error())};
  auto raw = hash(file->view(), cancelled);
  if (!raw) return {failure(std::move(raw).error())};
  Input input;
  input.name = path;
  input.fileTime = file->modified();
  input.rawSha256 = raw->sha256;
  input.rawSize = raw->size;
  const Context context{limits, cancelled, visit, refused};
  VisitOutcome outcome = visitBytes(context, input, file->view(), 0);
  if (outcome.result) outcome.result = file->checkUnchanged();
  return outcome;
}

Result<std::vector<std::string>> filesBelow(const std::string& folder, const ImportLimits& limits,
                                            const std::function<bool()>& cancelled) {
  std::vector<std::string> out;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error), end;
  while (!error && it != end) {
    if (cancelled && cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    const bool hidden = it->path().filename().string().starts_with('.');
    std::error_code unknown;
    if (hidden)
      it.disable_recursion_pending();
    else if (!it->is_directory(unknown))
      out.push_back(it->path().string());
    if (out.size() > limits.maxArchiveMembers)
      return failure(ErrorCode::Limit, "more than " + std::to_string(limits.maxArchiveMembers) + " files",
                     "Import its parts one by one", Place{folder, {}, {}, {}, {}});
    it.increment(error);
  }
  if (error) return failure(readError(folder, error.value()));
  std::sort(out.begin(), out.end());
  return out;
}

} // namespace

Result<void> forEachInput(const std::string& path, const ImportLimits& limits,
                          const std::function<bool()>& cancelled, const InputVisitor& visit,
                          const InputRefused& refused) {
  std::error_code unknown;
  if (!fs::is_directory(path, unknown)) return visitFile(path, limits, cancelled, visit, refused).result;
  COUNTERSIGN_ASSIGN(const std::vector<std::string> files, filesBelow(path, limits, cancelled));
  if (files.empty())
    return failure(ErrorCode::Malformed, "empty", "There is no file to import in this folder",
                   Place{path, {}, {}, {}, {}});
  for (const std::string& file : files) {
    VisitOutcome outcome = visitFile(file, limits, cancelled, visit, refused);
    if (!outcome.result && !outcome.visitorFailed && refused &&
        outcome.result.error().code != ErrorCode::Cancelled)
      outcome.result = refused(file, outcome.result.error());
    if (!outcome.result) return outcome.result;
  }
  return {};
}

Result<RawFacts> fileSha256(const std::string& path, const std::function<bool()>& cancelled) {
  COUNTERSIGN_ASSIGN(const SourceFile file,
                     SourceFile::open(path, std::numeric_limits<std::uint64_t>::max(), cancelled));
  COUNTERSIGN_ASSIGN(RawFacts facts, hash(file.view(), cancelled));
  COUNTERSIGN_TRY(file.checkUnchanged());
  return facts;
}

} // namespace countersign
