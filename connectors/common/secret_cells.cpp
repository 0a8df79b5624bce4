// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secret_cells.h"

#include "connectors/common/secrets.h"

namespace countersign::secretfinding {
namespace {

/// The first line, where it may be one of column names.
std::string_view headOf(std::string_view text) {
  const std::string_view head =
      text.substr(0, std::min(text.find('\n'), std::min<std::size_t>(text.size(), 4096)));
  if (head.find(',') == npos || head.find_first_of("{}[]:=") != npos || head.size() == text.size()) return {};
  return head;
}

std::vector<bool> secretColumns(std::string_view head) {
  std::vector<bool> out;
  for (std::size_t i = 0; i <= head.size();) {
    const auto comma = std::min(head.find(',', i), head.size());
    std::string_view cell = head.substr(i, comma - i);
    const auto first = cell.find_first_not_of("\" \r"), last = cell.find_last_not_of("\" \r");
    cell = first == npos ? std::string_view() : cell.substr(first, last - first + 1);
    out.push_back(isSecretName(cell));
    i = comma + 1;
  }
  return out;
}

/// Where the cell ends whose quote stands at `quote`.
std::size_t quoteEnd(std::string_view text, std::size_t quote) {
  for (std::size_t i = text.find('"', quote + 1); i != npos; i = text.find('"', i + 2))
    if (i + 1 >= text.size() || text[i + 1] != '"') return i;
  return text.size();
}

} // namespace

std::vector<Stretch> secretCells(std::string_view text) {
  std::vector<Stretch> out;
  const std::string_view head = headOf(text);
  if (head.empty()) return out;
  const std::vector<bool> secret = secretColumns(head);
  if (std::find(secret.begin(), secret.end(), true) == secret.end()) return out;
  std::size_t column = 0;
  for (std::size_t i = head.size() + 1; i < text.size();) {
    const bool quoted = text[i] == '"';
    const std::size_t from = i + (quoted ? 1 : 0);
    std::size_t end = quoted ? quoteEnd(text, i) : std::min(text.find_first_of(",\r\n", i), text.size());
    if (column < secret.size() && secret[column] && worthHiding(text.substr(from, end - from)))
      out.push_back({from, end});
    end = std::min(text.find_first_of(",\n", end), text.size());
    column = end < text.size() && text[end] == ',' ? column + 1 : 0;
    i = end + 1;
  }
  return out;
}

} // namespace countersign::secretfinding
