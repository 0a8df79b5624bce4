// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/snapshot_header.h"

#include "connectors/neutral/record_content.h"

#include <algorithm>

namespace countersign::neutral {
namespace {

Error headerError(const Input& input, std::size_t offset, std::string message, std::string_view member,
                  std::string remedy = "See docs/formats/neutral.md for what the first line has to say") {
  Error out{ErrorCode::Malformed, std::move(message), std::move(remedy), {}};
  out.place.file = input.name;
  out.place.byte = offset;
  out.place.line =
      1 + static_cast<std::uint64_t>(std::count(
              input.bytes.begin(), input.bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  if (!member.empty()) out.place.pointer = '/' + std::string(member);
  return out;
}

bool oneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

void fillTimes(SnapshotHeader& out, const Json& header, const Input& input, std::size_t offset) {
  const std::string& basis = header["captured_at_basis"].asString();
  out.facts.capturedBasis = basis == "user"   ? CaptureBasis::User
                            : basis == "file" ? CaptureBasis::File
                                              : CaptureBasis::Export;
  const auto captured = parseRfc3339(header["captured_at"].asString());
  if (captured)
    out.facts.capturedAt = *captured;
  else
    out.faults.push_back(
        headerError(input, offset, captured.error().message, "captured_at", captured.error().remedy));
}

} // namespace

std::string_view firstLine(std::string_view text, std::size_t& offset) {
  offset = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const std::size_t end = std::min(text.find_first_of("\r\n", offset), text.size());
  return text.substr(offset, end - offset);
}

bool looksLikeHeader(std::string_view line) {
  return !line.empty() && line.front() == '{' && line.find("\"nhi-snapshot/") != std::string_view::npos &&
         line.find("\"schema\"") != std::string_view::npos;
}

Result<SnapshotHeader> parseHeader(const Input& input, const ReadOptions& options) {
  std::size_t offset = 0;
  const std::string_view line = firstLine(input.bytes, offset);
  JsonLimits limits;
  limits.maxBytes = maxLineBytes;
  const auto header = parseJson(line, limits);
  if (!header) {
    Error error = headerError(input, offset, "the first line: " + header.error().message, {});
    error.code = header.error().code;
    error.place.byte = offset + header.error().place.byte.value_or(0);
    return failure(std::move(error));
  }
  const Json& h = *header;
  const std::string& schema = h["schema"].asString();
  if (h["t"].asString() != "snapshot")
    return failure(headerError(input, offset, "the first record is no snapshot header", "t"));
  if (schema != snapshotSchema) {
    Error error = headerError(input, offset,
                              "the format '" + schema.substr(0, 40) + "' is not known; this program reads " +
                                  std::string(snapshotSchema),
                              "schema", "Use a newer version of the program");
    error.code = ErrorCode::NewerVersion;
    return failure(std::move(error));
  }
  for (const char* member : {"snapshot_id", "source_kind", "source_scope"})
    if (recordText(h[member]).empty())
      return failure(
          headerError(input, offset, std::string("the snapshot header has no '") + member + "'", member));
  if (!oneOf(h["plane"].asString(), {"intended", "live"}))
    return failure(headerError(input, offset, "'plane' is neither intended nor live", "plane"));
  if (!oneOf(h["captured_at_basis"].asString(), {"tool", "file", "user"}))
    return failure(
        headerError(input, offset, "'captured_at_basis' is not tool, file or user", "captured_at_basis"));
  if (!oneOf(h["completeness"].asString(), {"full", "partial", "single"}))
    return failure(
        headerError(input, offset, "'completeness' is not full, partial or single", "completeness"));
  SnapshotHeader out;
  out.completeness = h["completeness"].asString();
  out.facts.system = recordText(h["source_kind"]);
  out.facts.scope = recordText(h["source_scope"]);
  out.facts.scopeTitle = "source";
  out.facts.role =
      options.role.value_or(h["plane"].asString() == "intended" ? SourceRole::Intent : SourceRole::Live);
  out.facts.tool = recordText(h["tool"].isObject() ? h["tool"]["name"] : h["tool"]);
  if (const std::string version = recordText(h["tool"]["version"]); !version.empty())
    out.facts.tool += ' ' + version;
  out.facts.sourceName = out.facts.system + ' ' + *out.facts.scope;
  out.facts.serial = recordText(h["snapshot_id"]);
  fillTimes(out, h, input, offset);
  return out;
}

} // namespace countersign::neutral
