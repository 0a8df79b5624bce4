// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/text.h"

#include <algorithm>

namespace countersign::azure {

std::string lastSegment(std::string_view id) {
  while (!id.empty() && id.back() == '/')
    id.remove_suffix(1);
  return lowered(id.substr(id.rfind('/') + 1)); // npos + 1 is 0
}

std::string normalScope(std::string_view scope) {
  while (scope.size() > 1 && scope.back() == '/')
    scope.remove_suffix(1);
  return lowered(scope);
}

bool startsWithWord(std::string_view action) {
  constexpr std::string_view words[] = {"data:", "app-role:", "scope:", "directory:"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view w) { return action.substr(0, w.size()) == w; });
}

pattern::Symbols actionSymbols(std::string_view text) {
  pattern::Symbols out = pattern::literalSymbols(lowered(text));
  for (std::uint16_t& symbol : out)
    if (symbol == static_cast<std::uint16_t>('*')) symbol = pattern::anyRun;
  return out;
}

bool actionMatches(std::string_view text, std::string_view action) {
  return pattern::globMatches(actionSymbols(text), action);
}

} // namespace countersign::azure
