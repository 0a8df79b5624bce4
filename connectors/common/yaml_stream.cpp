// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/yaml_json.h"

#include <algorithm>

namespace countersign {
namespace {

bool markerAt(std::string_view text, std::size_t at, std::string_view marker) {
  if (text.substr(at, 3) != marker) return false;
  return at + 3 >= text.size() || text[at + 3] == ' ' || text[at + 3] == '\t' || text[at + 3] == '\n' ||
         text[at + 3] == '\r';
}

/// True where the lines hold anything but comments, directives and markers.
bool hasContent(std::string_view chunk) {
  bool begun = false; // behind "---" a '%' starts no directive
  while (!chunk.empty()) {
    const auto lineEnd = std::min(chunk.find('\n'), chunk.size());
    std::string_view line = chunk.substr(0, lineEnd);
    if (markerAt(line, 0, "---")) {
      line.remove_prefix(3);
      begun = true;
    }
    const auto first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#' && (begun || line[0] != '%') &&
        !markerAt(line, 0, "..."))
      return true;
    chunk.remove_prefix(std::min(lineEnd + 1, chunk.size()));
  }
  return false;
}

} // namespace

std::optional<YamlChunk> nextYamlDocument(std::string_view text, std::size_t& at) {
  while (at < text.size()) {
    const std::size_t start = at;
    bool sawMarker = false, done = false;
    while (at < text.size() && !done) {
      const bool begins = markerAt(text, at, "---");
      if (begins && (sawMarker || hasContent(text.substr(start, at - start)))) break;
      sawMarker = sawMarker || begins;
      done = markerAt(text, at, "...");
      const auto lineEnd = text.find('\n', at);
      at = lineEnd == std::string_view::npos ? text.size() : lineEnd + 1;
    }
    const std::string_view chunk = text.substr(start, at - start);
    if (hasContent(chunk)) return YamlChunk{start, chunk.size()};
  }
  return std::nullopt;
}

} // namespace countersign
