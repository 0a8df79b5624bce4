// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/elements.h"
#include "connectors/common/pipeline.h"
#include "connectors/common/scan.h"
#include "connectors/common/secrets.h"
#include "connectors/common/yaml_json.h"

#include <algorithm>

namespace countersign {
namespace {

const std::vector<std::string> oneStream{std::string()};

Gap truncatedGap(const Input& input, std::size_t at, std::uint64_t line) {
  Gap gap{{ErrorCode::Truncated,
           "the file ends in the middle",
           "Export it again; what is whole is imported as partial",
           {}},
          {},
          false};
  gap.error.place.byte = at;
  if (line != 0) gap.error.place.line = line;
  gap.error.place.excerpt = excerptAround(input.bytes, at);
  return gap;
}

Result<void> notEmpty(const Input& input) {
  if (input.bytes.find_first_not_of(" \t\r\n") != std::string_view::npos) return {};
  return failure(ErrorCode::Malformed, "empty", "There is nothing to import in it; export it again",
                 Place{input.name, 0, {}, {}, {}});
}

Result<SplitReport> finish(Pipeline& pipeline, SplitReport report, const Input& input) {
  COUNTERSIGN_TRY(pipeline.finish(report));
  report.truncated = report.truncated || input.truncatedInput;
  return report;
}

/// True where the value that begins at `at` has no end in the text.
bool opensOnly(std::string_view text) {
  const std::size_t at = scan::skipSpace(text, 0);
  return at < text.size() && scan::skipValue(text, at) == scan::npos;
}

/// A place behind `from` where a line begins with a bracket; npos where there is none.
std::size_t nextValueLine(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('\n', from); at != scan::npos; at = text.find('\n', at + 1))
    if (at + 1 < text.size() && (text[at + 1] == '{' || text[at + 1] == '[')) return at + 1;
  return scan::npos;
}

/// JSON values one after the other.
Result<void> jsonValues(const Input& input, Pipeline& pipeline, SplitReport& report) {
  const std::string_view text = input.bytes;
  const scan::Cancelled ask = [&] { return pipeline.cancelled(); };
  constexpr int maxResynchronised = 16; // each costs a walk to the end
  int resynchronised = 0;
  std::uint64_t& count = report.counts[{}];
  // The record separator is what RFC 7464 sequences put before each value.
  const auto next = [&](std::size_t at) {
    at = scan::skipSpace(text, at);
    while (at < text.size() && text[at] == '\x1E')
      at = scan::skipSpace(text, at + 1);
    return at;
  };
  for (std::size_t at = next(0); at < text.size(); at = next(at)) {
    const std::size_t start = at;
    std::size_t end = scan::npos;
    if (text[at] == '{' || text[at] == '[') {
      end = scan::skipContainer(text, at, ask);
      if (pipeline.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    } else { // no export is a scalar: go on with the next line that begins a value
      end = std::min(nextValueLine(text, at), text.size());
    }
    if (end == scan::npos) {
      if (resynchronised++ < maxResynchronised) end = nextValueLine(text, at + 1);
      if (end == scan::npos) {
        report.truncated = true;
        return pipeline.addGap(truncatedGap(input, start, 0));
      }
    }
    COUNTERSIGN_TRY(pipeline.add({start, end - start, count++, 0, 0}));
    at = end;
  }
  return {};
}

Result<void> yamlDocuments(const Input& input, Pipeline& pipeline, SplitReport& report) {
  std::uint64_t& count = report.counts[{}];
  std::size_t at = 0;
  while (const auto chunk = nextYamlDocument(input.bytes, at)) {
    COUNTERSIGN_TRY(pipeline.add({chunk->offset, chunk->length, count++, 0, 0}));
    if (pipeline.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
  }
  return {};
}

} // namespace

Result<SplitReport> forEachLine(const Input& input, const ImportLimits& limits, BatchSink& sink,
                                const ElementHandler& handle) {
  COUNTERSIGN_TRY(notEmpty(input));
  const std::string_view text = input.bytes;
  Pipeline pipeline(input, oneStream, limits, sink, handle, ElementForm::Line);
  SplitReport report;
  std::uint64_t& count = report.counts[{}];
  std::uint64_t line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t newline = text.find('\n', at);
    const std::size_t lineEnd = std::min(newline, text.size());
    ++line;
    const std::size_t start = std::min(text.find_first_not_of(" \t\r", at), lineEnd);
    std::size_t end = lineEnd;
    while (end > start && (text[end - 1] == ' ' || text[end - 1] == '\t' || text[end - 1] == '\r'))
      --end;
    at = lineEnd + 1;
    if (start == end) continue;
    if (newline == std::string_view::npos && opensOnly(text.substr(start, end - start))) {
      report.truncated = true;
      COUNTERSIGN_TRY(pipeline.addGap(truncatedGap(input, start, line)));
      break;
    }
    COUNTERSIGN_TRY(pipeline.add({start, end - start, count++, line, 0}));
  }
  return finish(pipeline, std::move(report), input);
}

Result<SplitReport> forEachValue(const Input& input, const ImportLimits& limits, BatchSink& sink,
                                 const ElementHandler& handle) {
  COUNTERSIGN_TRY(notEmpty(input));
  const std::size_t first = input.bytes.find_first_not_of(" \t\r\n\x1E");
  const bool json =
      first != std::string_view::npos && (input.bytes[first] == '{' || input.bytes[first] == '[');
  Pipeline pipeline(input, oneStream, limits, sink, handle,
                    json ? ElementForm::Value : ElementForm::YamlDocument);
  SplitReport report;
  COUNTERSIGN_TRY(json ? jsonValues(input, pipeline, report) : yamlDocuments(input, pipeline, report));
  return finish(pipeline, std::move(report), input);
}

} // namespace countersign
